"""/metrics: closed unless it is opened, and then numbers of nobody."""

import pytest
from aiohttp import ClientSession
from clients import agent, customer, desk
from msgspec.structs import replace
from serving import Served, serving, settings

from alongside.config.rules import faults

TOKEN = "a token of the tests, long enough"


async def read(server: Served, token: str = "") -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with ClientSession() as web, web.get(f"{server.url}/metrics", headers=headers) as answer:
        return answer.status, await answer.text()


async def test_figures_are_closed_until_the_settings_open_them(redis_url: str, prefix: str) -> None:
    async with serving(redis_url, prefix, metrics_token=TOKEN) as server:
        assert (await read(server, TOKEN))[0] == 404


async def test_figures_are_for_the_token_or_for_listed_addresses(redis_url: str, prefix: str) -> None:
    async with serving(redis_url, prefix, metrics=True, metrics_token=TOKEN, metrics_from="10.9.8.0/24") as server:
        assert [(await read(server, token))[0] for token in ("", "wrong", TOKEN)] == [401, 401, 200]
    async with serving(redis_url, prefix, metrics=True, metrics_from="127.0.0.1, ::1") as server:
        assert (await read(server))[0] == 200


async def test_what_happens_is_counted_and_nobody_is_named(redis_url: str, prefix: str) -> None:
    async with serving(redis_url, prefix, metrics=True, metrics_token=TOKEN) as server:
        visit = await server.visit()
        async with customer(server, visit) as anna, desk(server, "maya") as console:
            await anna.command(do="session.request", channel="queue", goal="Renew my permit")
            async with agent(server, console, session=visit.session):
                await anna.says("Hello")
                _, told = await read(server, TOKEN)
    figures = dict(line.rsplit(" ", 1) for line in told.splitlines() if not line.startswith("#"))
    assert float(figures['alongside_commands_total{command="SendMessage",outcome="ok"}']) >= 1
    assert float(figures['alongside_sockets{namespace="/session"}']) >= 2
    assert float(figures["alongside_live_sessions"]) == 1
    assert float(figures["alongside_append_seconds_count"]) > 0
    assert float(figures["alongside_queue_wait_seconds_count"]) > 0
    assert float(figures["alongside_store_up"]) == 1
    for name in (visit.session, visit.token, "maya", "Maya", "parking", "permit"):
        assert name not in told


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"metrics": True}, "metrics"),
        ({"metrics": True, "metrics_token": "short"}, "metrics_token"),
        ({"metrics_from": "10.0.0.1/8"}, "metrics_from"),
    ],
)
def test_settings_that_would_open_figures_to_nobody_or_badly_are_named(wrong: dict[str, object], where: str) -> None:
    made = replace(settings(8700, "redis://localhost"), accounts={}, **wrong)
    assert [problem.where for problem in faults(made)] == [where]
