"""Browsers and pages for the browser tests: real Chromium, real Firefox, forms served over HTTP.

The browsers are Debian's own; where one is missing its tests are skipped with the line that installs it.
The demo comes from `stage`; tests that stop or kill it start their own.
"""

import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from axe import AXE
from browsers import NewPage, NotInstalled, start_chromium, start_firefox
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright
from serving import answering
from stage import Stage

FORMS = Path(__file__).parent / "forms"


@pytest_asyncio.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as started:
        yield started


@pytest_asyncio.fixture(scope="session")
async def chromium(playwright: Playwright) -> AsyncIterator[Browser]:
    """One Chromium for the whole run; tests share nothing but it, for each opens contexts of its own."""
    async with _running(start_chromium(playwright)) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session")
async def firefox(playwright: Playwright) -> AsyncIterator[Browser]:
    """One Firefox for the whole run."""
    async with _running(start_firefox(playwright)) as browser:
        yield browser


@asynccontextmanager
async def _running(starting: Awaitable[Browser]) -> AsyncIterator[Browser]:
    try:
        browser = await starting
    except NotInstalled as missing:
        pytest.skip(str(missing))
    yield browser
    await browser.close()


@pytest_asyncio.fixture
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    """A fresh person's browser: no cookies, nothing stored."""
    opened = await chromium.new_context()
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def page(context: BrowserContext) -> Page:
    return await context.new_page()


@pytest_asyncio.fixture
async def new_page(chromium: Browser) -> AsyncIterator[NewPage]:
    """Opens a page in a context of its own: `await new_page(viewport=..., color_scheme="dark")`."""
    opened: list[BrowserContext] = []

    async def open_page(**options: object) -> Page:
        opened.append(await chromium.new_context(**options))  # type: ignore[arg-type]
        return await opened[-1].new_page()

    yield open_page
    for each in opened:
        await each.close()


@pytest_asyncio.fixture
async def enter(new_page: NewPage) -> NewPage:
    """Opens a page in a context of its own, with axe at hand; nothing fades, so that contrast can be told."""

    async def opened(**options: object) -> Page:
        page = await new_page(**({"reduced_motion": "reduce"} | options))
        await page.add_init_script(path=AXE)
        return page

    return opened


@pytest_asyncio.fixture(scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The demo, started once for a module of tests."""
    started = Stage(tmp_path_factory.mktemp("demo"))
    await started.start()
    yield started
    await started.stop()


# --- forms that no one here wrote ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def built_forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of tests/browser/forms, built for this run; skips where their packages are not installed."""
    if not (FORMS / "node_modules").is_dir():
        pytest.skip("the forms' packages are not installed: npm ci --prefix tests/browser/forms")
    node = shutil.which("node") or "node"
    built = Path(tmp_path_factory.mktemp("forms"))
    subprocess.run([node, "build.mjs", str(built)], cwd=FORMS, check=True, timeout=120)
    return built


@pytest_asyncio.fixture(scope="session")
async def forms(built_forms: Path) -> AsyncIterator[str]:
    """The address under which the built forms are served, without a slash at its end."""
    app = web.Application()
    app.router.add_static("/", built_forms)
    async with answering(app) as address:
        yield address
