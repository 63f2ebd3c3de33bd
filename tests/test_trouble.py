"""Cues and faults in a session: what is taken, what it points to, what the agent is prompted, and what is offered."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession
from clients import desk
from msgspec import ValidationError, convert
from msgspec.structs import replace
from serving import LIBRARY, LIBRARY_ORIGIN, PARKING, PARKING_ORIGIN, Served, serving, site
from talk import BOOK, CUSTOMER, FORM, MAYA, Talk, helped, sharing

from alongside.config import Offers
from alongside.playbook.book import bound
from alongside.playbook.shapes import Fault as KnownFault
from alongside.protocol import (
    AgentView,
    ChoosePlaybook,
    Cue,
    CueKind,
    EndSession,
    Fault,
    FaultKind,
    FaultStatus,
    GiveConsent,
    OfferAccepted,
    OpenLens,
    ReportTrouble,
    RequestHelp,
    SeenCue,
    SeenFault,
    TroubleView,
    WithdrawConsent,
)
from alongside.session import due_prompt, view
from alongside.session.leaning import FRESH_MILLIS, weighed

FAILED = Fault(kind="failed_request", host="api.example.org", status="5xx", millis=120)


def shown(talk: Talk) -> TroubleView:
    agents = view(talk.state, "agent")
    assert isinstance(agents, AgentView)
    return agents.trouble


# --- taking ---------------------------------------------------------------------------------------------


def test_without_a_live_consent_nothing_is_taken() -> None:
    report = ReportTrouble(faults=(FAILED,))
    assert helped().refusal(CUSTOMER, report).code == "not_sharing"


@pytest.mark.parametrize("wording", ["lens-1", "lens-2"])
def test_a_consent_whose_words_did_not_name_it_does_not_cover_it(wording: str) -> None:
    talk = helped()
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording=wording))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    assert talk.refusal(CUSTOMER, ReportTrouble(faults=(FAILED,))).code == "not_agreed"


def test_counts_add_up_and_the_newest_stands_last() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, ReportTrouble(faults=(FAILED, Fault(kind="script_error", count=3))))
    talk.sends(CUSTOMER, ReportTrouble(faults=(replace(FAILED, count=2, millis=300),)))
    broken, failed = shown(talk).faults
    assert (broken.kind, broken.count) == ("script_error", 3)
    assert (failed.host, failed.count, failed.millis, failed.at) == ("api.example.org", 3, 300, talk.state.at)


def test_a_cue_names_the_question_and_not_a_private_field() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, ReportTrouble(cues=(Cue(kind="returns", field="born"), Cue(kind="returns", field="nowhere"))))
    assert [cue.question for cue in shown(talk).cues] == ["Date of birth", ""]


def test_what_does_not_belong_to_a_kind_is_left_out() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, ReportTrouble(faults=(Fault(kind="offline", host="a.example", status="5xx", millis=7),)))
    assert shown(talk).faults[0] == SeenFault(kind="offline", count=1, host="", status="", millis=0, at=talk.state.at)


@pytest.mark.parametrize(
    "host", ["api.example.org/ann-brown", "Ann Brown", "a@example.org", "a?b", "x" * 256, "a:123456"]
)
def test_what_is_no_host_is_not_understood(host: str) -> None:
    with pytest.raises(ValidationError):
        convert({"kind": "failed_request", "host": host}, Fault)


def test_when_sharing_stops_the_evidence_goes() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, ReportTrouble(faults=(FAILED,)))
    talk.sends(CUSTOMER, WithdrawConsent(scope="lens"))
    assert shown(talk) == TroubleView()


def test_after_the_end_the_cause_stays_for_the_wrap_up_and_no_host_does() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, ReportTrouble(faults=(FAILED,), cues=(Cue(kind="returns", field="born"),)))
    talk.sends(MAYA, EndSession())
    assert shown(talk).cause == "system"
    assert (shown(talk).cues, shown(talk).faults, shown(talk).reasons) == ((), (), ())


def test_an_offer_that_was_taken_is_in_the_log_and_shown() -> None:
    talk = Talk()
    events = talk.sends(CUSTOMER, RequestHelp(channel="queue", goal="Get a permit", offered="rage_clicks"))
    assert OfferAccepted(cue="rage_clicks") in events
    assert talk.state.info.offered == "rage_clicks"


# --- what it points to ----------------------------------------------------------------------------------


def cue(kind: CueKind, at: int = 0) -> SeenCue:
    return SeenCue(kind=kind, count=1, question="", at=at)


def fault(kind: FaultKind, status: FaultStatus = "", at: int = 0, count: int = 1) -> SeenFault:
    return SeenFault(kind=kind, count=count, host="a.example", status=status, millis=0, at=at)


FAILURE = fault("failed_request", "5xx")
LONG_AFTER = FRESH_MILLIS + 1


@pytest.mark.parametrize(
    ("cues", "faults", "leaning", "cause"),
    [
        ((), (), "", ""),
        ((cue("repeated_error"),), (), "use", "use"),
        ((cue("refused_submits"), cue("returns")), (), "use", "use"),
        ((cue("idle_after_error"),), (), "use", "use"),
        ((cue("returns"), cue("step_loops")), (), "use", "form"),
        ((cue("rage_clicks"),), (), "unclear", ""),
        ((), (FAILURE,), "system", "system"),
        ((), (fault("failed_request", "no_answer"),), "system", "system"),
        ((), (fault("failed_request", "4xx"),), "unclear", ""),
        ((cue("repeated_error"),), (fault("failed_request", "4xx"),), "use", "use"),
        ((cue("repeated_error"),), (FAILURE,), "system", "system"),
        ((cue("repeated_error", LONG_AFTER),), (FAILURE,), "unclear", ""),
        ((cue("returns", LONG_AFTER),), (FAILURE,), "system", "system"),
        ((), (fault("script_error"),), "unclear", ""),
        ((), (fault("script_error", count=2),), "system", "system"),
        ((), (fault("script_error"), fault("slow_request")), "system", "system"),
        ((cue("rage_clicks"),), (fault("script_error"),), "system", "system"),
        ((cue("repeated_error"),), (fault("script_error"),), "use", "use"),
        ((), (fault("offline"),), "equipment", "equipment"),
        ((cue("repeated_error"),), (fault("offline"), fault("failed_request", "no_answer")), "equipment", "equipment"),
        ((), (fault("offline"), FAILURE), "system", "system"),
    ],
)
def test_the_evidence_points_to(
    cues: tuple[SeenCue, ...], faults: tuple[SeenFault, ...], leaning: str, cause: str
) -> None:
    found = weighed(cues, faults)
    assert (found.leaning, found.cause) == (leaning, cause)
    assert bool(found.reasons) == bool(leaning)
    assert bool(found.why) == bool(cause)


# --- the prompt -----------------------------------------------------------------------------------------


def prompted(report: ReportTrouble, *known: KnownFault) -> str:
    """The title of the prompt that a report makes due."""
    talk = sharing()
    book = bound("permit", replace(BOOK.playbook, faults=known))
    talk.rules = replace(talk.rules, books={"permit": book, book.hash: book})
    talk.sends(MAYA, ChoosePlaybook(playbook="permit"))
    talk.sends(CUSTOMER, report)
    due = due_prompt(talk.state, talk.rules, talk.now)
    assert due is not None
    assert due.prompt is not None
    return f"{due.prompt.kind}: {due.prompt.title}"


LOOKUP = KnownFault(id="lookup", title="The look-up is down", seen=("failed_request",), host=r"^api\.", say="Ours.")


def test_a_known_fault_changes_the_prompt_at_once() -> None:
    assert prompted(ReportTrouble(faults=(FAILED,)), LOOKUP) == "fault: The look-up is down"


@pytest.mark.parametrize("known", [(), (replace(LOOKUP, host="^maps"),), (replace(LOOKUP, seen=("offline",)),)])
def test_any_other_fault_has_plain_words(known: tuple[KnownFault, ...]) -> None:
    assert prompted(ReportTrouble(faults=(FAILED,)), *known) == "fault: Say that it is not their fault"


def test_what_is_not_the_systems_fault_prompts_none() -> None:
    assert prompted(ReportTrouble(faults=(Fault(kind="script_error"),)), LOOKUP).startswith("opening")


# --- offers ---------------------------------------------------------------------------------------------


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    sites = {
        PARKING: replace(site("Parking permits", PARKING_ORIGIN), offers=Offers(on=True)),
        LIBRARY: site("Library cards", LIBRARY_ORIGIN),
    }
    async with serving(redis_url, prefix, sites=sites) as server:
        yield server


async def told(server: Served, query: str = "", site: str = PARKING, origin: str = PARKING_ORIGIN) -> object:
    """What a page of the site is answered; the status where it is refused."""
    address = f"{server.url}/widget/{site}/offer{query}"
    async with ClientSession() as client, client.post(address, headers={"Origin": origin}) as answer:
        return (await answer.json()).get("free") if answer.status == 200 else answer.status


async def test_somebody_is_free_while_an_agent_is_there_without_a_customer(server: Served) -> None:
    assert await told(server) is False
    async with desk(server, "maya"):
        assert await told(server) is True
        assert await told(server, site=LIBRARY, origin=LIBRARY_ORIGIN) is False, "it has not switched offers on"


async def test_what_is_no_question_is_refused(server: Served) -> None:
    assert await told(server, "?did=everything") == 400
    assert await told(server, "?did=shown&cue=Ann+Brown") == 400
    assert await told(server, origin=LIBRARY_ORIGIN) == 403


async def test_one_address_may_ask_thirty_times_a_minute(server: Served) -> None:
    answers = [await told(server) for _ in range(31)]
    assert answers[-2:] == [False, 429]


async def test_offers_are_counted_by_day_and_reason(server: Served) -> None:
    for query in ("?did=shown&cue=returns", "?did=dismissed&cue=returns", "?did=shown&cue=returns"):
        await told(server, query)
    month = datetime.fromtimestamp(server.hub.clock.seconds(), UTC).strftime("%Y-%m")
    counts = await server.hub.indexes.offers(PARKING, month)
    assert {key[1:]: count for key, count in counts.items()} == {("shown", "returns"): 2, ("dismissed", "returns"): 1}
