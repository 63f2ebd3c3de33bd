"""Coaching on a real store: two processes, the JSON routes, who is let in, what is told, what erasing takes along."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from clients import agent, customer, desk
from coached import CARD
from hubs import ANNA, MAYA, WAITS, Person, S, process
from msgspec.structs import replace
from serving import PARKING, Served, serving, settings

from alongside.access import NotAllowed, Who
from alongside.config import WebhookRules
from alongside.hub import Hub
from alongside.hub.coaching import rebuild
from alongside.log import OutboxStore
from alongside.protocol import EndSession, JoinSession
from alongside.protocol.coaching import (
    AskSecond,
    BeginReview,
    ChooseMoment,
    MakeAppeal,
    ReleaseReview,
    SetScore,
    SubmitReview,
)
from alongside.tasks import stop

RUTH = Who(role="supervisor", id="ruth", name="Ruth", sites=("parking",))
VERA = Who(role="supervisor", id="vera", name="Vera")
LEVELS: dict[str, int | None] = {"listened": 3, "asked": None, "account": 0, "closed": 3}


@pytest.fixture
async def hub(redis_url: str, prefix: str) -> AsyncIterator[Hub]:
    async with process(redis_url, prefix) as hub:
        hub.library.scorecards = {"small": CARD}
        yield hub


async def helped(hub: Hub, session: str = S) -> None:
    """A session that Maya had, over now."""
    anna, maya = Person(hub, ANNA, session), Person(hub, MAYA, session)
    for person, command in ((anna, WAITS), (maya, JoinSession()), (anna, EndSession())):
        assert (await person.send(command)).ok


async def scored(hub: Hub, who: Who, session: str = S) -> str:
    """A whole review, not released yet."""
    view = await hub.coaching.submit(who, session, BeginReview())
    review = next(each.id for each in view.reviews if each.mine)
    for item, level in LEVELS.items():
        command = SetScore(review=review, item=item, level=level, applies=level is not None)
        await hub.coaching.submit(who, session, command)
    return review


async def test_two_processes_begin_their_reviews_at_the_same_moment_and_both_are_kept(
    hub: Hub, redis_url: str, prefix: str
) -> None:
    await helped(hub)
    async with process(redis_url, prefix) as other:
        other.library.scorecards = {"small": CARD}
        await asyncio.gather(hub.coaching.submit(RUTH, S, BeginReview()), other.coaching.submit(VERA, S, BeginReview()))
        seen = await other.coaching.view(VERA, S)
    assert sorted((each.id, each.reviewer.id) for each in seen.reviews) in (
        [("r1", "ruth"), ("r2", "vera")],
        [("r1", "vera"), ("r2", "ruth")],
    )


async def test_a_session_out_of_reach_is_answered_like_one_that_is_not_there(hub: Hub) -> None:
    await helped(hub)
    for who, session in (
        (RUTH, "none"),
        (Who(role="supervisor", id="lea", sites=("library",)), S),
        (Who(role="supervisor", id="tom", teams=("payments",)), S),
        (Who(role="agent", id="sam"), S),
        (Who(role="customer", session=S, site="parking"), S),
    ):
        with pytest.raises(NotAllowed, match="no such session"):
            await hub.coaching.view(who, session)


async def test_erasing_a_session_erases_its_coaching_its_rows_and_its_moments(hub: Hub) -> None:
    await helped(hub)
    await scored(hub, RUTH)
    await hub.coaching.submit(MAYA, S, ChooseMoment(agent="maya", criterion="closed", entry=2))
    assert [row.session for row in await hub.coaching.rows(MAYA)] == [S]
    await hub.log.erase(S)
    assert await hub.coaching.rows(MAYA) == []
    names = await hub.log.store.ask("KEYS", f"{hub.log.keys.prefix}*")
    assert [name for name in names if b"coach" in name] == []


async def test_a_coaching_log_lives_as_long_as_its_sessions_log(hub: Hub) -> None:
    await helped(hub)
    await hub.log.expire(S, timedelta(seconds=100))
    await hub.coaching.submit(RUTH, S, BeginReview())
    life = await hub.log.store.ask("TTL", hub.log.keys.coaching(S))
    assert 0 < life <= 100


async def test_the_rows_are_made_anew_from_the_logs_without_those_whose_session_is_gone(hub: Hub) -> None:
    await helped(hub)
    await scored(hub, RUTH)
    await hub.log.store.ask("XADD", hub.log.keys.coaching("gone"), "0-1", "e", b"{}")
    before = await hub.coaching.rows(RUTH)
    assert await rebuild(hub.log) == 1
    assert await hub.coaching.rows(RUTH) == before
    assert await hub.log.coached() == [S]


async def test_what_a_process_left_open_another_one_settles(hub: Hub) -> None:
    await helped(hub)
    await hub.coaching.submit(RUTH, S, BeginReview())
    await hub.log.store.ask("DEL", hub.log.keys.coached)
    await hub.coaching._rows.open(S, 1.0)
    await hub.coaching.settle_all()
    assert [row.session for row in await hub.coaching.rows(RUTH)] == [S]
    assert await hub.coaching._rows.left_open(2e12) == []


async def test_the_sessions_table_has_the_score_once_it_is_released(hub: Hub) -> None:
    await helped(hub)
    review = await scored(hub, RUTH)
    await hub.table.want_review([S])
    row = await hub.table.row(RUTH, S)
    assert (row and row.score and row.score.released_at, row and row.wanted) == (0, True)
    await hub.coaching.submit(RUTH, S, ReleaseReview(review=review))
    await hub.coaching.submit(MAYA, S, MakeAppeal(review=review, words="Look again"))
    row = await hub.table.row(RUTH, S)
    assert row
    assert row.score
    assert (row.score.score, row.score.agent, row.score.needs_review, row.wanted) == (100, "maya", True, False)
    before = row.score
    await hub.log.store.ask("DEL", hub.log.keys.coached)
    await rebuild(hub.log)
    again = await hub.table.row(RUTH, S)
    assert again
    assert again.score == before


async def test_agreement_is_over_blind_pairs_as_they_were_handed_in(hub: Hub) -> None:
    await helped(hub)
    await hub.coaching.submit(RUTH, S, AskSecond())
    for who in (RUTH, VERA):
        review = await scored(hub, who)
        await hub.coaching.submit(who, S, SubmitReview(review=review))
    [row] = await hub.coaching.rows(RUTH)
    assert [(pair.item, pair.one, pair.other) for pair in row.pairs] == [
        ("listened", 3, 3),
        ("asked", None, None),
        ("account", 0, 0),
        ("closed", 3, 3),
    ]


async def test_a_released_review_is_told_once_and_names_nobody(redis_url: str, prefix: str) -> None:
    known = settings(8700, redis_url)
    hook = WebhookRules(url="https://hooks.example.org/", secret="whsec_" + "A" * 32, kinds=("review.released",))
    sites = {**known.sites, PARKING: replace(known.sites[PARKING], webhook=hook)}
    async with process(redis_url, prefix, sites=sites) as hub:
        await stop(hub._sending)
        hub.library.scorecards = {"small": CARD}
        await helped(hub)
        review = await scored(hub, RUTH)
        for _ in range(2):
            await hub.coaching.submit(RUTH, S, ReleaseReview(review=review))
        [due] = await OutboxStore(hub.log).take(2e9, 1)
        told = json.loads(due.message)
    assert (told["kind"], told["facts"]) == ("review.released", {"score": 100, "failed": False})
    assert S not in due.id


# --- the routes ---


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    async with serving(redis_url, prefix) as server:
        server.hub.library.scorecards = {"small": CARD}
        yield server


async def finished(server: Served) -> str:
    """A session that Maya had."""
    visit = await server.visit()
    async with customer(server, visit) as anna, desk(server, "maya") as console:
        await anna.command(do="session.request", channel="queue", goal="My permit")
        async with agent(server, console, session=visit.session):
            await anna.command(do="session.end")
    return visit.session


async def sent(server: Served, web: ClientSession, session: str, name: str, body: Any) -> tuple[int, Any]:
    headers = await server.cookie(name)
    async with web.post(f"{server.url}/coaching/{session}.json", data=json.dumps(body), headers=headers) as answer:
        return answer.status, await answer.json()


async def test_a_review_goes_from_the_supervisor_to_the_agent_over_the_routes(
    server: Served, web: ClientSession
) -> None:
    session = await finished(server)
    status, view = await sent(server, web, session, "ruth", {"do": "review.begin"})
    assert (status, view["reviews"][0]["mine"], view["agents"]) == (200, True, {"maya": "Maya"})
    review = view["reviews"][0]["id"]
    assert await sent(server, web, session, "ruth", {"do": "review.release", "review": review}) == (
        409,
        {"code": "not_coached", "says": "Still to be scored: “Listened” and 3 more."},
    )
    for item, level in LEVELS.items():
        fields = {"do": "score.set", "review": review, "item": item, "level": level, "applies": level is not None}
        assert (await sent(server, web, session, "ruth", fields))[0] == 200
    assert (await sent(server, web, session, "ruth", {"do": "review.release", "review": review}))[0] == 200
    async with web.get(f"{server.url}/coaching/{session}.json", headers=await server.cookie("maya")) as answer:
        seen = await answer.json()
    assert seen["reviews"][0]["result"]["score"] == 100


@pytest.mark.parametrize("body", [{"do": "review.begun"}, {"do": "score.set", "review": "r1"}, [], "x"])
async def test_what_is_no_command_is_refused_and_changes_nothing(server: Served, web: ClientSession, body: Any) -> None:
    session = await finished(server)
    status, answer = await sent(server, web, session, "ruth", body)
    assert (status, answer["code"]) == (400, "bad_command")
    assert await server.hub.log.coached() == []


async def test_a_command_from_another_site_is_refused(server: Served, web: ClientSession) -> None:
    session = await finished(server)
    headers = await server.cookie("ruth") | {"Origin": "https://elsewhere.example"}
    body = json.dumps({"do": "review.begin"})
    async with web.post(f"{server.url}/coaching/{session}.json", data=body, headers=headers) as answer:
        assert answer.status == 403
