"""Sessions for programs: one session's transcript in each form, and erasing a session for good."""

import structlog
from msgspec.structs import replace

from alongside.access import may_see_site
from alongside.api.v1.figures import answer_seconds
from alongside.api.v1.lists import SessionList, SessionQuery, SessionRecord
from alongside.api.v1.operations import JSON, Answer, Call, Operation, Serves, Success
from alongside.api.v1.paging import page_of
from alongside.api.v1.problems import Trouble
from alongside.api.v1.selecting import selection
from alongside.api.v1.shapes import SessionPath, TranscriptQuery
from alongside.export import Transcript, transcript
from alongside.hub.entries import read_entries
from alongside.metrics import Facts
from alongside.metrics.matching import answer_times
from alongside.protocol import Entry
from alongside.session import State, fold, new_state
from alongside.transcripts import FORMS, written

TAG = "Sessions"

logger = structlog.get_logger()


async def list_sessions(serves: Serves, call: Call) -> Answer:
    """A page of the sessions that are wanted."""
    wanted = replace(selection(call.query), within=answer_times(answer_seconds(serves.settings)))
    found = await serves.hub.table.select(call.caller.who, wanted)
    page, address = page_of(found, call, "/sessions")
    rows = tuple(row.facts for row in page)
    return Answer(content=SessionList(sessions=rows, total=len(found), next=address), next=address)


async def read_session(serves: Serves, call: Call) -> Answer:
    """One session's facts."""
    path: SessionPath = call.path
    row = await serves.hub.table.row(call.caller.who, path.session)
    if row is None:
        raise Trouble("no_session", f"No session {path.session} is kept that this token may read.")
    return Answer(content=row.facts)


async def tell(serves: Serves, call: Call) -> Answer:
    """The transcript, in the form that was asked for."""
    state, entries = await _session(serves, call)
    ending, form = next((name, each) for name, each in FORMS.items() if each.media_type == call.media_type)
    headers = {
        "Content-Disposition": f'attachment; filename="session-{state.info.id}.{ending}"',
        "Content-Security-Policy": form.policy,
    }
    return Answer(content=await written(transcript(state.info.id, entries), form), headers=headers)


async def export(serves: Serves, call: Call) -> Answer:
    """Everything that is kept of a session. The server's log says which token asked for it."""
    state, entries = await _session(serves, call)
    row = await serves.hub.table.row(call.caller.who, state.info.id)
    logger.info("a session was exported", session=state.info.id, token=call.caller.token)
    told = transcript(state.info.id, entries)
    record = SessionRecord(facts=row.facts if row else None, transcript=told, entries=tuple(entries))
    headers = {"Content-Disposition": f'attachment; filename="session-{state.info.id}-record.json"'}
    return Answer(content=record, headers=headers)


async def erase(serves: Serves, call: Call) -> Answer:
    """Everything that is kept of a session goes. The server's log says which token asked for it."""
    state, _ = await _session(serves, call)
    if state.info.status != "ended":
        raise Trouble("still_open", "The session goes on; it can be erased once it has ended.")
    await serves.hub.erase(state.info.id)
    logger.info("a session was erased", session=state.info.id, token=call.caller.token)
    return Answer(status=204)


async def _session(serves: Serves, call: Call) -> tuple[State, list[Entry]]:
    """The session asked for, if the token is for its site. One that is not there is answered alike."""
    path: SessionPath = call.path
    entries = await read_entries(serves.hub.log, path.session)
    state = fold(entries, onto=new_state(path.session))
    if not entries or not may_see_site(call.caller.who, state.info.site):
        raise Trouble("no_session", f"No session {path.session} is kept that this token may read.")
    return state, entries


OPERATIONS = (
    Operation(
        id="listSessions",
        method="GET",
        path="/sessions",
        tag=TAG,
        summary="Sessions, by what is known of them",
        about="All filters that are given have to fit. `next`, and the `Link` header, lead to the page after this one.",
        scope="sessions:read",
        handle=list_sessions,
        in_query=SessionQuery,
        success=Success(says="A page of sessions.", content={JSON: SessionList}, paged=True),
    ),
    Operation(
        id="readSession",
        method="GET",
        path="/sessions/{session}",
        tag=TAG,
        summary="The facts of a session",
        about="What has its default may be left out.",
        scope="sessions:read",
        handle=read_session,
        in_path=SessionPath,
        success=Success(says="The facts.", content={JSON: Facts}),
        refuses=("no_session",),
    ),
    Operation(
        id="readTranscript",
        method="GET",
        path="/sessions/{session}/transcript",
        tag=TAG,
        summary="What was said and done in a session",
        about="As JSON, text, a CSV table, a page of HTML or a tagged PDF: by the Accept header, or by `form`.",
        scope="transcripts:read",
        handle=tell,
        in_path=SessionPath,
        in_query=TranscriptQuery,
        success=Success(
            says="The transcript.",
            content={form.media_type: Transcript if name == "json" else None for name, form in FORMS.items()},
        ),
        refuses=("no_session",),
    ),
    Operation(
        id="exportSession",
        method="GET",
        path="/sessions/{session}/record",
        tag=TAG,
        summary="Everything that is kept of a session",
        about="For somebody who asks what is known of them: the facts, the transcript, and every entry of the log as "
        "it is kept. Agents' notes and names are among them, so look it over before you hand it on. Entries may have "
        "events and fields that this document does not name yet.",
        scope="sessions:export",
        handle=export,
        in_path=SessionPath,
        success=Success(says="The record.", content={JSON: SessionRecord}),
        refuses=("no_session",),
    ),
    Operation(
        id="eraseSession",
        method="DELETE",
        path="/sessions/{session}",
        tag=TAG,
        summary="Erase a session for good",
        about="For somebody who asks for erasure before the time of keeping is over: the log, and every index and "
        "figure that names it. It cannot be had back. What other systems were sent is theirs to erase.",
        scope="sessions:erase",
        handle=erase,
        in_path=SessionPath,
        success=Success(says="It is gone.", status=204),
        refuses=("no_session", "still_open"),
    ),
)
