"""The fault register's pages: who sees and changes what, filters, exports, and what stands on a session's page."""

import csv
import io
import json

from aiohttp import ClientSession
from clients import agent, customer, desk
from serving import PARKING, Served
from talk import CARD

from alongside.hub import Hub


async def wrapped(server: Served, what: str, goal: str = "My permit", name: str = "maya") -> str:
    """A session of this agent that met a fault."""
    visit = await server.visit()
    async with customer(server, visit) as anna, desk(server, name) as console:
        await anna.command(do="session.request", channel="queue", goal=goal)
        async with agent(server, console, session=visit.session) as helper:
            await anna.command(do="session.end")
            answer = await helper.command(
                do="wrapup.record",
                task=goal,
                cause="system",
                resolved="no",
                helped_by="guidance",
                faults=[{"what": what, "where": {"page": "Proof", "host": "files.example.org"}}],
            )
            assert answer["ok"], answer
    await settled(server.hub)
    return visit.session


async def settled(hub: Hub) -> None:
    for task in list(hub._background):
        await task


async def page(server: Served, web: ClientSession, path: str, name: str = "ruth") -> tuple[int, str]:
    async with web.get(server.url + path, headers=await server.cookie(name)) as answer:
        return answer.status, await answer.text()


async def change(server: Served, web: ClientSession, path: str, name: str = "ruth", **fields: str) -> tuple[int, str]:
    headers = await server.cookie(name)
    async with web.post(server.url + path, data=fields, headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def fault_of(server: Served, what: str) -> str:
    """The address of a fault's page."""
    rows = await server.hub.faults.rows([PARKING])
    return next(f"/faults/{row.site}/{row.fault}" for row in rows if row.what[0].text == what)


async def test_an_empty_register_says_what_will_be_there(server: Served, web: ClientSession) -> None:
    status, text = await page(server, web, "/faults")
    assert status == 200
    assert "A fault that an agent notes when wrapping up stands here" in text


async def test_the_list_shows_a_fault_once_with_how_many_sessions_met_it(server: Served, web: ClientSession) -> None:
    await wrapped(server, "Upload fails")
    await wrapped(server, "upload fails")
    _, text = await page(server, web, "/faults")
    assert text.count("Upload fails") == 1
    assert '<td data-label="Sessions" class="figure">2</td>' in text


async def test_a_fixed_fault_leaves_the_list_and_stands_behind_its_filter(server: Served, web: ClientSession) -> None:
    await wrapped(server, "Upload fails")
    path = await fault_of(server, "Upload fails")
    assert (await change(server, web, path, status="fixed", owner="Ruth"))[0] == 303
    assert "Upload fails" not in (await page(server, web, "/faults"))[1]
    assert "Upload fails" in (await page(server, web, "/faults?status=fixed"))[1]
    assert "Ruth: fixed" in (await page(server, web, path))[1]


async def test_agents_read_the_register_and_do_not_change_it(server: Served, web: ClientSession) -> None:
    await wrapped(server, "Upload fails")
    path = await fault_of(server, "Upload fails")
    status, text = await page(server, web, path, "sam")
    assert status == 200
    assert "How it stands" not in text
    assert (await change(server, web, path, "sam", status="fixed"))[0] == 403


async def test_a_link_to_a_session_stands_only_where_it_may_be_read(server: Served, web: ClientSession) -> None:
    session = await wrapped(server, "Upload fails")
    path = await fault_of(server, "Upload fails")
    for name, may in (("maya", True), ("ruth", True), ("sam", False)):
        assert (f'href="/sessions/{session}"' in (await page(server, web, path, name))[1]) is may


async def test_two_faults_put_together_are_one_row_and_the_old_address_leads_on(
    server: Served, web: ClientSession
) -> None:
    await wrapped(server, "Upload fails")
    await wrapped(server, "Photo is refused")
    path, into = await fault_of(server, "Photo is refused"), await fault_of(server, "Upload fails")
    status, _ = await change(server, web, path, status="open", into=into.rpartition("/")[2])
    assert status == 303
    _, text = await page(server, web, "/faults")
    assert "Photo is refused" not in text
    assert '<td data-label="Sessions" class="figure">2</td>' in text
    assert "<h1>Upload fails</h1>" in (await page(server, web, path))[1]
    assert "<h1>Upload fails</h1>" in (await page(server, web, f"/faults?fault={path.rpartition('/')[2]}"))[1]


async def test_a_change_that_makes_no_sense_says_why(server: Served, web: ClientSession) -> None:
    await wrapped(server, "Upload fails")
    path = await fault_of(server, "Upload fails")
    status, text = await change(server, web, path, status="known", ticket="javascript:alert(1)")
    assert status == 400
    assert "begins with https://" in text
    assert (await change(server, web, path, status="great"))[0] == 400


async def test_the_exports_hold_the_rows_and_no_formulas(server: Served, web: ClientSession) -> None:
    session = await wrapped(server, "=HYPERLINK(1)")
    await wrapped(server, f"Refuses {CARD}")
    _, table = await page(server, web, "/faults.csv?sort=oldest")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["what"] for row in rows] == ["'=HYPERLINK(1)", "Refuses [card hidden]"]
    assert (rows[0]["hosts"], rows[0]["sessions"]) == ("files.example.org", "1")
    _, document = await page(server, web, "/faults.json?sort=oldest")
    assert json.loads(document)[0]["sessions"] == [session]


async def test_the_session_page_and_its_exports_tell_the_wrap_up(server: Served, web: ClientSession) -> None:
    session = await wrapped(server, "Upload fails")
    _, text = await page(server, web, f"/sessions/{session}", "maya")
    assert "A system fault" in text
    assert f'href="/console#{session}"' in text
    _, told = await page(server, web, f"/sessions/{session}/transcript.json")
    assert json.loads(told)["wrapup"]["cause"] == "system"
    assert f'href="/console#{session}"' not in (await page(server, web, f"/sessions/{session}"))[1]
