"""What it costs to replay a session of two hours with 20,000 entries. Fails where opening or seeking is too slow.

    .venv/bin/python tests/bench/bench_replay.py

`open` is from nothing, nothing cached: reading the log, its outline, and the first chunk, over HTTP; in Chromium from
the navigation until the first view is drawn. `seek` goes to moments spread over the session: over HTTP a chunk, in
Chromium from the hash's change until that moment's view is drawn, chunks that are here already among them. `at once`
seeks to the end right after opening, when no state is ready yet. `CPU` is what this process spent, server and client: a
busy machine swells the rest, and the load stands beside them.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import ClientSession
from playwright.async_api import Page, async_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from long_session import HOURS_2, entries  # the tests' own
from quiet import quietly
from serving import Served, serving_with_store

from alongside.protocol import encode_entry
from alongside.replaying import CHUNK

ENTRIES = 20_000
OPEN, SEEK = 1_000, 100  # milliseconds, the budgets
SEEKS = 40
ROUNDS = 3
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

OPENED = """
addEventListener('DOMContentLoaded', () => {
    const root = document.getElementById('replay');
    const seen = new MutationObserver(() => {
        if (root.dataset.shown !== '1') return;
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() => (root.dataset.opened = performance.now())));
    });
    seen.observe(root, { attributes: true });
});
"""
"""Notes when the frame with the first view is drawn: to ask from outside takes a while in itself."""
DRAWN = """(entry) => new Promise((done) => {
    const begun = performance.now(), root = document.getElementById('replay');
    const look = () => root.dataset.shown === String(entry)
        ? requestAnimationFrame(() => done(performance.now() - begun)) : setTimeout(look, 1);
    location.hash = `#entry=${entry}`;
    look();
})"""


async def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        async with serving_with_store(Path(directory)) as server:
            size = await fill(server)
            load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
            print(f"{ENTRIES:,} entries over 2 hours, {size / 1e6:.1f} MB in the log; {load}; milliseconds")
            return report(await over_http(server) | await in_chromium(server))


async def fill(server: Served) -> int:
    """A copy of the session for each round: nothing of an earlier one may be cached. Its size in bytes."""
    payloads = [encode_entry(entry) for entry in entries(ENTRIES, HOURS_2)]
    for name in names():
        key = server.log.keys.log(name)
        for first in range(0, len(payloads), 1_000):
            part = enumerate(payloads[first : first + 1_000], first + 1)
            await server.log.store.tell_all(*(("XADD", key, f"0-{number}", "e", payload) for number, payload in part))
    return sum(map(len, payloads))


def names() -> list[str]:
    return [f"s-{way}-{number}" for way in ("http", "browser") for number in range(ROUNDS)]


async def over_http(server: Served) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {
        name: [] for name in ("open, HTTP", "open, CPU", "seek at once, HTTP", "seek, HTTP", "seek, CPU")
    }
    chance, cpu = random.Random(1), list[float]()
    async with ClientSession(server.url, headers=await server.cookie("ruth")) as web:

        async def get(path: str) -> float:
            begun, spent = time.perf_counter(), time.process_time()
            async with web.get(path) as answer:
                assert answer.status == 200
                await answer.read()
            cpu.append((time.process_time() - spent) * 1_000)
            return (time.perf_counter() - begun) * 1_000

        for name in names()[:ROUNDS]:
            base = f"/sessions/{name}/replay"
            cpu.clear()
            took["open, HTTP"].append(await get(f"{base}.json") + await get(f"{base}/0.json"))
            took["open, CPU"].append(sum(cpu))
            took["seek at once, HTTP"].append(await get(f"{base}/{ENTRIES // CHUNK - 1}.json"))
            took["seek, HTTP"] += [await get(f"{base}/{chance.randrange(ENTRIES // CHUNK)}.json") for _ in range(SEEKS)]
            took["seek, CPU"] += cpu[-SEEKS:]
    return took


async def in_chromium(server: Served) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {"open, Chromium": [], "seek at once, Chromium": [], "seek, Chromium": []}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for name in names()[ROUNDS:]:
            context = await browser.new_context()
            page = await context.new_page()
            await page.add_init_script(OPENED)
            await sign_in(page, server)
            await page.goto(f"{server.url}/sessions/{name}/replay", wait_until="commit")
            opened = await page.locator("#replay[data-opened]").get_attribute("data-opened")
            took["open, Chromium"].append(float(opened or 0))
            took["seek at once, Chromium"].append(await page.evaluate(DRAWN, ENTRIES - 1))
            chance = random.Random(name)
            took["seek, Chromium"] += [await page.evaluate(DRAWN, chance.randrange(2, ENTRIES)) for _ in range(SEEKS)]
            await context.close()
        await browser.close()
    return took


async def sign_in(page: Page, server: Served) -> None:
    name, value = (await server.cookie("ruth"))["Cookie"].split("=", 1)
    await page.context.add_cookies([{"name": name, "value": value, "url": server.url}])


def report(took: dict[str, list[float]]) -> int:
    slow = False
    for name, each in took.items():
        median, worst = statistics.median(each), max(each)
        tail = statistics.quantiles(each, n=20)[-1] if len(each) >= 20 else worst
        budget = OPEN if name.startswith("open") else SEEK if name.startswith("seek,") else 0
        over = budget and median > budget
        slow = slow or bool(over)
        limit = f"of {budget}" if budget else "no budget"
        print(
            f"  {name:<24} median {median:7.1f}   95 % {tail:7.1f}   worst {worst:7.1f}   {limit}{'  TOO SLOW' * over}"
        )
    return int(slow)


if __name__ == "__main__":
    quietly()
    sys.exit(asyncio.run(main()))
