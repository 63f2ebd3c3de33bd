"""How long a keystroke takes from the customer's page to the agent's screen: two real pages, one session.

    .venv/bin/python tests/bench/bench_latency.py [--keys 100]

Keys go round the fields of a form: one that types into a field, one that leaves it for the next. Each
changes how the field stands. Its time starts when the browser made the event and ends with the frame in
which the field's row has changed; both pages read the same machine's clock. Exits with 1 when the median is
over budget.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from browsers import start_chromium
from people import Agent, Customer
from stage import Stage

BUDGET = 150.0
"""Milliseconds that the median may take."""
FIELDS = ("Full name", "Day", "Month", "Year", "E-mail address", "Phone number")
PAUSES = (0.12, 0.35)
"""Seconds between a change seen and the next key: as people type, and never in step with any timer."""
WARMING_UP = 6

NOTE_KEYS = """() => {
  window.pressed = [];
  addEventListener("keydown", (event) => pressed.push(performance.timeOrigin + event.timeStamp), true);
}"""

NOTE_CHANGES = """(steps) => {
  window.changed = [];
  window.heard = () => {};
  const rows = [...steps.querySelectorAll(".steps-field")];
  const now = () => rows.map((row) => row.classList.contains("steps-is-typing"));
  let before = now();
  new MutationObserver(() => {
    const after = now();
    const news = after.flatMap((typing, row) => (typing === before[row] ? [] : [[row, typing]]));
    before = after;
    if (news.length > 0) requestAnimationFrame(() => {
      const at = performance.timeOrigin + performance.now();
      changed.push(...news.map((each) => [...each, at]));
      heard();
    });
  }).observe(steps, {attributes: true, attributeFilter: ["class"], subtree: true});
}"""

WAIT_FOR_CHANGE = """(count) => new Promise((done) => {
  window.heard = () => changed.length >= count && done();
  heard();
})"""


async def main(keys: int) -> int:
    with tempfile.TemporaryDirectory() as directory:
        stage = Stage(Path(directory))
        await stage.start()
        try:
            async with async_playwright() as playwright:
                browser = await start_chromium(playwright)
                customer, agent = await met(stage, browser)
                times = await typed(customer.page, agent, keys + WARMING_UP)
                await browser.close()
        finally:
            await stage.stop()
    return report(times[WARMING_UP:])


async def met(stage: Stage, browser: Browser) -> tuple[Customer, Agent]:
    """A session in which the customer shares their steps."""
    pages = [await (await browser.new_context()).new_page() for _ in range(2)]
    customer, agent = Customer(pages[0], stage.site_url), Agent(pages[1], stage.url)
    await agent.sign_in("maya", "demo-maya")
    await customer.open_form()
    await customer.ask_for_help("Measure")
    await agent.take_next()
    await agent.ask_to_see()
    await customer.share()
    await agent.field(FIELDS[-1]).wait_for()
    return customer, agent


async def typed(page: Page, agent: Agent, keys: int) -> list[float]:
    """Milliseconds that each key took."""
    await page.evaluate(NOTE_KEYS)
    await agent.steps.evaluate(NOTE_CHANGES)
    for count in range(keys):
        field, leaving = divmod(count % (2 * len(FIELDS)), 2)
        if not field and not leaving:
            await page.get_by_label(FIELDS[0]).click()
        await page.keyboard.press("Tab" if leaving else "x")
        await asyncio.wait_for(agent.page.evaluate(WAIT_FOR_CHANGE, count + 1), timeout=10)
        await asyncio.sleep(random.uniform(*PAUSES))
    pressed, changed = await page.evaluate("pressed"), await agent.page.evaluate("changed")
    rounds = [(row, typing) for row in range(len(FIELDS)) for typing in (True, False)]
    assert [(row, typing) for row, typing, _ in changed] == [rounds[n % len(rounds)] for n in range(keys)]
    return [seen - key for key, (*_, seen) in zip(pressed, changed, strict=True)]


def report(times: list[float]) -> int:
    """Print the figures; the exit status."""
    times.sort()
    median, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"Keystroke to the agent's screen, {len(times)} keys, milliseconds")
    print(f"  fastest {times[0]:.0f}   median {median:.0f}   p95 {p95:.0f}   slowest {times[-1]:.0f}")
    passed = median <= BUDGET
    print(f"  {'PASS' if passed else 'FAIL'}: the budget for the median is {BUDGET:.0f} ms")
    return 0 if passed else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=100)
    sys.exit(asyncio.run(main(parser.parse_args().keys)))
