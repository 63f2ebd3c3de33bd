"""Signs of trouble on a real page: each is noticed, what only looks like one is not, and help is offered once."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Browser, Locator, Page, Request, Route, expect
from stage import Stage

FORM = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Permit</title>
<script src="{widget}" data-site="parking" defer></script></head><body><main><h1>Permit</h1>
<ol><li id="one" aria-current="step">One</li><li id="two">Two</li></ol>
<form novalidate>
 <label>Postcode <input id="postcode" name="postcode"></label>
 <label>Phone <input id="phone" name="phone"></label>
 <label>Notes <textarea id="notes"></textarea></label>
 <p id="text">Words that one may select</p>
 <label>How many <input id="many" type="number" value="1"></label> <button type="button" id="more">+</button>
 <label>When <input id="when" type="date"></label>
 <div role="grid" aria-label="Days"><div role="row"><button type="button" role="gridcell" id="day">7</button>
  </div></div>
 <button type="button" id="dead">Find address</button>
 <button type="button" id="there">Other step</button>
 <button id="go">Continue</button>
</form></main><script>
 const at = (id) => document.getElementById(id), postcode = at("postcode");
 const judge = () => {{ const wrong = postcode.value.length < 6;
  postcode.removeAttribute("aria-invalid"); if (wrong) postcode.setAttribute("aria-invalid", "true"); }};
 postcode.addEventListener("blur", judge);
 at("text").addEventListener("breaks", () => nowhere());
 document.forms[0].addEventListener("submit", (event) => {{ event.preventDefault(); judge(); }});
 at("there").addEventListener("click", () => {{ const next = location.hash === "#two" ? "one" : "two";
  location.hash = next; for (const id of ["one", "two"]) at(id).removeAttribute("aria-current");
  at(next).setAttribute("aria-current", "step"); }});
</script></body></html>"""


@dataclass
class Visitor:
    """Somebody on a form of the site who has not asked for help; `asked` are the reasons for which an offer was due."""

    page: Page
    asked: list[str]
    told: list[str]
    under_way: set[Request] = field(default_factory=set)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def ends(self, request: Request) -> None:
        self.under_way.discard(request)
        self.heard.set()

    async def go_on(self, seconds: float) -> None:
        """Let time pass on their device."""
        await self.page.clock.run_for(round(seconds * 1000))

    async def first_reason(self) -> str:
        """What the first offer would have been for."""
        await self.until(self._has_asked)
        return self.asked[0]

    async def _has_asked(self) -> bool:
        return bool(self.asked)

    async def _answered(self) -> None:
        """Wait until the page waits for no answer: its clock would run away from the network."""
        async with asyncio.timeout(10):
            while self.under_way:
                self.heard.clear()
                await self.heard.wait()

    async def until(self, so: Callable[[], Awaitable[bool]]) -> None:
        """Let time pass until something is so."""
        for _ in range(120):
            if await so():
                return
            await self.go_on(0.5)
            await self._answered()
        raise AssertionError("a minute passed, and it did not happen")

    async def stand_still(self) -> None:
        """From now on time passes only where a test says so."""
        await self.page.clock.pause_at(await self.page.evaluate("Date.now()") + 1000)

    async def click(self, target: str, times: int = 1, apart: float = 0.2) -> None:
        for _ in range(times):
            await self.page.locator(target).click()
            await self.go_on(apart)


Open = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def opened(stage: Stage, enter: NewPage) -> Open:
    """Opens the form in a browser of its own, with a clock that tests may move."""

    async def open_form(**options: object) -> Visitor:
        page = await enter(permissions=["local-network-access"], **options)
        visitor = Visitor(page, [], [])

        async def serve(route: Route) -> None:
            body = FORM.format(widget=f"{stage.url}/widget.js")
            await route.fulfill(body=body, content_type="text/html")

        def heard(request: Request) -> None:
            visitor.under_way.add(request)
            found = re.search(r"/offer\?did=(\w+)&cue=(\w+)", request.url)
            if found:
                (visitor.asked if found[1] == "ask" else visitor.told).append(
                    found[2] if found[1] == "ask" else found[1]
                )

        await page.route("**/permit/cues*", serve)
        page.on("request", heard)
        page.on("requestfinished", visitor.ends)
        page.on("requestfailed", visitor.ends)
        await page.clock.install()
        await load(visitor, stage)
        return visitor

    return open_form


async def load(visitor: Visitor, stage: Stage) -> None:
    """Load the form, and wait until the page is watched."""
    await visitor.page.goto(f"{stage.site_url}/permit/cues#one")
    await visitor.until(lambda: visitor.page.evaluate("sessionStorage.getItem('alongside.parking.cues') !== null"))


async def wrong(visitor: Visitor) -> None:
    """Fill in a postcode that the form refuses, and leave the field."""
    await visitor.page.locator("#postcode").fill("HM1")
    await visitor.page.locator("#notes").focus()
    await visitor.go_on(2)


async def repeated_error(visitor: Visitor) -> None:
    await wrong(visitor)
    await visitor.page.locator("#postcode").fill("HM")
    await visitor.page.locator("#notes").focus()


async def returns(visitor: Visitor) -> None:
    for _ in range(4):
        await visitor.page.locator("#phone").focus()
        await visitor.page.locator("#notes").focus()


async def refused_submits(visitor: Visitor) -> None:
    for value in ("HM1", "HM2"):
        await visitor.click("#go")
        await visitor.go_on(5)
        await visitor.page.locator("#postcode").evaluate("(field, value) => { field.value = value }", value)


async def idle_after_error(visitor: Visitor) -> None:
    await wrong(visitor)
    await visitor.go_on(61)


async def rage_clicks(visitor: Visitor) -> None:
    await visitor.click("#dead", times=3)


async def step_loops(visitor: Visitor) -> None:
    await visitor.click("#there", times=4, apart=6)


async def broken(visitor: Visitor) -> None:
    for _ in range(2):
        await visitor.page.locator("#text").evaluate("(text) => text.dispatchEvent(new Event('breaks'))")


@pytest.mark.parametrize(
    ("provoke", "reason"),
    [
        (repeated_error, "repeated_error"),
        (returns, "returns"),
        (refused_submits, "refused_submits"),
        (idle_after_error, "idle_after_error"),
        (rage_clicks, "rage_clicks"),
        (step_loops, "step_loops"),
        (broken, "fault"),
    ],
)
async def test_trouble_is_noticed(opened: Open, provoke: Callable[[Visitor], Awaitable[None]], reason: str) -> None:
    visitor = await opened()
    await provoke(visitor)
    assert await visitor.first_reason() == reason


async def test_many_clicks_that_are_meant_are_no_cue(opened: Open) -> None:
    visitor = await opened()
    await visitor.page.locator("#text").click(click_count=3)
    await visitor.go_on(2)
    for target in ("#more", "#many", "#when", "#day", "#notes"):
        await visitor.click(target, times=4)
        await visitor.go_on(2)
    await broken(visitor)
    assert await visitor.first_reason() == "fault"


# --- the offer ------------------------------------------------------------------------------------------


@pytest_asyncio.fixture
async def maya(stage: Stage, chromium: Browser) -> AsyncIterator[Agent]:
    """An agent who is there and has no customer."""
    context = await chromium.new_context()
    agent = Agent(await context.new_page(), stage.url)
    await agent.sign_in("maya", "demo-maya")
    yield agent
    await context.close()


async def end(agent: Agent) -> None:
    """End the conversation, so that the agent is free again."""
    await agent.page.get_by_role("button", name="End", exact=True).click()
    await agent.page.get_by_role("button", name="End the conversation").click()


def offer(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("region", name="Offer of help")


async def until_offered(visitor: Visitor) -> None:
    async def shown() -> bool:
        return "shown" in visitor.told

    await visitor.until(shown)
    await visitor.go_on(0.5)
    await expect(offer(visitor)).to_contain_text("Would you like some help?")


async def test_nothing_is_offered_when_nobody_is_free(opened: Open) -> None:
    visitor = await opened()
    await rage_clicks(visitor)
    async with visitor.page.expect_response(re.compile("did=ask")) as asked:
        await visitor.first_reason()
    assert await (await asked.value).json() == {"free": False}
    await visitor.go_on(60)
    assert visitor.told == []


async def test_help_is_offered_without_taking_the_focus_and_closed_for_good(
    opened: Open, maya: Agent, stage: Stage
) -> None:
    visitor = await opened()
    page = visitor.page
    await page.locator("#notes").focus()
    await rage_clicks(visitor)
    await page.locator("#notes").focus()
    await until_offered(visitor)
    assert await page.evaluate("document.activeElement.id") == "notes"
    await page.keyboard.press("Escape")
    await expect(offer(visitor)).to_have_count(0)
    assert await page.evaluate("document.activeElement.id") == "notes"
    assert visitor.told == ["shown", "dismissed"]
    for forget in ("", "sessionStorage.clear()"):
        await page.evaluate(forget)
        await page.reload()
        await expect(page.locator("alongside-widget").get_by_role("button", name="Help")).to_be_visible()
        await visitor.go_on(5)
        visitor.asked.clear()
        await rage_clicks(visitor)
        await visitor.go_on(10)
        assert visitor.asked == []


async def test_nothing_is_offered_while_somebody_types(opened: Open, maya: Agent) -> None:
    visitor = await opened()
    await visitor.stand_still()
    await visitor.page.locator("#notes").press_sequentially("a")
    await rage_clicks(visitor)
    for _ in range(8):
        await visitor.page.locator("#notes").press_sequentially("a")
        await visitor.go_on(1)
    assert (visitor.asked, visitor.told) == ([], [])
    await until_offered(visitor)


async def test_an_offer_that_is_taken_opens_the_request_with_the_difficulty_chosen(opened: Open, maya: Agent) -> None:
    visitor = await opened()
    await broken(visitor)
    await until_offered(visitor)
    card = offer(visitor)
    await expect(card).to_contain_text("That is not your fault")
    widget = visitor.page.locator("alongside-widget")
    await widget.get_by_role("button", name="Yes, please").click()
    await visitor.page.clock.resume()
    await expect(widget.get_by_role("radio", name="The page does not work")).to_be_checked()
    await widget.get_by_label("What are you trying to do?").fill("Get a permit")
    await widget.get_by_role("button", name="Ask for help").click()
    await maya.take_next()
    await maya.sees("Took the offer of help")
    assert visitor.told == ["shown", "accepted"]
    await end(maya)


# --- in a session ---------------------------------------------------------------------------------------


async def test_the_agent_sees_a_fault_of_the_system_with_its_evidence(
    stage: Stage, maya: Agent, chromium: Browser
) -> None:
    context = await chromium.new_context()
    customer = Customer(await context.new_page(), stage.site_url)
    await customer.open_form()
    await customer.ask_for_help("Get a permit")
    await maya.take_next()
    await maya.ask_to_see()
    await customer.share()
    await expect(maya.field("Full name")).to_be_visible()
    strip = maya.page.get_by_role("region", name="Signs of trouble")
    await expect(strip.get_by_role("button")).to_have_count(0)

    await customer.page.route("**/addresses?*", lambda route: route.fulfill(status=500))
    await customer.page.evaluate("fetch('/addresses?postcode=SECRET')")
    await expect(strip).to_contain_text("Looks like a system fault")
    await expect(strip).to_contain_text(re.compile(r"1 request to localhost:\d+ failed \(5xx\), last"))
    await customer.page.evaluate("() => { setTimeout(() => { nowhere() }) }")
    await strip.get_by_role("button", name="Why").click()
    await expect(strip).to_contain_text("1 error in the page’s own program")
    await customer.stop_sharing()
    await expect(strip).not_to_contain_text("system fault")
    await end(maya)
    await context.close()
