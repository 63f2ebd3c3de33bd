"""What customers may read of a playbook by themselves: the words for them, and not one of the agent's."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from aiohttp import ClientSession
from serving import LIBRARY_ORIGIN, PARKING_ORIGIN, serving

from alongside.api.tutorial import PER_MINUTE
from alongside.playbook import read
from alongside.playbook.tutorial import tutorial
from alongside.protocol.tutorial import TutorialStep
from alongside.shelf import read_directory

TEXT = """\
title: Get a permit
task: Apply for a permit
owner: SECRET owner
version: "1"
changed: [{version: "1", note: SECRET note}]
applies_to: {sites: [parking], urls: ["/permit/*"]}
opening: [SECRET question]
steps:
  - id: card
    title: Card number
    match: {name: Card number, field: card}
    say: {new: I cannot see it., confident: Card number.}
    why: Agents say why.
    look_for: SECRET look
    expect: [{min_length: 13}]
    if_error:
      - {verdict: too-short, say: {new: Some digits are missing.}}
      - {error: not found, say: {new: Try again.}}
    understanding: SECRET check
    if_stuck: [Look at the front.]
    alone: {say: {new: Tell it to nobody.}, why: It is charged at the end.}
  - id: name
    title: Name
    match: {label: '^name'}
    say: {new: Your name.}
    why: It stands on the permit.
prompts:
  - {id: heat, title: SECRET, when: SECRET, triggers: [SECRET], moves: [{title: SECRET, say: {new: SECRET}}]}
faults: [{id: down, title: SECRET, error: SECRET, say: SECRET}]
alternatives: [{title: SECRET, say: SECRET}]
offers: [{title: SECRET, say: SECRET}]
closing: [SECRET]
"""


def test_customers_get_their_words_and_the_rules_for_their_device() -> None:
    card, name = tutorial("permit", read("permit.yaml", TEXT, {})).steps
    assert (card.say.new, card.say.confident, card.why) == ("Tell it to nobody.", "", "It is charged at the end.")
    assert card.if_stuck == ("Look at the front.",)
    assert [reply.verdict or reply.error for reply in card.if_error] == ["too-short", "not found"]
    assert card.expect[0].min_length == 13
    assert (name.say.new, name.why) == ("Your name.", "It stands on the permit.")


def test_no_word_for_agents_is_given_to_customers() -> None:
    given = msgspec.json.encode(tutorial("permit", read("permit.yaml", TEXT, {}))).decode()
    assert "SECRET" not in given
    assert "I cannot see it" not in given


SHIPPED = read_directory(Path(__file__).parents[1] / "playbooks").playbooks
QUOTED = re.compile(r'"[^"]*"')
AN_AGENT = re.compile(r"\b(I|me|my|mine|myself|colleague|let us)\b", re.IGNORECASE)
OF_THE_CUSTOMER = re.compile(r"\b(they|them|their|theirs)\b", re.IGNORECASE)


def said_to_customers(step: TutorialStep) -> Iterator[str]:
    """Every sentence of a step, without what it quotes from the form."""
    says = [step.say, *(reply.say for reply in step.if_error)]
    variants = [text for say in says for text in (say.new, say.used_before, say.confident)]
    return (QUOTED.sub("", text) for text in [*variants, step.why, *step.if_stuck])


@pytest.mark.parametrize("name", SHIPPED)
def test_whoever_goes_alone_reads_of_no_agent_who_speaks_or_acts(name: str) -> None:
    steps = tutorial(name, SHIPPED[name]).steps
    found = [(step.id, text) for step in steps for text in said_to_customers(step) if AN_AGENT.search(text)]
    assert found == [], "give the step other words under `alone`"


@pytest.mark.parametrize("name", SHIPPED)
def test_whoever_goes_alone_is_spoken_to_when_told_why(name: str) -> None:
    steps = tutorial(name, SHIPPED[name]).steps
    assert [(step.id, step.why) for step in steps if OF_THE_CUSTOMER.search(step.why)] == []


@pytest.fixture
async def address(redis_url: str, prefix: str, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    directory = tmp_path_factory.mktemp("playbooks")
    (directory / "permit.yaml").write_text(TEXT)
    async with serving(redis_url, prefix, playbooks_dir=directory) as server:
        yield f"{server.url}/widget/parking/playbooks"


async def test_a_page_of_the_site_gets_the_steps_and_may_keep_them(address: str) -> None:
    async with ClientSession() as web, web.get(f"{address}/permit.json", headers={"Origin": PARKING_ORIGIN}) as answer:
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Access-Control-Allow-Origin"] == PARKING_ORIGIN
        assert "SECRET" not in await answer.text()


@pytest.mark.parametrize(("name", "origin", "status"), [("permit", LIBRARY_ORIGIN, 403), ("none", PARKING_ORIGIN, 404)])
async def test_other_pages_and_other_names_get_none(address: str, name: str, origin: str, status: int) -> None:
    async with ClientSession() as web, web.get(f"{address}/{name}.json", headers={"Origin": origin}) as answer:
        assert answer.status == status
        assert "says" in await answer.json()


async def test_a_network_address_gets_only_so_many_a_minute(address: str) -> None:
    async with ClientSession(headers={"Origin": PARKING_ORIGIN}) as web:
        for _ in range(PER_MINUTE):
            async with web.get(f"{address}/permit.json") as answer:
                assert answer.status == 200
        async with web.get(f"{address}/permit.json") as answer:
            assert answer.status == 429
