"""Which browsers there are on this machine and how they are started. Knows neither tests nor pages."""

import os
import shutil
from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page, Playwright

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

NewPage = Callable[..., Awaitable[Page]]
"""Opens a page in a context of its own, with the options of a context."""


class NotInstalled(Exception):
    """There is no such browser; the message holds the line that installs it."""


async def start_chromium(playwright: Playwright) -> Browser:
    """Chromium: the one that CHROMIUM names, or the distribution's own. Raises NotInstalled.

    The headless shell is preferred: each person's browser costs the whole of Chromium a second of processor time, for
    windows that nobody sees, and the shell a tenth of that.
    """
    path = _found("CHROMIUM", "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    if path is None:
        raise NotInstalled("Chromium is not installed: apt-get install chromium")
    return await playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)


async def start_firefox(playwright: Playwright) -> Browser:
    """Firefox: the one that FIREFOX names, or the distribution's own, through WebDriver BiDi.

    Raises NotInstalled.
    """
    path = _found("FIREFOX", "firefox-esr", "firefox")
    if path is None:
        raise NotInstalled("Firefox is not installed: apt-get install firefox-esr")
    return await playwright.firefox.launch(channel="moz-firefox", executable_path=path)


def _found(variable: str, *names: str) -> str | None:
    return os.environ.get(variable) or next((path for name in names if (path := shutil.which(name))), None)
