"""The list of sessions as a page: filters, chips, pages, kept filters, and drawing for review."""

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse, ClientSession
from msgspec.structs import replace
from serving import PARKING, Served, account, serving

from alongside.hub.table import encode_row, place_of
from alongside.metrics import Facts, Row, Score, Selection
from alongside.metrics.sampling import draw
from alongside.metrics.zones import DAY_MILLIS

PEOPLE = {
    "maya": account("Maya", "agent", teams=("permits",)),
    "sam": account("Sam", "agent", teams=("payments",)),
    "ruth": account("Ruth", "supervisor"),
    "tom": account("Tom", "supervisor", teams=("payments",)),
}


@pytest.fixture(scope="module")
async def server(redis_url: str) -> AsyncIterator[Served]:
    async with serving(redis_url, "test-session-list:", accounts=PEOPLE, retention_days=400) as server:
        for number in range(6):
            await put(server, facts(server, number))
        await put(server, facts(server, 7, practice=True, goal="Practise a permit"))
        await put(
            server,
            facts(server, 8, status="waiting", ended_at=0, joined_at=0, agents={}, held={}, errors={}, goal="Waits"),
        )
        yield server


def facts(server: Served, number: int, **changes: Any) -> Facts:
    """The sessions of last week: Maya's and Sam's in turns."""
    monday = (server.hub.clock.millis() // DAY_MILLIS + 3) // 7 * 7 - 3 - 7
    at = monday * DAY_MILLIS + number * 3_600_000
    agent, name = ("maya", "Maya") if number % 2 == 0 else ("sam", "Sam")
    known: dict[str, Any] = {
        **{"session": f"s-{number}", "number": 5, "site": PARKING, "status": "ended", "goal": f"Permit <{number}>"},
        **{"requested_at": at, "joined_at": at + 1000, "ended_at": at + 600_000, "rating": number},
        **{"agents": {agent: name}, "held": {agent: 9}, "errors": {"Born": number}, "resolved": "yes"},
    }
    return Facts(**(known | changes))


async def put(server: Served, made: Facts) -> None:
    await server.hub.facts.put("facts", place_of(made), made.session, made.number, encode_row(made))


async def get(server: Served, web: ClientSession, path: str, name: str = "ruth", **more: Any) -> ClientResponse:
    return await web.get(f"{server.url}{path}", headers=await server.cookie(name), **more)


async def post(server: Served, web: ClientSession, path: str, name: str = "ruth", **fields: str) -> str:
    """Where the answer leads."""
    headers = await server.cookie(name)
    answer = await web.post(f"{server.url}{path}", data=fields, headers=headers, allow_redirects=False)
    assert answer.status == 303
    return answer.headers["Location"]


async def listed(server: Served, web: ClientSession, query: str = "", name: str = "ruth") -> list[str]:
    page = await (await get(server, web, f"/sessions?{query}", name)).text()
    return re.findall(r'class="goal"><a href="/sessions/([^"]+)"', page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["s-8", "s-5", "s-4", "s-3", "s-2", "s-1", "s-0"]),
        ("errors=4", ["s-5", "s-4"]),
        ("agent=maya&sort=oldest", ["s-0", "s-2", "s-4"]),
        ("team=payments&rating_to=3", ["s-3", "s-1"]),
        ("status=open", ["s-8"]),
        ("practice=yes", ["s-7"]),
        ("site=library", []),
        ("words=permit+5", ["s-5"]),
    ],
)
async def test_the_address_says_which_sessions_stand_there(
    server: Served, web: ClientSession, query: str, found: list[str]
) -> None:
    assert await listed(server, web, query) == found


async def test_everybody_finds_what_is_within_their_reach(server: Served, web: ClientSession) -> None:
    assert await listed(server, web, name="maya") == ["s-4", "s-2", "s-0"]
    assert await listed(server, web, name="tom") == ["s-8", "s-5", "s-3", "s-1"]
    assert await listed(server, web, "agent=maya", name="sam") == []


async def test_each_active_filter_is_a_chip_that_takes_it_out(server: Served, web: ClientSession) -> None:
    page = await (await get(server, web, "/sessions?errors=4&agent=maya&sort=rating")).text()
    assert re.findall(r'class="chip" href="([^"]+)"', page) == [
        "/sessions?errors=4&amp;sort=rating",
        "/sessions?agent=maya&amp;sort=rating",
    ]
    assert "Agent: Maya" in page
    assert "Errors at one field, at least: 4" in page


async def test_what_a_form_sends_empty_is_not_in_the_address(server: Served, web: ClientSession) -> None:
    answer = await get(server, web, "/sessions?site=&errors=4&words=&agent=", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/sessions?errors=4")


async def test_a_filter_without_a_field_stays_when_the_form_is_sent(server: Served, web: ClientSession) -> None:
    page = await (await get(server, web, "/sessions?hour=3&errors=2&page=4")).text()
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page)[0] == ("hour", "3")
    agents = await (await get(server, web, "/sessions?agent=sam", "maya")).text()
    assert '<input type="hidden" name="agent" value="sam">' in agents


async def test_practice_that_is_left_out_is_told_of(server: Served, web: ClientSession) -> None:
    page = await (await get(server, web, "/sessions")).text()
    assert re.search(r'1 of practice left out. <a href="/sessions\?practice=yes">', page)


async def test_where_nothing_is_found_there_is_a_way_out(server: Served, web: ClientSession) -> None:
    page = await (await get(server, web, "/sessions?words=nowhere")).text()
    assert "No session is like this" in page
    assert 'href="/sessions">Show all sessions' in page


async def test_a_filter_is_kept_for_its_account_until_it_is_deleted(server: Served, web: ClientSession) -> None:
    await web.post(
        f"{server.url}/sessions/filters",
        data={"name": " Two  errors ", "query": "errors=2&nonsense=<b>"},
        headers=await server.cookie("ruth"),
    )
    assert '<a href="/sessions?errors=2" >Two errors</a>' in await (await get(server, web, "/sessions")).text()
    assert "Two errors" not in await (await get(server, web, "/sessions", "tom")).text()
    await web.post(
        f"{server.url}/sessions/filters/delete", data={"name": "Two errors"}, headers=await server.cookie("ruth")
    )
    assert "Two errors" not in await (await get(server, web, "/sessions")).text()


# --- drawing for review ---------------------------------------------------------------------------------


async def test_a_draw_has_an_address_and_is_the_same_again(server: Served, web: ClientSession) -> None:
    first = await get(server, web, "/sessions/sample?each=1", allow_redirects=False)
    where = first.headers["Location"]
    asked = {name: value for name, (value,) in parse_qs(urlsplit(where).query).items()}
    assert asked["each"] == "1"
    assert len(asked["seed"]) == 6
    pages = [await (await get(server, web, where)).text() for _ in range(2)]
    drawn = [re.findall(r'class="goal"><a href="/sessions/([^"]+)"', page) for page in pages]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 2  # one of Maya's, one of Sam's
    assert f"<code>{asked['seed']}</code>" in pages[0]


async def test_what_was_drawn_is_marked_and_found(server: Served, web: ClientSession) -> None:
    where = await post(server, web, "/sessions/sample?each=2&seed=abc&team=payments")
    assert where == "/sessions?review=yes"
    marked = await listed(server, web, "review=yes")
    assert len(marked) == 2
    assert set(marked) < {"s-5", "s-3", "s-1"}
    await server.hub.table.review_done(marked[0])
    assert await listed(server, web, "review=yes") == marked[1:]
    assert await listed(server, web, "review=yes", name="sam") == []


@pytest.mark.parametrize(
    "asked",
    [
        *("each=0", "each=99999", "from=9999-12-31&to=0001-01-01", "seed=<b>", "from=2026-02-30", "each=²"),
        "each=0001" + "9" * 5_000,
    ],
)
async def test_a_draw_that_makes_no_sense_is_put_right(server: Served, web: ClientSession, asked: str) -> None:
    assert (await get(server, web, f"/sessions/sample?{asked}")).status == 200


def test_a_session_counts_for_who_had_it_longest_and_unfinished_or_practised_ones_for_nobody() -> None:
    base = Facts(session="s", number=1, site="x", ended_at=5, requested_at=5, agents={"maya": "Maya", "sam": "Sam"})
    rows = [
        Row(facts=replace(base, session="a", held={"maya": 1, "sam": 2})),
        Row(facts=replace(base, session="b", held={"maya": 1}, practice=True)),
        Row(facts=replace(base, session="c", held={"maya": 1}, ended_at=0)),
        Row(facts=replace(base, session="d", agents={})),
        Row(facts=replace(base, session="e", held={"sam": 1}, requested_at=8 * DAY_MILLIS)),
    ]
    drawn = [(each.monday, each.agent, [row.facts.session for row in each.rows]) for each in draw(rows, "seed", 5)]
    assert drawn == [("1970-01-05", "sam", ["e"]), ("1969-12-29", "sam", ["a"])]


def test_another_seed_draws_others_and_more_of_a_seed_keeps_what_was_drawn() -> None:
    base = Facts(session="s", number=1, site="x", ended_at=5, requested_at=5, held={"maya": 1}, agents={"maya": "M"})
    rows = [Row(facts=replace(base, session=f"s{number}")) for number in range(40)]

    def drawn(seed: str, each: int) -> set[str]:
        return {row.facts.session for row in draw(rows, seed, each)[0].rows}

    assert drawn("one", 5) < drawn("one", 6)
    assert drawn("one", 5) == {row.facts.session for row in draw(rows[::-1], "one", 5)[0].rows}
    assert drawn("one", 5) != drawn("two", 5)


async def test_a_score_that_is_released_stands_in_the_list(server: Served, web: ClientSession) -> None:
    made = facts(server, 4)
    score = Score(session="s-4", number=1, released_at=1, score=83)
    await server.hub.facts.put("scores", place_of(made), "s-4", 1, encode_row(score))
    assert await listed(server, web, "score_from=83") == ["s-4"]
    assert Selection(score_from=83).takes(Row(facts=made, score=score), {})
