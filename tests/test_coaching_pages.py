"""The pages of coaching: who reads what, replies and appeals, plans, portfolios as pages and documents."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from clients import agent, customer, desk
from coached import CARD
from serving import PARKING, Served, account, serving

from alongside.access import Who
from alongside.protocol.coaching import AddEvidence, BeginReview, ChooseMoment, ReleaseReview, SetScore

RUTH = Who(role="supervisor", id="ruth", name="Ruth", sites=(PARKING,))
LEVELS: dict[str, int | None] = {"listened": 2, "asked": None, "account": 0, "closed": 3}


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    accounts = {
        "maya": account("Maya", "agent", teams=("permits",)),
        "sam": account("Sam", "agent", teams=("payments",)),
        "ruth": account("Ruth", "supervisor", sites=(PARKING,)),
        "tom": account("Tom", "supervisor", teams=("payments",)),
    }
    async with serving(redis_url, prefix, accounts=accounts) as server:
        server.hub.library.scorecards = {"small": CARD}
        yield server


async def finished(server: Served) -> str:
    """A session that Maya had, with a few words."""
    visit = await server.visit()
    async with customer(server, visit) as anna, desk(server, "maya") as console:
        await anna.command(do="session.request", channel="queue", goal="My permit")
        async with agent(server, console, session=visit.session) as maya:
            await maya.command(do="message.send", text="Hello Anna, I am Maya.")
            await anna.command(do="session.end")
    return visit.session


async def released(server: Served) -> str:
    """The same with a released review: 78 of 100."""
    session, coaching = await finished(server), server.hub.coaching
    view = await coaching.submit(RUTH, session, BeginReview())
    review = view.reviews[0].id
    for item, level in LEVELS.items():
        await coaching.submit(RUTH, session, SetScore(review=review, item=item, level=level, applies=level is not None))
    await coaching.submit(RUTH, session, AddEvidence(review=review, item="listened", entry=2, note="Took it up"))
    await coaching.submit(RUTH, session, ReleaseReview(review=review))
    return session


async def page(server: Served, web: ClientSession, path: str, name: str = "ruth") -> tuple[int, str]:
    async with web.get(server.url + path, headers=await server.cookie(name)) as answer:
        return answer.status, await answer.text()


async def send(server: Served, web: ClientSession, path: str, name: str, **fields: Any) -> tuple[int, str]:
    headers = await server.cookie(name)
    async with web.post(server.url + path, data=fields, headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def test_an_agent_reads_a_released_review_with_links_into_the_replay(server: Served, web: ClientSession) -> None:
    session = await released(server)
    status, text = await page(server, web, f"/coaching/reviews/{session}", "maya")
    assert status == 200
    assert "<strong>81</strong> of 100" in text
    assert f'href="/sessions/{session}/replay#entry=2"' in text
    assert "Took it up" in text
    assert f"/coaching/reviews/{session}" in (await page(server, web, "/coaching", "maya"))[1]
    assert (await page(server, web, f"/coaching/reviews/{session}", "sam"))[0] == 403


async def test_an_agent_replies_and_appeals_and_the_supervisor_decides_with_a_reason(
    server: Served, web: ClientSession
) -> None:
    path = f"/coaching/reviews/{await released(server)}"
    assert (await send(server, web, path, "maya", do="review.reply", review="r1", words="Thank you"))[0] == 303
    assert (await send(server, web, path, "maya", do="appeal.make", review="r1", words="Look again"))[0] == 303
    assert "Appeal" in (await page(server, web, "/coaching"))[1]
    decision = {"do": "appeal.decide", "review": "r1", "outcome": "changed", "reason": "So it was"}
    status, text = await send(server, web, path, "ruth", **decision)
    assert (status, "Change at least one score" in text, ">So it was</textarea>" in text) == (400, True, True)
    assert (await send(server, web, path, "ruth", **decision, **{"to.listened": "3"}))[0] == 303
    _, text = await page(server, web, path, "maya")
    assert "<strong>100</strong> of 100" in text
    assert "Listened: now “Fully”" in text
    assert "Appeal against this review" not in text


async def test_a_form_that_asks_for_something_else_is_refused(server: Served, web: ClientSession) -> None:
    path = f"/coaching/reviews/{await released(server)}"
    for fields in ({"do": "review.discard", "review": "r1"}, {}, {"do": "review.reply"}):
        assert (await send(server, web, path, "ruth", **fields))[0] == 400


async def test_a_supervisor_sees_what_is_to_do_and_the_agents_within_reach(server: Served, web: ClientSession) -> None:
    session = await finished(server)
    await server.hub.coaching.submit(RUTH, session, BeginReview())
    _, text = await page(server, web, "/coaching")
    assert f'href="/sessions/{session}/replay?review"' in text
    assert "/coaching/plans/maya" in text
    _, text = await page(server, web, "/coaching", "tom")
    assert session not in text
    assert "/coaching/plans/maya" not in text
    assert "/coaching/plans/sam" in text


@pytest.mark.parametrize("what", ["plans", "portfolio"])
async def test_a_plan_and_a_portfolio_are_for_the_agent_and_their_own_supervisors(
    server: Served, web: ClientSession, what: str
) -> None:
    expected = {"maya": 200, "ruth": 200, "sam": 403, "tom": 403}
    found = {name: (await page(server, web, f"/coaching/{what}/maya", name))[0] for name in expected}
    assert found == expected
    assert (await page(server, web, f"/coaching/{what}/ruth"))[0] == 403


async def test_a_goal_comes_from_a_review_and_the_agent_ticks_its_action(server: Served, web: ClientSession) -> None:
    session, path = await released(server), "/coaching/plans/maya"
    goal = {"do": "goal.set", "words": "Ask back", "due": "2027-01-31", "session": session, "review": "r1"}
    assert (await send(server, web, path, "ruth", **goal))[0] == 303
    assert (await send(server, web, path, "ruth", do="action.set", goal="g1", words="Read on"))[0] == 303
    assert (await send(server, web, path, "maya", do="action.tick", action="a2", done="yes"))[0] == 303
    _, text = await page(server, web, path, "maya")
    assert f'href="/coaching/reviews/{session}"' in text
    assert ">Done</span> Read on" in text
    status, text = await send(server, web, path, "maya", do="goal.set", words="Less work")
    assert (status, "Your supervisor writes this" in text) == (400, True)
    await server.hub.log.erase(session)
    assert session not in (await page(server, web, path, "maya"))[1]


async def test_a_portfolio_is_kept_as_a_page_and_as_pdf_with_nobody_named(server: Served, web: ClientSession) -> None:
    session, path = await finished(server), "/coaching/portfolio/maya"
    entries = await server.hub.log.read(session)
    said = next(entry.number for entry in entries if b"Hello Anna" in entry.payload)
    choice = ChooseMoment(agent="maya", criterion="listened", entry=said)
    await server.hub.coaching.submit(RUTH, session, choice)
    assert (await send(server, web, path, "maya", do="statement.write", words="I listen."))[0] == 303
    assert (await send(server, web, path, "maya", do="witness.write", words="She listens."))[0] == 400
    _, text = await page(server, web, path)
    assert "3 of 4 criteria have no moment yet." in text
    headers = await server.cookie("ruth")
    async with web.get(f"{server.url}{path}.html", headers=headers) as answer:
        kept = await answer.text()
        assert answer.headers["Content-Disposition"] == 'attachment; filename="portfolio-maya.html"'
    assert "Hello [name hidden], I am Maya." in kept
    assert "Anna" not in kept
    assert session not in kept
    assert "I listen." in kept
    async with web.get(f"{server.url}{path}.pdf", headers=headers) as answer:
        assert (await answer.read()).startswith(b"%PDF-")
    await send(server, web, path, "ruth", do="moment.remove", session=session, moment="m1")
    assert "4 of 4 criteria" in (await page(server, web, path))[1]


async def test_a_page_that_is_refused_leaves_the_ways_to_others(server: Served, web: ClientSession) -> None:
    status, text = await page(server, web, "/settings/tokens", "maya")
    assert status == 403
    assert 'href="/coaching"' in text
