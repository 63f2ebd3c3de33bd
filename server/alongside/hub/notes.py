"""Notes of wrap-ups for the organisation's own system: what was noted is read from the session's log when it is sent.

So nothing of it waits anywhere else, a correction made meanwhile is in it, and of an erased session nothing goes out.
"""

from datetime import UTC, datetime

from alongside.config.notes import NoteRules
from alongside.export import CAUSES, HELPED_BY, RESOLVED, wrapup_words
from alongside.export import plain as words
from alongside.hub.entries import read_entries
from alongside.log import Log
from alongside.protocol import Wrapup, WrapupRecorded
from alongside.session import fold, new_state
from alongside.webhooks.messages import Message
from alongside.webhooks.notes import Note, posting
from alongside.webhooks.posting import Maker, Posting


def maker(log: Log, rules: NoteRules, site_name: str, address: str) -> Maker:
    """What makes a site's notes into requests. It may raise StoreGone, and NotMade."""

    async def make(id: str, message: Message) -> Posting | None:
        session = str(message.facts.get("session", ""))
        wrapup = fold(await read_entries(log, session), onto=new_state(session)).wrapup
        if wrapup is None:
            return None
        noted = _noted(message.site, site_name, session, f"{address}/sessions/{session}", wrapup)
        return posting(rules, noted, id)

    return make


def _noted(site: str, site_name: str, session: str, link: str, wrapup: Wrapup) -> Note:
    after = wrapup.follow_up
    event = WrapupRecorded(
        task=wrapup.task,
        cause=wrapup.cause,
        resolved=wrapup.resolved,
        helped_by=wrapup.helped_by,
        faults=wrapup.faults,
        follow_up=after,
    )
    return Note(
        site=site,
        site_name=site_name,
        session=session,
        link=link,
        at=datetime.fromtimestamp(wrapup.at / 1000, UTC).isoformat(timespec="seconds"),
        agent=wrapup.by,
        task=words(wrapup.task),
        cause=CAUSES[wrapup.cause],
        outcome=RESOLVED[wrapup.resolved],
        helped_by="" if wrapup.resolved == "no" else HELPED_BY[wrapup.helped_by],
        faults=[words(fault.what) for fault in wrapup.faults],
        follow_up={"what": words(after.what), "owner": after.owner_name, "due": after.due} if after else None,
        corrected=wrapup.versions > 1,
        text=words(wrapup_words(event)),
    )
