"""The page of webhooks: administrators see what waits, failed and was given up, and have it sent again."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from msgspec.structs import replace
from serving import PARKING, Served, SettableClock, account, serving, settings
from test_webhooks import SECRET

from alongside.config import WebhookRules
from alongside.config.notes import NoteRules
from alongside.tasks import stop

ID = "session.abc.7.0"


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    usual = settings(8700, redis_url)
    hook = WebhookRules(url="http://localhost:1/hook", secret=SECRET, kinds=("session.ended",))
    notes = NoteRules(to="zammad", url="http://localhost:1", token="x", group="y", customer="z")
    sites = {**usual.sites, PARKING: replace(usual.sites[PARKING], webhook=hook, notes=notes)}
    accounts = {
        "ada": account("Ada", "administrator"),
        "lib": account("Lib", "administrator", sites=("library",)),
        "ruth": account("Ruth", "supervisor"),
    }
    async with serving(redis_url, prefix, clock=SettableClock(), sites=sites, accounts=accounts) as server:
        await stop(server.hub._sending)  # this test says what is sent
        yield server


async def page(server: Served, name: str, **fields: str) -> tuple[int, str]:
    """The page as somebody sees it, after they sent these fields if any."""
    headers = await server.cookie(name)
    method = "POST" if fields else "GET"
    async with (
        ClientSession() as web,
        web.request(method, f"{server.url}/settings/webhooks", headers=headers, data=fields or None) as answer,
    ):
        return answer.status, await answer.text()


async def give_up(server: Served) -> None:
    outbox, clock = server.hub.outbox, server.hub.clock
    assert isinstance(clock, SettableClock)
    assert await outbox.put(PARKING, "session.ended", ID, {"session": "abc", "reason": "solved"})
    began = clock.now
    async with outbox._session() as web:
        while await outbox.send_due(web):
            clock.go_on(30_000)
    clock.now = began  # tokens are good for hours only; a letter of the future is one as well


async def test_an_administrator_sees_what_was_given_up_and_has_it_sent_again(server: Served) -> None:
    await give_up(server)
    status, html = await page(server, "ada")
    assert status == 200
    assert "session.ended" in html
    assert "Wrap-ups are written down in Zammad." in html
    assert "could not be reached" in html
    _, html = await page(server, "ada", action="replay", id=ID)
    assert "1 message will be sent again." in html
    assert await server.hub.outbox._store.waiting() == 1


async def test_a_dead_letter_is_thrown_away_and_a_test_message_put_in(server: Served) -> None:
    await give_up(server)
    _, html = await page(server, "ada", action="discard")
    assert "1 message thrown away." in html
    _, html = await page(server, "ada", action="test", site=PARKING)
    assert "webhook.test" in html


async def test_another_sites_administrator_sees_and_does_nothing_there(server: Served) -> None:
    await give_up(server)
    _, html = await page(server, "lib")
    assert ID not in html
    assert "No server is told anything" in html
    assert "Nothing was done" in (await page(server, "lib", action="discard", id=ID))[1]
    assert (await page(server, "lib", action="test", site=PARKING))[0] == 400


async def test_a_supervisor_is_refused(server: Served) -> None:
    for fields in ({}, {"action": "discard"}):
        assert (await page(server, "ruth", **fields))[0] == 403
