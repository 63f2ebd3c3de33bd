"""Reads the console's prompt panel as it changes. Knows nothing of playbooks or journeys."""

from collections.abc import Sequence

import msgspec
from people import PATIENCE
from playwright.async_api import Page

_READ = """() => {
    const text = (css) => [...(document.querySelector(css)?.childNodes ?? [])]
        .filter(node => !node.classList?.contains("unseen")).map(node => node.textContent).join("").trim();
    const note = (name) => [...document.querySelectorAll("#prompt .prompt-notes dt")]
        .find(each => each.textContent.startsWith(name))?.nextElementSibling.textContent.trim() ?? "";
    return {
        title: text("#prompt .prompt-title"), say: text("#prompt .prompt-say"),
        because: text("#prompt .prompt-because > span"), why: note("Why"), look_for: note("Look for"),
    };
}"""
_WAIT = f"""([wanted, passing, most]) => new Promise(resolve => {{
    const read = {_READ};
    const fits = (seen) => passing.includes(seen.title) || Object.keys(wanted).every(
        key => key === "because"
            ? wanted.because.some(each => seen.because.includes(each))
            : seen[key] === wanted[key]);
    const end = () => {{ observer.disconnect(); clearTimeout(timer); resolve(read()); }};
    const look = () => {{ if (fits(read())) end(); }};
    const observer = new MutationObserver(look);
    const timer = setTimeout(end, most);
    observer.observe(document.body, {{ subtree: true, childList: true, characterData: true }});
    look();
}})"""
_CHANGE = f"""([before, most]) => new Promise(resolve => {{
    const read = {_READ};
    const differs = () => ["title", "say", "because"].some(key => read()[key] !== before[key]);
    const end = () => {{ observer.disconnect(); clearTimeout(timer); resolve(differs()); }};
    const look = () => {{ if (differs()) end(); }};
    const observer = new MutationObserver(look);
    const timer = setTimeout(end, most);
    observer.observe(document.body, {{ subtree: true, childList: true, characterData: true }});
    look();
}})"""

_TICK = f"""(shown) => {{
    const seen = ({_READ})();
    const same = seen.title === shown.title && seen.say === shown.say;
    if (same) document.querySelector("#prompt .prompt-done").click();
    return same;
}}"""


class Shown(msgspec.Struct, frozen=True):
    """What the panel shows."""

    title: str
    say: str
    because: str
    why: str
    look_for: str


class Wanted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What it should show; of `because` one of these in it. None: it does not matter."""

    title: str
    say: str
    because: tuple[str, ...] | None = None
    why: str | None = None
    look_for: str | None = None

    def fits(self, seen: Shown) -> bool:
        """Whether what is seen is what this asks for."""
        return all(
            any(each in seen.because for each in text) if name == "because" else getattr(seen, name) == text
            for name, text in msgspec.to_builtins(self).items()
        )


async def read(page: Page) -> Shown:
    """What is shown now."""
    return msgspec.convert(await page.evaluate(_READ), Shown)


async def wait_for(page: Page, wanted: Wanted, passing: Sequence[str] = ()) -> Shown:
    """What is shown once it is `wanted` or has one of these titles; what is shown after the patience, otherwise."""
    seen = await page.evaluate(_WAIT, [msgspec.to_builtins(wanted), list(passing), PATIENCE * 1000])
    return msgspec.convert(seen, Shown)


async def wait_for_change(page: Page, before: Shown) -> None:
    """Wait until something else is shown, be it the same words for another reason."""
    assert await page.evaluate(_CHANGE, [msgspec.to_builtins(before), PATIENCE * 1000]), f"it stays: {before}"


async def tick_off(page: Page, shown: Shown) -> None:
    """Press Done at this prompt, and wait for another. If it went by itself meanwhile, nothing is pressed."""
    if await page.evaluate(_TICK, msgspec.to_builtins(shown)):
        await wait_for_change(page, shown)
