"""Drives the lens on a page under test: starts it, waits for its reports, asks the browser for its own names."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.async_api import CDPSession, Page

Json = dict[str, Any]

# --- the pages -------------------------------------------------------------------------------------------

FORMS = [
    "govuk",
    "bootstrap",
    "react",
    "vue",
    "webawesome",
    "shoelace",
    "survey",
    "frame",
    "steps",
    "wizard",
    "stepper",
]
READY = {
    "webawesome": "document.querySelector('wa-switch')?.shadowRoot?.children.length",
    "shoelace": "document.querySelector('sl-switch')?.shadowRoot?.children.length",
    "survey": "document.querySelector('input')",
    "react": "document.querySelector('form')",
    "vue": "document.querySelector('form')",
    "frame": "document.querySelector('iframe').contentDocument?.querySelector('#holder')",
    "govuk": "document.querySelector('[data-govuk-radios-init]')",
}
"""When a page that scripts draw has drawn its form."""

START = """async (rules) => {
  window.lens?.stop();
  const lens = window.lens = AlongsideLens.readLens(document, {forms: "form", private: "", ...rules});
  const log = window.lensLog = [];
  window.focus();
  const keep = (what) => (said) => log.push({[what]: structuredClone(said)});
  lens.start({opened: keep("opened"), changed: keep("changed")});
  await lens.ready;
}"""

ACCESSIBLE = {
    "textbox", "searchbox", "combobox", "ComboBoxSelect", "ComboBoxMenuButton", "TextFieldWithComboBox",
    "ComboBoxGrouping", "checkbox", "switch", "slider", "spinbutton", "listbox", "ListBox", "Date", "DateTime",
    "InputTime", "ColorWell",
}  # fmt: skip
"""Roles of Chromium's accessibility tree that are fields."""

FIND = """function () {
  const {outwards} = AlongsideLens;
  const lens = window.top.lens;
  const fieldOf = new Map();
  for (const field of lens.model().fields ?? []) {
    const element = lens.element(field.id);
    if (element === null) continue;
    fieldOf.set(element, field);
    if (element.control) fieldOf.set(element.control, field);
  }
  for (const at of outwards(this)) if (fieldOf.has(at)) return fieldOf.get(at);
  const inside = [...fieldOf.keys()].filter((element) => [...outwards(element)].includes(this));
  return inside.length > 0 ? fieldOf.get(inside[0]) : null;
}"""


class LensPage:
    """A page with the lens running on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def start(self, **rules: str) -> None:
        await self.page.evaluate(START, rules)
        await self.page.wait_for_function("lensLog.length > 0")

    async def model(self) -> Json:
        model: Json = await self.page.evaluate("lens.model()")
        return model

    async def log(self) -> list[Json]:
        """All that was reported so far."""
        log: list[Json] = await self.page.evaluate("lensLog")
        return log

    async def fields(self) -> dict[str, Json]:
        """The fields by their names."""
        return {field["name"]: field for field in (await self.model()).get("fields", [])}

    async def names(self) -> list[str]:
        return [field["name"] for field in (await self.model()).get("fields", [])]

    async def until(self, condition: str) -> Any:
        """Waits until `condition`, which sees `model`, `field(name)` and `step(name)`, is true."""
        body = f"""() => {{ const model = lens.model();
          const field = (name) => (model.fields ?? []).find((each) => each.name === name) ?? {{}};
          const step = (name) => (model.steps ?? []).find((each) => each.name === name) ?? {{}};
          return {condition}; }}"""
        try:
            return await self.page.wait_for_function(body, timeout=5_000, polling=20)
        except Exception as error:
            raise AssertionError(f"never true: {condition}\n{json.dumps(await self.model(), indent=1)}") from error

    async def quiet(self) -> None:
        """Waits until the lens has read everything there is to read, and reported it."""
        await self.page.evaluate("""async () => {
          for (let seen = -1; seen !== lensLog.length || lens.model() !== window.lensSeen;) {
            seen = lensLog.length; window.lensSeen = lens.model();
            await new Promise((resolve) => setTimeout(() => requestIdleCallback(resolve, {timeout: 300}), 150));
          }
        }""")

    async def leaked(self, secret: Callable[[str], bool] | str) -> list[str]:
        """Everything reported in which `secret` (a pattern, whatever the case) is found."""
        said = [json.dumps(each) for each in [*await self.log(), await self.model()]]
        return [each for each in said if re.search(str(secret), each, re.IGNORECASE)]


async def opened(page: Page, address: str, name: str, query: str = "", **rules: str) -> LensPage:
    await page.goto(f"{address}/{name}.html{query}")
    await page.wait_for_function(READY.get(name, "true"))
    lens = LensPage(page)
    await lens.start(**rules)
    return lens


# --- the browser's own idea of the fields ----------------------------------------------------------------


class AccessibleField:
    """A field in Chromium's accessibility tree, and what the lens says of the same element."""

    def __init__(self, role: str, name: str, lens: Json | None) -> None:
        self.role, self.name, self.lens = role, name, lens

    def __repr__(self) -> str:
        return f"{self.role} {self.name!r}: {self.lens}"


async def accessible_fields(page: Page) -> list[AccessibleField]:
    """The fields of every frame, in the browser's order, with their names from labels (not placeholders)."""
    session = await page.context.new_cdp_session(page)
    await session.send("Accessibility.enable")
    found: list[AccessibleField] = []
    for frame in await _frames(session):
        tree = await session.send("Accessibility.getFullAXTree", {"frameId": frame})
        found += await _fields_of(session, tree["nodes"])
    await session.detach()
    return found


async def _frames(session: CDPSession) -> list[str]:
    tree = (await session.send("Page.getFrameTree"))["frameTree"]
    return [tree["frame"]["id"], *(child["frame"]["id"] for child in tree.get("childFrames", []))]


async def _fields_of(session: CDPSession, nodes: list[Json]) -> list[AccessibleField]:
    known = {node["nodeId"]: node for node in nodes}
    found = []
    groups: set[str] = set()
    for node in nodes:
        role = node.get("role", {}).get("value", "")
        if role == "radio" and (group := _group_of(node, known)) and group["nodeId"] not in groups:
            groups.add(group["nodeId"])
            found.append(AccessibleField("radio group", _name(group), await _lens_field(session, node)))
        if node.get("ignored") or role not in ACCESSIBLE or _inside_field(node, known):
            continue
        found.append(AccessibleField(role, _name(node), await _lens_field(session, node)))
    return found


def _inside_field(node: Json, known: dict[str, Json]) -> bool:
    """Parts of a date, and text boxes of the browser's own inside a control."""
    parent = known.get(node.get("parentId", ""))
    while parent is not None:
        if parent.get("role", {}).get("value", "") in ACCESSIBLE:
            return True
        parent = known.get(parent.get("parentId", ""))
    return False


def _group_of(node: Json, known: dict[str, Json]) -> Json | None:
    """The named group that a radio button stands in."""
    parent = known.get(node.get("parentId", ""))
    while parent is not None:
        if parent.get("role", {}).get("value") in {"group", "radiogroup"} and _name(parent):
            return parent
        parent = known.get(parent.get("parentId", ""))
    return None


def _name(node: Json) -> str:
    """The name; empty where the browser had nothing but a placeholder or a tool tip."""
    for source in node.get("name", {}).get("sources", []):
        if not source.get("superseded") and source.get("value") and source.get("type") == "placeholder":
            return ""
        if source.get("attribute") == "title" and source.get("attributeValue") and not source.get("superseded"):
            return ""
    said = str(node.get("name", {}).get("value", ""))
    return re.sub(r"\s+", " ", said).strip()


async def _lens_field(session: CDPSession, node: Json) -> Json | None:
    resolved = await session.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})
    called = await session.send(
        "Runtime.callFunctionOn",
        {"objectId": resolved["object"]["objectId"], "functionDeclaration": FIND, "returnByValue": True},
    )
    if "exceptionDetails" in called:
        raise AssertionError(called["exceptionDetails"])
    value: Json | None = called["result"].get("value")
    return value


# --- comparing -------------------------------------------------------------------------------------------


def plain(name: str) -> str:
    """Marks for required fields, which some pages draw into the label, are no part of a name."""
    return name.rstrip("*: ")


def misnamed(fields: list[AccessibleField]) -> list[AccessibleField]:
    return [field for field in fields if field.lens is None or not is_same(field.lens["name"], field.name)]


def is_same(name: str, accessible: str) -> bool:
    """Whether the lens says the browser's name; very long ones it cuts."""
    if len(accessible) > 190 and name.endswith("…"):
        return accessible.startswith(name[:-1])
    return plain(name) == plain(accessible)
