"""What the dashboard costs with many sessions in Redis: the first look, the same again, and after one session changed.

    .venv/bin/python tests/bench/bench_figures.py [--sessions 100000] [--days 28] [--zone Europe/London]

Sessions are rows of facts as logs make them, put straight into the store of a real server; pages are fetched over
HTTP. Milliseconds, medians of several fetches; `stall` is the longest time that the event loop did not turn.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from aiohttp import ClientSession

sys.path.insert(0, str(Path(__file__).parents[1]))

from quiet import quietly
from rows import DAY, gave_up, row
from serving import LIBRARY, PARKING, Served, account, serving_with_store, site

from alongside.hub.table import encode_row, place_of
from alongside.metrics.facts import Facts
from alongside.metrics.journey import Journey, StepSeen

FETCHES = 7
AGENTS = [f"agent{number}" for number in range(40)]
PATHS = {
    "overview": "/figures",
    "28 days": "/figures?from={first}&to={last}",
    "28 days by agent": "/figures?from={first}&to={last}&by=agent",
    "28 days by hour": "/figures?from={first}&to={last}&by=hour",
    "28 days, one site": "/figures?from={first}&to={last}&site=parking",
    "causes, 28 days": "/figures/causes?from={first}&to={last}",
    "journey map": "/figures/journey",
    "number of the map": "/sessions?from={week}&to={last}&playbook=permit&step=Step+2&what=errors",
    "the same, 28 days": "/sessions?from={first}&to={last}&playbook=permit&step=Step+2&what=errors",
    "hour, 28 days": "/sessions?from={first}&to={last}&hour=9",
}


def generated(count: int, days: int, now: int) -> list[Facts]:
    """Sessions of so many days: nine of ten taken, most wrapped up, half rated."""
    dice = random.Random(1)
    return [_one(dice, f"bench{number:07}", now - dice.randrange(days * DAY)) for number in range(count)]


def _one(dice: random.Random, session: str, at: int) -> Facts:
    at_site = dice.choice((PARKING, LIBRARY))
    if dice.random() < 0.1:
        return gave_up(session, at=at, site=at_site)
    agent = dice.choice(AGENTS)
    held = dice.lognormvariate(6, 0.5)
    done = dice.random() < 0.9
    return row(
        session,
        at=at,
        wait=dice.expovariate(1 / 40),
        lasts=held,
        site=at_site,
        agents={agent: agent.capitalize()},
        held={agent: round(held * 1000)},
        playbook=dice.choice(("permit", "sign-up", "complaint", "")),
        cause=dice.choice(("use", "form", "system", "equipment", "other")) if done else "",
        resolved=dice.choice(("yes", "yes", "partly", "no")) if done else "",
        helped_by=dice.choice(("customer", "guidance", "agent")) if done else "",
        rating=dice.choice((0, 0, 0, 5, 4, 3)),
        shared=dice.random() < 0.6,
        checks={"who": dice.choice(("passed", "failed"))} if dice.random() < 0.3 else {},
    )


async def put(server: Served, rows: list[Facts]) -> None:
    for first in range(0, len(rows), 2_000):
        some = [(place_of(each), each.session, each.number, encode_row(each)) for each in rows[first : first + 2_000]]
        await server.hub.facts.put_all("facts", some)


async def walk(server: Served, rows: list[Facts]) -> None:
    """Keep a journey of three steps beside each row whose form was shared."""
    dice, kept = random.Random(2), []
    for each in rows:
        if each.shared and each.ended_at:
            steps = tuple(StepSeen(step=f"Step {at}", arrivals=1, errors=dice.randint(0, 1)) for at in range(1, 4))
            made = Journey(session=each.session, number=each.number, steps=steps, asked="Step 1", last="Step 3")
            kept.append((place_of(each), each.session, each.number, msgspec.json.encode(made)))
    for first in range(0, len(kept), 2_000):
        await server.hub.facts.put_all("journeys", kept[first : first + 2_000])


class Stall:
    """The longest time that the event loop did not turn."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.002)
            self.longest = max(self.longest, time.perf_counter() - before - 0.002)


async def fetched(web: ClientSession, server: Served, headers: dict[str, str], path: str) -> float:
    before = time.perf_counter()
    async with web.get(server.url + path, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        await answer.read()
    return (time.perf_counter() - before) * 1000


async def measure(server: Served, web: ClientSession, days: int, sessions: int) -> None:
    headers = await server.cookie("ada")
    now = server.hub.clock.millis()
    dates = {"first": time.strftime("%Y-%m-%d", time.gmtime((now - (days - 1) * DAY) / 1000))}
    dates["week"] = time.strftime("%Y-%m-%d", time.gmtime((now - 6 * DAY) / 1000))
    dates["last"] = time.strftime("%Y-%m-%d", time.gmtime(now / 1000))
    loading = await fetched(web, server, headers, "/figures?from=2020-01-01&to=2020-01-01")
    print(f"{sessions:,} sessions; reading them into memory {loading:.0f} ms")
    print(f"{'page':20} {'first':>8} {'again':>8} {'changed':>8} {'stall':>8}")
    for name, path in PATHS.items():
        address = path.format(**dates)
        first = await fetched(web, server, headers, address)
        again = [await fetched(web, server, headers, address) for _ in range(FETCHES)]
        changed, stall = [], Stall()
        watching = asyncio.create_task(stall.watch())
        for number in range(FETCHES):
            one = _one(random.Random(number), f"new{name}{number}", now - 60_000)
            await server.hub.facts.put("facts", place_of(one), one.session, one.number, encode_row(one))
            changed.append(await fetched(web, server, headers, address))
        watching.cancel()
        middle = [statistics.median(each) for each in (again, changed)]
        print(f"{name:20} {first:8.0f} {middle[0]:8.0f} {middle[1]:8.0f} {stall.longest * 1000:8.0f}")


async def main(sessions: int, days: int, zone: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        people = {"ada": account("Ada", "administrator")}
        sites = {id: site(id.capitalize(), f"https://{id}.test", zone=zone) for id in (PARKING, LIBRARY)}
        where = serving_with_store(Path(directory), retention_days=400, accounts=people, sites=sites)
        async with where as server, ClientSession() as web:
            rows = generated(sessions, 2 * days, server.hub.clock.millis())
            await put(server, rows)
            await walk(server, rows)
            await measure(server, web, days, sessions)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--zone", default="Europe/London", help="of both sites")
    chosen = parser.parse_args()
    quietly()
    asyncio.run(main(chosen.sessions, chosen.days, chosen.zone))
