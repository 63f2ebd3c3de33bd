"""In the middle of a session something breaks: nothing is lost or doubled, both are told, and it carries on by itself."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversation import RECOVERY, Conversation
from network import Network
from people import Agent, Customer
from stage import Stage

NOTICED = 25.0
"""Seconds in which a connection that went dead without a word must have been noticed: ping, its patience, and air."""
LONG_CUT = 30.0

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


@asynccontextmanager
async def person(browser: Browser, network: Network | None = None) -> AsyncIterator[Page]:
    """A page in a browser of one's own, if need be on a network of one's own."""
    proxy = {"server": network.url} if network else None
    context = await browser.new_context(proxy=proxy)  # type: ignore[arg-type]
    yield await context.new_page()
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
async def test_the_customers_network_goes_dead_without_a_word(
    wired: Wired, fault: Callable[[Network], None]
) -> None:
    fault(wired.customers_network)
    await wired.both_say("into the void")
    await wired.customer.sees(CUSTOMER_WAITS, within=NOTICED)
    await wired.agent.sees(CUSTOMER_AWAY, within=NOTICED)
    wired.customers_network.mend()
    await wired.carries_on()


@pytest.mark.parametrize("fault", [Network.silence, Network.deafen])
async def test_the_agents_network_goes_dead_without_a_word(
    wired: Wired, fault: Callable[[Network], None]
) -> None:
    fault(wired.agents_network)
    await wired.both_say("into the void")
    await wired.agent.sees(AGENT_WAITS, within=NOTICED)
    await wired.customer.sees(MAYA_AWAY, within=NOTICED)
    wired.agents_network.mend()
    await wired.carries_on()
