"""Something breaks in mid-session: nothing is lost or doubled, both are told, and it carries on by itself."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from conversation import RECOVERY, Conversation
from log_store import free_port
from network import Network
from people import Agent, Customer
from playwright.async_api import Browser, Page, expect
from serving import PARKING, PASSWORD, Served, answering, serving, site
from stage import Stage

from alongside.demosite import make_app as make_demo_site

NOTICED = 25.0
"""Seconds until a connection that went dead without a word is noticed: a ping, its patience, and air."""
LONG_CUT = 30.0
GRACE = 3
"""Seconds an agent may be gone, where a test waits for it."""

CUSTOMER_WAITS = "No connection just now. We keep trying. What you write is not lost."
CUSTOMER_UNSAVED = "We cannot save messages just now. We keep trying. What you write is not lost."
AGENT_WAITS = "Reconnecting… Nothing is lost"
AGENT_UNSAVED = "The server cannot save just now."
MAYA_AWAY = "Maya has lost connection. Please wait a moment."
CUSTOMER_AWAY = "Away: their page is closed or offline"


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    started = Stage(tmp_path / "demo")
    await started.start()
    yield started
    await started.stop()


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Browser:
    found: Browser = request.getfixturevalue(request.param)
    return found


in_chromium_alone = pytest.mark.parametrize("browser", ["chromium"], indirect=True)
"""For what rests on our own code alone; what rests on how a browser leaves pages and loses lines is tried in both."""


@asynccontextmanager
async def person(browser: Browser, network: Network | None = None) -> AsyncIterator[Page]:
    """A page in a browser of one's own, if need be on a network of one's own."""
    proxy = {"server": network.url} if network else None
    context = await browser.new_context(proxy=proxy)  # type: ignore[arg-type]
    try:
        yield await context.new_page()
    finally:
        await context.close()


@pytest_asyncio.fixture
async def talk(stage: Stage, browser: Browser) -> AsyncIterator[Conversation]:
    """A session under way."""
    async with person(browser) as one, person(browser) as other:
        conversation = Conversation(stage, Customer(one, stage.site_url), Agent(other, stage.url))
        await conversation.begin()
        yield conversation


class Wired(Conversation):
    """A session under way, each side on a network of its own."""

    def __init__(self, stage: Stage, pages: list[Page], networks: list[Network]) -> None:
        super().__init__(stage, Customer(pages[0], stage.site_url), Agent(pages[1], stage.url))
        self.customers_network, self.agents_network = networks


@pytest_asyncio.fixture
async def wired(stage: Stage, chromium: Browser) -> AsyncIterator[Wired]:
    async with AsyncExitStack() as stack:
        networks = [await stack.enter_async_context(Network().laid()) for _ in range(2)]
        pages = [await stack.enter_async_context(person(chromium, network)) for network in networks]
        conversation = Wired(stage, pages, networks)
        await conversation.begin()
        yield conversation


# --- reloads ---------------------------------------------------------------------------------------------


async def test_the_customer_reloads_the_page(talk: Conversation) -> None:
    await talk.customer_says("Sent in the moment of leaving")
    await talk.customer.page.reload()
    await talk.carries_on()
    await talk.customer.sees("Sharing your steps with Maya")


async def test_the_agent_reloads_the_console(talk: Conversation) -> None:
    await talk.agent.page.reload()
    await talk.carries_on()


# --- the server and its store ----------------------------------------------------------------------------


@in_chromium_alone
async def test_the_server_is_killed_and_started_again(talk: Conversation) -> None:
    await talk.stage.stop(signal.SIGKILL)
    await talk.customer.sees(CUSTOMER_WAITS)
    await talk.agent.sees(AGENT_WAITS)
    await talk.both_say("without a server")
    await talk.stage.start()
    await talk.carries_on()


async def test_the_server_is_killed_with_messages_on_their_way(talk: Conversation) -> None:
    for count in range(10):
        await talk.both_say(f"on its way {count}")
    await talk.stage.stop(signal.SIGKILL)
    await talk.stage.start()
    await talk.carries_on()


@in_chromium_alone
async def test_the_store_is_killed(talk: Conversation) -> None:
    os.kill(talk.stage.store_process(), signal.SIGKILL)
    await talk.both_say("with the store just gone")
    await talk.carries_on()


async def test_the_store_stays_away_for_a_while(talk: Conversation) -> None:
    async with no_store(talk.stage):
        await talk.both_say("without a store")
        await talk.customer.sees(CUSTOMER_UNSAVED)
        await talk.agent.sees(AGENT_UNSAVED)
    await talk.carries_on()


@asynccontextmanager
async def no_store(stage: Stage) -> AsyncIterator[None]:
    """The store dies, and cannot start again: its configuration is not where it was."""
    configuration = stage.data_dir / "store" / "valkey.conf"
    elsewhere = configuration.rename(configuration.with_suffix(".away"))
    os.kill(stage.store_process(), signal.SIGKILL)
    try:
        yield
    finally:
        elsewhere.rename(configuration)


# --- the network -----------------------------------------------------------------------------------------


async def test_the_customers_network_is_cut_for_thirty_seconds(wired: Wired) -> None:
    wired.customers_network.cut()
    await wired.customer.sees(CUSTOMER_WAITS)
    await wired.agent.sees(CUSTOMER_AWAY)
    await wired.both_say("with the customer cut off")
    await asyncio.sleep(LONG_CUT)  # what is tested: the pauses between attempts have grown to their longest
    wired.customers_network.mend()
    await wired.carries_on()


async def test_the_agents_network_is_cut(wired: Wired) -> None:
    wired.agents_network.cut()
    await wired.agent.sees(AGENT_WAITS)
    await wired.customer.sees(MAYA_AWAY)
    await wired.both_say("with the agent cut off")
    wired.agents_network.mend()
    await wired.carries_on()


@pytest.mark.parametrize("fault", [Network.silence, Network.deafen])
async def test_the_customers_network_goes_dead_without_a_word(wired: Wired, fault: Callable[[Network], None]) -> None:
    fault(wired.customers_network)
    await wired.both_say("into the void")
    await wired.customer.sees(CUSTOMER_WAITS, within=NOTICED)
    await wired.agent.sees(CUSTOMER_AWAY, within=NOTICED)
    wired.customers_network.mend()
    await wired.carries_on()


@pytest.mark.parametrize("fault", [Network.silence, Network.deafen])
async def test_the_agents_network_goes_dead_without_a_word(wired: Wired, fault: Callable[[Network], None]) -> None:
    fault(wired.agents_network)
    await wired.both_say("into the void")
    await wired.agent.sees(AGENT_WAITS, within=NOTICED)
    await wired.customer.sees(MAYA_AWAY, within=NOTICED)
    wired.agents_network.mend()
    await wired.carries_on()


# --- an agent who is gone --------------------------------------------------------------------------------


@asynccontextmanager
async def impatient_server(redis_url: str, prefix: str) -> AsyncIterator[tuple[Served, str]]:
    """A server that waits for agents only briefly, and the form's address."""
    origin = f"http://localhost:{free_port()}"
    sites = {PARKING: site("Parking permits", origin)}
    async with (
        serving(redis_url, prefix, sites=sites, grace_seconds=GRACE) as server,
        answering(make_demo_site(server.url), "localhost", int(origin.rpartition(":")[2])),
    ):
        yield server, origin


async def test_a_customer_whose_agent_stays_away_comes_first_in_the_queue_and_another_takes_over(
    redis_url: str, prefix: str, chromium: Browser
) -> None:
    async with (
        impatient_server(redis_url, prefix) as (server, site_url),
        Network().laid() as mayas_network,
        person(chromium) as one,
        person(chromium) as another,
        person(chromium, mayas_network) as mayas_page,
        person(chromium) as sams_page,
    ):
        customer, next_customer = Customer(one, site_url), Customer(another, site_url)
        maya, sam = Agent(mayas_page, server.url), Agent(sams_page, server.url)
        await maya.sign_in("maya", PASSWORD)
        await sam.sign_in("sam", PASSWORD)
        await customer.open_form()
        await customer.ask_for_help("Left alone")
        await maya.take_next()
        await customer.sees("Maya has joined you.")
        await next_customer.open_form()
        await next_customer.ask_for_help("Came later")
        await next_customer.sees("You are next.")

        mayas_network.cut()
        await customer.sees(MAYA_AWAY)
        await customer.sees("Maya has lost connection.", within=RECOVERY)
        await customer.sees("You are first in the queue.")
        await customer.sees("You are next.")
        await next_customer.sees("You are number 2.")

        await customer.say("Is anybody there?")
        await sam.take_next()
        await customer.sees("Sam has joined you.")
        await sam.sees("Is anybody there?")
        await sam.say("I am")
        await customer.sees("I am")

        mayas_network.mend()
        await maya.sees("Sam has this customer now.", within=RECOVERY)
        await next_customer.sees("You are next.")


# --- two at once -----------------------------------------------------------------------------------------

PRESS_AT = """(button, moment) => new Promise((done) =>
  setTimeout(() => done(button.click()), moment - Date.now()))"""


async def test_of_two_agents_who_take_a_customer_at_the_same_moment_one_is_told_who_was_faster(
    stage: Stage, chromium: Browser
) -> None:
    async with person(chromium) as page, person(chromium) as mayas_page, person(chromium) as sams_page:
        customer = Customer(page, stage.site_url)
        maya, sam = Agent(mayas_page, stage.url), Agent(sams_page, stage.url)
        await maya.sign_in("maya", "demo-maya")
        await sam.sign_in("sam", "demo-sam")
        await customer.open_form()
        await customer.ask_for_help("Wanted by two")
        buttons = [each.page.get_by_role("button", name="Take Wanted by two") for each in (maya, sam)]
        for button in buttons:
            await expect(button).to_be_enabled()

        moment = time.time() * 1000 + 500
        await asyncio.gather(*(button.evaluate(PRESS_AT, moment) for button in buttons))

        await expect(customer.widget.get_by_text("has joined you.")).to_have_count(1)
        told = await customer.widget.get_by_text("has joined you.").inner_text()
        name = told.split()[0]
        winner, loser = (maya, sam) if name == "Maya" else (sam, maya)
        await expect(winner.page.get_by_role("button", name="End", exact=True)).to_be_visible()
        await loser.sees(f"{name} has just taken this customer.")
        await expect(loser.page.get_by_role("button", name="End", exact=True)).to_have_count(0)


# --- nobody there at first -------------------------------------------------------------------------------


@in_chromium_alone
async def test_help_pressed_without_a_server_says_so_and_works_once_it_is_back(stage: Stage, browser: Browser) -> None:
    async with person(browser) as page:
        customer = Customer(page, stage.site_url)
        await customer.open_form()
        await expect(customer.widget.get_by_role("button", name="Help")).to_be_visible()
        await stage.stop(signal.SIGKILL)
        await customer.open_panel()
        await customer.sees("Help: no answer. Try again.")
        await stage.start()
        await customer.ask_for_help("Asked again")


@in_chromium_alone
async def test_a_request_without_a_server_says_so_and_works_once_it_is_back(stage: Stage, browser: Browser) -> None:
    async with person(browser) as page:
        customer = Customer(page, stage.site_url)
        await customer.open_form()
        await customer.open_panel()
        await customer.widget.get_by_role("button", name="Chat with someone").click()
        await customer.widget.get_by_label("What are you trying to do?").fill("Be patient")
        await stage.stop(signal.SIGKILL)
        await customer.widget.get_by_role("button", name="Ask for help").click()
        await customer.sees("We could not reach the help service. Check your connection and try again.")
        await stage.start()
        await customer.widget.get_by_role("button", name="Ask for help").click()
        await customer.sees("You are in the queue")
