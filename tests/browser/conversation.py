"""A session in the middle of things: a customer and an agent who chat and share, and what must be true later.

Keeps account of what was said, to compare it with what either of them sees and with what the log holds.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

from people import Agent, Customer
from playwright.async_api import expect
from stage import Stage

FIELDS = ("E-mail address", "Phone number", "Full name")
RECOVERY = 30.0
"""Seconds for everything to come right by itself: the longest pause between two attempts, and air."""


@dataclass
class Conversation:
    """Two people who are being helped to talk to each other."""

    stage: Stage
    customer: Customer
    agent: Agent
    said: dict[str, list[str]] = field(default_factory=lambda: {"customer": [], "agent": []})
    _fields: Iterator[str] = field(default_factory=lambda: cycle(FIELDS))

    async def begin(self) -> None:
        """Meet, talk and share."""
        await self.agent.sign_in("maya", "demo-maya")
        await self.customer.open_form()
        await self.customer.ask_for_help("Get a permit")
        await self.agent.take_next()
        await self.agent.ask_to_see()
        await self.customer.share()
        await self.exchange("at first")

    async def customer_says(self, text: str) -> None:
        self.said["customer"].append(text)
        await self.customer.say(text)

    async def agent_says(self, text: str) -> None:
        self.said["agent"].append(text)
        await self.agent.say(text)

    async def both_say(self, when: str) -> None:
        """Each says something, whether or not it can arrive just now."""
        await self.customer_says(f"Customer, {when}")
        await self.agent_says(f"Agent, {when}")

    async def exchange(self, when: str) -> None:
        """Each says something, and it arrives."""
        await self.both_say(when)
        await self.all_arrives()

    async def all_arrives(self) -> None:
        """Everything that was said stands on both screens once, and nothing is on its way any more."""
        count = sum(map(len, self.said.values()))
        for screen in (self.customer, self.agent):
            await expect(screen.bubbles).to_have_count(count, timeout=RECOVERY * 1000)
        await expect(self.customer.widget.get_by_text("Sending…")).to_have_count(0, timeout=RECOVERY * 1000)
        await expect(self.agent.page.get_by_text("Sending…")).to_have_count(0, timeout=RECOVERY * 1000)

    async def shares(self) -> None:
        """The agent follows the customer to the next field."""
        name = next(self._fields)
        await self.customer.page.bring_to_front()  # Firefox tells a page of its focus only there
        await self.customer.page.get_by_label(name).click()
        await expect(self.agent.field(name)).to_contain_text("Here now", timeout=RECOVERY * 1000)

    async def carries_on(self) -> None:
        """Nobody did anything, and yet all that was said arrives; talk goes on, and sharing."""
        await self.all_arrives()
        await self.shares()
        await self.exchange("afterwards")
        await expect(self.customer.widget.get_by_text("We keep trying")).to_have_count(0)
        await expect(self.agent.page.get_by_text("Reconnecting…")).to_have_count(0)
        await self.nothing_is_lost_or_doubled()

    async def nothing_is_lost_or_doubled(self) -> None:
        """Both screens, both transcripts and the people themselves agree on every message and its place."""
        told = await self.transcript()
        for who, said in self.said.items():
            assert [text for role, text in told if role == who] == said
        texts = [text for _, text in told]
        assert await self.customer.bubbles.all_inner_texts() == texts
        assert await self.agent.bubbles.all_inner_texts() == texts
        assert await self._transcript_page() == texts

    async def transcript(self) -> list[tuple[str, str]]:
        """Role and words of every message, by `alongside transcript`."""
        told = json.loads(
            await _output("transcript", self.agent.session, "--data-dir", str(self.stage.data_dir), "--json")
        )
        messages = (item for item in told["items"] if item["kind"] == "message")
        return [(item["role"], "".join(part["text"] for part in item["parts"])) for item in messages]

    async def _transcript_page(self) -> list[str]:
        """The words of every message on the transcript page, as the agent's browser gets it."""
        page = await self.agent.page.context.new_page()
        await page.goto(f"{self.stage.url}/sessions/{self.agent.session}")
        texts = await page.locator(".message .spoken").all_inner_texts()
        await page.close()
        return texts


async def _output(*arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "alongside", *arguments, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.decode()
