"""Webhook messages that were given up, for programs: see them, have them sent again, throw them away."""

from alongside.api.v1.operations import JSON, Answer, Call, Operation, Serves, Success, sites_of
from alongside.api.v1.problems import Trouble
from alongside.api.v1.shapes import DeadLetter, DeadLetterList, LetterPath, SiteQuery

TAG = "Webhooks"


async def list_letters(serves: Serves, call: Call) -> Answer:
    query: SiteQuery = call.query
    letters = tuple(
        DeadLetter(
            message=each.id,
            site=each.site,
            kind=each.kind,
            happened_at=round(each.happened * 1000),
            given_up_at=round(each.at * 1000),
            tries=each.tries,
            reason=each.reason,
        )
        for each in await serves.hub.letters.given_up(sites_of(serves, call, query.site))
    )
    return Answer(content=DeadLetterList(messages=letters))


async def replay(serves: Serves, call: Call) -> Answer:
    path: LetterPath = call.path
    if not await serves.hub.letters.replay(sites_of(serves, call), path.message):
        raise _no_message(path)
    serves.hub.outbox.wake()
    return Answer(status=204)


async def discard(serves: Serves, call: Call) -> Answer:
    path: LetterPath = call.path
    if not await serves.hub.letters.discard(sites_of(serves, call), path.message):
        raise _no_message(path)
    return Answer(status=204)


def _no_message(path: LetterPath) -> Trouble:
    return Trouble("no_message", f"No message {path.message} was given up and is still kept.")


OPERATIONS = (
    Operation(
        id="listDeadLetters",
        method="GET",
        path="/webhooks/dead-letters",
        tag=TAG,
        summary="Webhook messages that were given up",
        about="After all tries have failed a message is kept here for some days, the latest first.",
        scope="webhooks:manage",
        handle=list_letters,
        in_query=SiteQuery,
        success=Success(says="The messages.", content={JSON: DeadLetterList}),
    ),
    Operation(
        id="replayDeadLetter",
        method="POST",
        path="/webhooks/dead-letters/{message}/replay",
        tag=TAG,
        summary="Send a message again",
        about="It has all its tries once more, under the same `webhook-id`.",
        scope="webhooks:manage",
        handle=replay,
        in_path=LetterPath,
        success=Success(says="It is on its way.", status=204),
        refuses=("no_message",),
    ),
    Operation(
        id="discardDeadLetter",
        method="DELETE",
        path="/webhooks/dead-letters/{message}",
        tag=TAG,
        summary="Throw a message away",
        scope="webhooks:manage",
        handle=discard,
        in_path=LetterPath,
        success=Success(says="It is gone.", status=204),
        refuses=("no_message",),
    ),
)
