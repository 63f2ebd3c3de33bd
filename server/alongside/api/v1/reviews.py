"""Reviews that were released, for programs: what they came to, and one session's in full."""

from msgspec import structs

from alongside.access import NotAllowed
from alongside.api.v1.lists import Review, ReviewList, ReviewQuery, SessionReviews
from alongside.api.v1.operations import JSON, Answer, Call, Operation, Serves, Success
from alongside.api.v1.paging import page_of
from alongside.api.v1.problems import Trouble
from alongside.api.v1.selecting import selection
from alongside.api.v1.shapes import SessionPath
from alongside.metrics import Row


async def list_reviews(serves: Serves, call: Call) -> Answer:
    """A page of the reviews that were released."""
    wanted = structs.replace(selection(call.query), scored="yes")
    found = await serves.hub.table.select(call.caller.who, wanted)
    page, address = page_of(found, call, "/reviews")
    reviews = tuple(each for row in page if (each := _review(row)))
    return Answer(content=ReviewList(reviews=reviews, total=len(found), next=address), next=address)


async def read_reviews(serves: Serves, call: Call) -> Answer:
    """A session's released reviews, in full."""
    path: SessionPath = call.path
    try:
        shown = await serves.hub.coaching.view(call.caller.who, path.session)
    except NotAllowed:
        raise Trouble("no_session", f"No session {path.session} is kept that this token may read.") from None
    released = tuple(
        structs.replace(review, proposals=(), may=(), mine=False) for review in shown.reviews if review.released_at
    )
    return Answer(content=SessionReviews(session=path.session, reviews=released))


def _review(row: Row) -> Review | None:
    score = row.score
    if score is None or not score.released_at:
        return None
    return Review(
        session=row.facts.session,
        site=row.facts.site,
        released_at=score.released_at,
        score=score.score,
        failed=score.failed,
        reviewer=score.reviewer,
        agent=score.agent,
        scorecard=score.scorecard,
    )


OPERATIONS = (
    Operation(
        id="listReviews",
        method="GET",
        path="/reviews",
        tag="Coaching",
        summary="Reviews that were released",
        scope="coaching:read",
        handle=list_reviews,
        in_query=ReviewQuery,
        success=Success(says="A page of reviews, the latest session first.", content={JSON: ReviewList}, paged=True),
    ),
    Operation(
        id="readReviews",
        method="GET",
        path="/sessions/{session}/reviews",
        tag="Coaching",
        summary="A session's released reviews, in full",
        about="Scores and their evidence (entries of the session's log), comments, replies and appeals.",
        scope="coaching:read",
        handle=read_reviews,
        in_path=SessionPath,
        success=Success(says="The reviews, the first first.", content={JSON: SessionReviews}),
        refuses=("no_session",),
    ),
)
