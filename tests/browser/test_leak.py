"""Nothing that a customer enters leaves their browser, unless they write it to a person: searched everywhere.

A secret is planted wherever a value can stand. Then the whole journey is driven, and every frame and request
of the customer's browser, every frame to the agent's, and all that the server keeps is searched for each.
Known public words are searched for in the same way, so that the search cannot be blind.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from people import Agent, Customer
from planted_page import PUBLIC, PlantedPage
from planting import Haystack, Plants, disguises
from playwright.async_api import Browser, expect
from stage import Stage
from wiretap import Wiretap, files_of, store_dump


@dataclass
class Journey:
    """What was planted, what was said in the open, and what was overheard."""

    plants: Plants
    said: str
    stage: Stage
    customer: Wiretap
    agent: Wiretap
    by_playbook: bool = False
    before_consent: int = 0
    at_stop: int = 0

    async def channels(self) -> dict[str, str | bytes]:
        return {
            REQUESTS: await self.customer.http(),
            "the customer's frames": self.customer.frames(),
            "the agent's frames": self.agent.deliveries(),
            "the store": await store_dump(self.stage.data_dir / "store" / "valkey.sock"),
            "the files": files_of(self.stage.data_dir),
        }


PLAYBOOKS = Path(__file__).parent / "playbooks"
VERDICTS = ("a-word-of-letters", "not-as-agreed", "has-an-at-sign", "wrong-file-type", "in-the-past")
"""What the playbook's rules find on the planted page."""


@pytest_asyncio.fixture(scope="module", params=[False, True], ids=["alone", "by a playbook"])
async def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The demo, once as it is, and once with a playbook whose rules judge every answer on the planted page."""
    started = Stage(tmp_path_factory.mktemp("demo"), PLAYBOOKS if request.param else None)
    await started.start()
    yield started
    await started.stop()


@pytest_asyncio.fixture(scope="module")
async def journey(stage: Stage, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Journey]:
    """Driven once for each stage; every test looks at it from another side."""
    # Chromium knows no address for a page that a test serves, and asks before it may reach this machine.
    contexts = [await chromium.new_context(permissions=["local-network-access"]) for _ in range(2)]
    customer = Customer(await contexts[0].new_page(), stage.site_url)
    agent = Agent(await contexts[1].new_page(), stage.url)
    driven = Journey(Plants(), "", stage, Wiretap(own=stage.site_url), Wiretap(own=stage.site_url))
    driven.said = Plants().word("said in the open")
    driven.customer.on(customer.page)
    driven.agent.on(agent.page)
    driven.by_playbook = stage.playbooks == PLAYBOOKS
    await drive(driven, customer, agent, tmp_path_factory.mktemp("uploads"))
    yield driven
    for context in contexts:
        await context.close()


# --- the journey -----------------------------------------------------------------------------------------


async def drive(journey: Journey, customer: Customer, agent: Agent, folder: Path) -> None:
    plants = journey.plants
    planted = PlantedPage(customer.page, customer.site_url, plants)
    await planted.serve(f"{journey.stage.url}/widget.js")
    await agent.sign_in("maya", "demo-maya")

    await customer.page.goto(planted.url)
    await planted.fill("before anything", folder)
    await customer.ask_for_help(f"Say {journey.said}", f"Refused: {plants.card('card in the difficulty')}")
    await agent.take_next()
    await customer.say(f"It is {plants.card('card in the chat')}, valid 04/31, CVV 731")
    await agent.sees("card number")

    await agent.ask_to_see()
    await expect(customer.widget.get_by_text("This is exactly what they would see now")).to_be_visible()
    await planted.fill("while asked", folder)
    journey.before_consent = len(journey.customer.sent)
    await customer.share()
    await expect(agent.field(PUBLIC)).to_be_visible()
    await planted.fill("while sharing", folder)
    await expect(agent.field("In the frame")).to_be_visible()
    if journey.by_playbook:
        await expect(agent.field("Password")).to_contain_text("Looks like: not as agreed")
    await point_and_dismiss(customer, agent)

    await customer.page.reload()
    await planted.fill("after a page load", folder)
    await expect(agent.field(PUBLIC)).to_be_visible()
    await fill_demo_form(customer, agent, plants)
    await customer.page.goto(planted.url)
    await planted.fill("after going on", folder)
    await customer.page.go_back()
    await customer.page.go_forward()
    await planted.fill("after back and forward", folder)
    await expect(agent.field(PUBLIC)).to_be_visible()

    await customer.stop_sharing()
    await agent.sees("Sharing stopped")
    journey.at_stop = len(journey.customer.sent)
    await planted.fill("after stopping", folder)
    await customer.say("That is all")
    await agent.sees("That is all")

    await agent.page.get_by_role("button", name="End", exact=True).click()
    await agent.page.get_by_role("button", name="End the conversation").click()
    await give_feedback(customer, plants)
    await planted.fill("after the end", folder)


async def point_and_dismiss(customer: Customer, agent: Agent) -> None:
    await agent.point_at("Choice", "Any colour will do")
    bubble = customer.page.locator("alongside-highlight")
    await expect(bubble).to_contain_text("Any colour will do")
    await bubble.get_by_role("button").click()
    await expect(bubble).to_have_count(0)


async def fill_demo_form(customer: Customer, agent: Agent, plants: Plants) -> None:
    """Two pages of the real form, each first with answers that its server refuses and repeats."""
    page = customer.page
    await page.goto(f"{customer.site_url}/permit/about-you")
    await page.get_by_label("Full name").fill(plants.word("demo name"))
    await page.get_by_label("E-mail address").fill(plants.word("demo e-mail refused"))
    await page.get_by_label("Phone number").fill(plants.code("demo phone refused"))
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_text("is not an e-mail address").first).to_be_visible()
    await expect(agent.field("E-mail address")).to_contain_text("is not an e-mail address")
    await page.get_by_label("E-mail address").fill(plants.email("demo e-mail"))
    await page.get_by_label("Phone number").fill(plants.number("demo phone", "01632######"))
    for part, answer in (("Day", "27"), ("Month", "3"), ("Year", "1984")):
        await page.get_by_label(part, exact=True).fill(answer)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Postcode").fill(plants.code("demo postcode refused"))
    await page.get_by_role("button", name="Continue").click()
    await expect(agent.field("Postcode")).to_contain_text("Enter a full postcode")
    await page.get_by_label("Postcode").fill("HM1 4QT")
    await page.get_by_label("My address is not listed").check()
    await page.get_by_label("House number and street").fill(plants.word("demo street"))
    await page.get_by_label("Town").fill(plants.word("demo town"))
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Registration number").fill(plants.code("demo registration"))
    await page.get_by_role("button", name="Continue").click()
    await expect(agent.field("Registration number")).to_be_visible()


async def give_feedback(customer: Customer, plants: Plants) -> None:
    await customer.sees("Did this solve it?")
    await customer.choose("Yes")
    comment = customer.widget.get_by_label("Do you want to tell us more?")
    await comment.fill(f"My card is {plants.card('card in the comment')}")
    await customer.widget.get_by_role("button", name="Send").click()
    await customer.sees("Thank you")


# --- what was overheard ----------------------------------------------------------------------------------


REQUESTS = "the customer's requests"
SPOKEN = ["the customer's frames", "the agent's frames", "the store", "the files"]


@pytest.mark.parametrize("channel", [REQUESTS, *SPOKEN])
async def test_no_planted_secret_is_found_in(journey: Journey, channel: str) -> None:
    assert journey.plants.found_in((await journey.channels())[channel]) == {}


@pytest.mark.parametrize("channel", SPOKEN)
async def test_what_is_public_is_found_in(journey: Journey, channel: str) -> None:
    heard = Haystack((await journey.channels())[channel])
    assert heard.finds(journey.said)
    assert heard.finds(PUBLIC)


@pytest.mark.parametrize("verdict", VERDICTS)
async def test_the_verdicts_of_a_playbook_are_all_that_is_told_of_an_answer(journey: Journey, verdict: str) -> None:
    assert (f'"verdict":"{verdict}"' in journey.customer.frames()) == journey.by_playbook
    assert '"seen-in-private"' not in journey.customer.frames()


async def test_the_widgets_own_addresses_are_found_in_the_customers_requests(journey: Journey) -> None:
    heard = await journey.customer.http()
    assert "/widget/parking.json" in heard
    assert "'origin'" in heard


async def test_nothing_of_the_form_is_sent_before_consent(journey: Journey) -> None:
    assert not [frame for frame in journey.customer.sent[: journey.before_consent] if "lens." in frame]


async def test_nothing_of_the_form_is_sent_after_stop_sharing(journey: Journey) -> None:
    assert not [frame for frame in journey.customer.sent[journey.at_stop :] if "lens." in frame]
    assert [frame for frame in journey.customer.sent[: journey.at_stop] if "lens." in frame]


async def test_what_was_hidden_is_named_in_its_place(journey: Journey) -> None:
    assert json.dumps({"hidden": "card"}, separators=(",", ":")) in journey.agent.deliveries()


def test_the_search_sees_through_every_disguise() -> None:
    plants = Plants()
    for secret in (plants.word("a"), plants.code("b"), plants.number("c", "07### ######"), plants.card("d")):
        for disguise in (*disguises(secret), secret.lower(), secret.replace(" ", "-"), secret[2:13]):
            assert Haystack(f"xx {disguise} yy").finds(secret), disguise
