"""Each playbook is followed from hello to goodbye by a customer who makes every mistake it lists.

The agent's console must show the playbook's words at each point, for somebody new and for somebody confident.
How each mistake is made stands in `tests/cases/playbook_journeys`.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from journeys import FOLDER, journey, listed_mistakes
from people import Agent, Customer
from playbook_walk import Familiar, Walk
from playwright.async_api import Browser
from stage import Stage

from alongside.shelf import read_directory

PLAYBOOKS = read_directory(Path(__file__).parents[2] / "playbooks").playbooks


@pytest_asyncio.fixture(scope="module")
async def maya(stage: Stage, chromium: Browser) -> AsyncIterator[Agent]:
    """The agent, who stays for all journeys."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    agent = Agent(await context.new_page(), stage.url)
    await agent.sign_in("maya", "demo-maya")
    yield agent
    await context.close()


@pytest_asyncio.fixture
async def customer(stage: Stage, chromium: Browser) -> AsyncIterator[Customer]:
    context = await chromium.new_context(reduced_motion="reduce")
    yield Customer(await context.new_page(), stage.site_url)
    await context.close()


@pytest.mark.parametrize("familiarity", ["new", "confident"])
@pytest.mark.parametrize("name", PLAYBOOKS)
async def test_the_words_are_right_at_every_point_and_after_every_mistake(
    customer: Customer, maya: Agent, name: str, familiarity: Familiar, tmp_path: Path
) -> None:
    await Walk(customer, maya, PLAYBOOKS[name], journey(name), familiarity, tmp_path).go()


async def test_who_had_no_trouble_is_offered_more_at_the_end(customer: Customer, maya: Agent, tmp_path: Path) -> None:
    name = "resident-parking-permit"
    walk = Walk(customer, maya, PLAYBOOKS[name], journey(name), "new", tmp_path, makes_mistakes=False)
    await walk.go()
    assert walk.asked == [offer.title for offer in PLAYBOOKS[name].offers]


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_mistake_that_a_playbook_lists_is_made(name: str) -> None:
    assert journey(name).mistakes() == listed_mistakes(PLAYBOOKS[name])


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_step_of_a_playbook_is_met(name: str) -> None:
    assert sorted(journey(name).steps()) == sorted(step.id for step in PLAYBOOKS[name].steps)


def test_every_journey_is_for_a_playbook() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(PLAYBOOKS)
