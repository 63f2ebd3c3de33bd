"""ID checks on both screens: a customer passes one, or does not, and the agent sees how it stands and nothing else."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count

import pytest
import pytest_asyncio
from axe import NARROW, WIDE
from browsers import NewPage
from checks_stage import ACCOUNT, BENEFITS, QUESTIONS, ChecksStage, checks_stage
from organisation import ACCOUNT as ANNA
from organisation import ANSWERS, FRIEND
from people import Agent, Customer
from planting import Haystack
from playwright.async_api import expect
from redis.asyncio import Redis
from serving import PASSWORD
from test_accessibility import LOOKS, Look
from wiretap import Wiretap, dump_of

CHECK = "Make sure it is you"
OTHER_WAY = "Bring a letter with your name to any library"
LOOKED_AT = 8_000
"""Milliseconds: an answer is told at a tick of the clock."""

Meet = Callable[..., Awaitable[tuple[Customer, Agent]]]
_accounts = count()


@pytest_asyncio.fixture(scope="module")
async def checks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ChecksStage]:
    async with checks_stage(tmp_path_factory.mktemp("checks")) as stage:
        yield stage


@pytest_asyncio.fixture
async def meet(checks: ChecksStage, enter: NewPage) -> Meet:
    """A customer in a conversation with Maya, who works by a playbook that guards account talk."""

    async def met(*taps: Wiretap, **options: object) -> tuple[Customer, Agent]:
        agent, customer = Agent(await enter(**options), checks.url), Customer(await enter(**options), checks.site_url)
        for tap, page in zip(taps, (customer.page, agent.page), strict=False):
            tap.on(page)
        await agent.sign_in("maya", PASSWORD)
        await customer.page.goto(checks.site_url)
        await customer.ask_for_help("Renew my permit")
        await take(agent)
        return customer, agent

    return met


async def take(agent: Agent) -> None:
    """Take the customer, and the playbook where it was not chosen already."""
    await agent.take_next()
    await steps(agent)
    choose = agent.page.get_by_role("button", name="Choose a playbook")
    await expect(choose.or_(agent.page.locator(".check-ask"))).to_be_visible()
    if await choose.is_visible():
        await choose.click()
        await agent.page.get_by_role("menuitem").filter(has_text=re.compile("Renew|Help with")).first.click()
        await expect(agent.page.locator(".check-ask")).to_be_visible()


async def steps(agent: Agent) -> None:
    """Bring the middle to the front, where it is a tab."""
    tab = agent.page.get_by_role("tab", name="Steps")
    if await tab.is_visible():
        await tab.click()


async def press(customer: Customer, name: str) -> None:
    await customer.widget.get_by_role("button", name=name).click()


async def open_check(customer: Customer, agent: Agent) -> None:
    """The agent asks with one key; the customer opens the screen."""
    await agent.page.keyboard.press("i")
    await press(customer, "Check that it is me")
    await expect(customer.widget.get_by_role("heading", name="Maya asks to check")).to_be_focused()


async def ask_for_code(customer: Customer, account: str = "") -> str:
    """Choose a code, and say who one is: somebody else each time, for an account has few tries a day."""
    account = account or str(next(_accounts))
    await press(customer, "Send me a code")
    await customer.widget.get_by_label("Customer number").fill(account)
    await press(customer, "Continue")
    await expect(customer.widget.get_by_label("Your code")).to_be_focused()
    return account


async def answer(customer: Customer, digits: str) -> None:
    """As people write it down."""
    await customer.widget.get_by_label("Your code").fill(f"{digits[:3]} {digits[3:]}")
    await press(customer, "Check")


def wrong(digits: str) -> str:
    """Other digits."""
    return f"{(int(digits) + 1) % 1_000_000:06}"


async def stands(agent: Agent, words: str, within: int = LOOKED_AT) -> None:
    """Wait until the agent sees a check so."""
    await expect(agent.page.get_by_role("region", name="ID checks")).to_contain_text(words, timeout=within)


async def test_a_code_by_mail_passes_and_opens_the_gate(checks: ChecksStage, meet: Meet) -> None:
    customer, agent = await meet()
    talk = agent.page.get_by_role("button", name="Talk about their account")
    await talk.click()
    gate = agent.page.get_by_role("region", name="ID checks").get_by_role("alert")
    await expect(gate).to_contain_text(f"First the customer has to pass the check “{CHECK}”")
    await gate.get_by_role("button", name="Ask for the check").click()
    await stands(agent, "Asked")

    await press(customer, "Check that it is me")
    await ask_for_code(customer, ACCOUNT)
    await stands(agent, "Answering")
    await answer(customer, await checks.mailbox.code())
    await expect(customer.widget.get_by_role("heading", name="Thank you, it worked")).to_be_focused(timeout=LOOKED_AT)
    await stands(agent, "Passed")
    await expect(agent.page.get_by_text("Identity checked by one-time code: passed")).to_be_visible()
    await talk.click()
    await stands(agent, "You may talk about their account")


async def test_three_wrong_codes_lock_it_kindly_and_name_another_way(checks: ChecksStage, meet: Meet) -> None:
    customer, agent = await meet()
    await open_check(customer, agent)
    await ask_for_code(customer)
    digits = wrong(await checks.mailbox.code())
    for left in ("You can try 2 more times.", "You can try 1 more time."):
        await answer(customer, digits)
        await customer.sees(f"That did not match what we have. It can happen to anybody. {left}", within=8)
        await expect(customer.widget.get_by_label("Your code")).to_have_value("")
        await expect(customer.widget.get_by_label("Your code")).to_be_focused()
    await stands(agent, "1 try left")
    await answer(customer, digits)
    await expect(customer.widget.get_by_role("heading", name="We stop here for now")).to_be_focused(timeout=LOOKED_AT)
    await customer.sees(OTHER_WAY)
    await stands(agent, "Locked")
    await stands(agent, f"Tell them the other way: {OTHER_WAY}")
    await expect(agent.page.locator(".check-ask")).to_have_count(0)


async def test_who_is_signed_in_on_the_page_passes_with_one_press(checks: ChecksStage, meet: Meet) -> None:
    customer, agent = await meet()
    await open_check(customer, agent)
    checks.signed_in = ACCOUNT
    await press(customer, "I am signed in on this page")
    await expect(customer.widget.get_by_role("heading", name="Thank you, it worked")).to_be_visible(timeout=LOOKED_AT)
    checks.signed_in = ""
    await stands(agent, "by sign-in on the site")
    assert await customer.page.evaluate("heard") == ["identified"]
    assert checks.tokens[-1] not in await customer.page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")


async def test_who_would_rather_not_is_told_the_other_way(meet: Meet) -> None:
    customer, agent = await meet()
    await open_check(customer, agent)
    await press(customer, "I would rather not")
    await customer.sees(OTHER_WAY)
    await press(customer, "Do not check me here")
    await customer.sees("This check is over")
    await stands(agent, "Called off")
    await press(customer, "Back to the chat")
    await expect(customer.widget.get_by_label("Write a message")).to_be_visible()


async def test_an_answer_is_in_no_frame_to_the_agent_no_store_and_no_storage(checks: ChecksStage, meet: Meet) -> None:
    taps = Wiretap(own=checks.site_url), Wiretap(own=checks.site_url)
    customer, agent = await meet(*taps)
    await open_check(customer, agent)
    await ask_for_code(customer, ACCOUNT)
    digits = await checks.mailbox.code()
    page = customer.page
    await page.evaluate(
        "() => { const own = Storage.prototype.setItem; window.kept = [];"
        " Storage.prototype.setItem = function (...said) {"
        " kept.push(said.join(' ')); return own.apply(this, said); }; }"
    )
    await answer(customer, wrong(digits))
    await customer.sees("That did not match", within=8)
    assert wrong(digits) not in await page.evaluate("document.querySelector('alongside-widget').shadowRoot.innerHTML")
    await answer(customer, digits)
    await customer.sees("Thank you, it worked", within=8)
    await press(customer, "Back to the chat")
    await customer.say("That was quick")
    await agent.sees("That was quick")

    kept = await page.evaluate("JSON.stringify([kept, {...sessionStorage}, {...localStorage}])")
    store = await dump_of(Redis.from_url(checks.store_url))
    assert Haystack(taps[0].frames()).finds(digits)  # the search is not blind
    assert Haystack(store).finds("check.passed")
    assert "That was quick" in kept
    for secret in (digits, wrong(digits), ACCOUNT):
        for name, where in {"the agent": taps[1].deliveries(), "the store": store, "the browser": kept}.items():
            assert not Haystack(where).finds(secret), f"{secret} is in what reached {name}"


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_every_state_of_a_check_is_accessible(checks: ChecksStage, meet: Meet, look: Look) -> None:
    look.found = []
    customer, agent = await meet(**look.options)
    page = customer.page
    await look.at(agent.page, "console, check due")
    await agent.page.get_by_role("button", name="Talk about their account").click()
    await agent.sees("First the customer has to pass")
    await look.at(agent.page, "console, gate refused")
    await agent.page.keyboard.press("i")
    await expect(customer.widget.get_by_role("button", name="Check that it is me")).to_be_visible()
    await look.at(page, "panel, check asked")
    await press(customer, "Check that it is me")
    await look.at(page, "panel, check ways")
    await press(customer, "I would rather not")
    await look.at(page, "panel, check rather not")
    await press(customer, "No, go on with the check")
    await ask_for_code(customer)
    await look.at(page, "panel, check code")
    digits = wrong(await checks.mailbox.code())
    for _ in range(2):
        await answer(customer, digits)
        await customer.sees("It can happen to anybody", within=8)
    await look.at(page, "panel, check wrong")
    await stands(agent, "Not right yet")
    await look.at(agent.page, "console, check not right")
    await answer(customer, digits)
    await customer.sees("We stop here for now", within=8)
    await look.at(page, "panel, check locked")
    await stands(agent, "Locked")
    await look.at(agent.page, "console, check locked")
    assert look.found == []


# --- somebody who acts for somebody else: by questions for one, by a code app for the other -------------------------


async def test_who_acts_for_somebody_passes_for_both_after_a_slip_each(checks: ChecksStage, enter: NewPage) -> None:
    look, taps = Look("acting"), (Wiretap(own=checks.site_url), Wiretap(own=checks.site_url))
    agent = Agent(await enter(viewport=WIDE), checks.url)
    customer = Customer(await enter(viewport=NARROW, has_touch=True), checks.site_url)
    for tap, page in zip(taps, (customer.page, agent.page), strict=True):
        tap.on(page)
    await agent.sign_in("maya", PASSWORD)
    await customer.page.goto(f"{checks.site_url}/{BENEFITS}")
    await customer.ask_for_help("Claim for my mother")
    await take(agent)
    await ask_for_both(agent, look)

    await look.at(customer.page, "panel, two checks asked")
    await press(customer, "Check the person I help")
    await look.at(customer.page, "panel, ways for the person helped")
    await begin_with(customer, "Ask me some questions", ANNA, look)
    await answer_questions(customer, {**ANSWERS, "year": WRONG["year"]})
    await slips(customer, agent, look, "questions")
    assert await kept_fields(customer) == [""] * len(QUESTIONS)
    await answer_questions(customer, ANSWERS)
    await passes(customer, agent)
    await customer.sees("There is one more check.")
    await look.at(customer.page, "panel, one of two passed")
    await refused_still(agent, look)

    await press(customer, "Check that it is me")
    await begin_with(customer, "Use my code app", FRIEND, look)
    await answer(customer, WRONG["code"])
    await slips(customer, agent, look, "app")
    await answer(customer, checks.organisation.digits)
    await passes(customer, agent)
    await press(customer, "Back to the chat")
    await agent.page.get_by_role("button", name="Talk about their account").click()
    await stands(agent, "You may talk about their account")

    store = await dump_of(Redis.from_url(checks.store_url))
    assert Haystack(taps[0].frames()).finds(ANSWERS["amount"])  # the search is not blind
    assert Haystack(store).finds("power-of-attorney")
    for secret in (*ANSWERS.values(), *WRONG.values(), checks.organisation.digits, ANNA, FRIEND):
        for name, where in {"the agent": taps[1].deliveries(), "the store": store}.items():
            assert not Haystack(where).finds(secret), f"{secret} is in what reached {name}"
    assert look.found == []


WRONG = {"year": "QZWRKV-77", "code": "135797"}


async def ask_for_both(agent: Agent, look: Look) -> None:
    await agent.page.get_by_role("button", name="They act for someone").click()
    await agent.page.get_by_label("Reference").fill("LPA 12")
    await look.at(agent.page, "console, acting for someone")
    await agent.page.get_by_role("button", name="Ask for both checks").click()
    await stands(agent, "They act by: power of attorney, LPA 12")
    await look.at(agent.page, "console, two checks asked")


async def begin_with(customer: Customer, way: str, account: str, look: Look) -> None:
    """Choose a way, and say whose account it is."""
    await press(customer, way)
    await customer.widget.get_by_label("Customer number").fill(account)
    await press(customer, "Continue")
    await expect(customer.widget.get_by_role("button", name="Check", exact=True)).to_be_visible()
    await look.at(customer.page, f"panel, {way}")


async def answer_questions(customer: Customer, answers: dict[str, str]) -> None:
    for id, label in QUESTIONS.items():
        await customer.widget.get_by_label(label).fill(answers[id])
    await press(customer, "Check")


async def kept_fields(customer: Customer) -> list[str]:
    """What stands in the private fields."""
    fields = customer.widget.locator(".check-input")
    return [await field.input_value() for field in await fields.all()]


async def slips(customer: Customer, agent: Agent, look: Look, way: str) -> None:
    """It was wrong; nobody says what of it."""
    await customer.sees(
        "That did not match what we have. It can happen to anybody. You can try 2 more times.", within=8
    )
    await expect(customer.widget.get_by_text("That did not match")).to_be_in_viewport(ratio=1)
    await look.at(customer.page, f"panel, {way} wrong")
    await stands(agent, "Not right yet")
    await stands(agent, "2 tries left")


async def passes(customer: Customer, agent: Agent) -> None:
    await customer.sees("Thank you, it worked", within=8)
    await stands(agent, "Passed")


async def refused_still(agent: Agent, look: Look) -> None:
    """Of the two checks one is not enough."""
    await agent.page.get_by_role("button", name="Talk about their account").click()
    await stands(agent, "First the customer has to pass the check “Make sure who claims”. It is asked for")
    await look.at(agent.page, "console, one of two passed")
