"""The people of the browser tests: a customer on the demo form and an agent at the console.

Each does what a person would: finds things by their names, presses, types. What they wait for is on screen.
"""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

PATIENCE = 5.0
"""Seconds a person waits for what should come at once."""


@dataclass
class Customer:
    """A person filling in the parking permit form, with the widget on the page."""

    page: Page
    site_url: str

    @property
    def widget(self) -> Locator:
        """The widget's host element; its shadow root is open to Playwright's locators."""
        return self.page.locator("alongside-widget")

    async def open_form(self) -> None:
        """Begin the form: the first page with questions."""
        await self.page.goto(f"{self.site_url}/permit/about-you")
        await expect(self.page.get_by_label("Full name")).to_be_visible()

    async def open_panel(self) -> None:
        """Press Help."""
        await self.widget.get_by_role("button", name="Help").click()

    async def ask_for_help(self, goal: str, difficulty: str = "") -> None:
        """Ask for help in the chat queue."""
        await self.open_panel()
        await self.request(goal, difficulty)

    async def request(self, goal: str, difficulty: str = "") -> None:
        """Ask for help in the chat queue, from the start of the open panel."""
        await self.widget.get_by_role("button", name="Chat with someone").click()
        await self.widget.get_by_label("What are you trying to do?").fill(goal)
        if difficulty:
            await self.widget.get_by_label("What is going wrong?").last.fill(difficulty)
        await self.widget.get_by_role("button", name="Ask for help").click()
        await expect(self.widget.get_by_text("You are in the queue")).to_be_visible()

    async def code(self) -> str:
        """Ask for a code to read out, and read it: six digits."""
        await self.open_panel()
        await self.widget.get_by_role("button", name="I am talking to someone now").click()
        spoken = self.widget.get_by_text("Your code:")
        await expect(spoken).to_be_attached()
        return "".join(char for char in await spoken.inner_text() if char.isdigit())

    async def share(self) -> None:
        """Agree to share."""
        await self.widget.get_by_role("button", name="Share my steps").click()
        await expect(self.widget.get_by_text("Sharing your steps with")).to_be_visible()

    async def stop_sharing(self) -> None:
        """Press Stop sharing."""
        await self.widget.get_by_role("button", name="Stop sharing").click()

    async def say(self, text: str) -> None:
        """Send a message."""
        await self.widget.get_by_label("Write a message").fill(text)
        await self.widget.get_by_role("button", name="Send", exact=True).click()

    async def choose(self, name: str) -> None:
        """Press the label of a radio button: by its name, or by the words after its number."""
        named = re.compile(f"(^|: ){re.escape(name)}$")
        button = self.widget.get_by_role("radio", name=named)
        label = self.widget.locator("label").filter(has=self.page.get_by_role("radio", name=named))
        await label.click()
        await expect(button).to_be_checked()

    async def sees(self, text: str, within: float = PATIENCE) -> None:
        """Wait until these words stand in the panel; `within` is in seconds."""
        await expect(self.widget.get_by_text(text).first).to_be_visible(timeout=within * 1000)

    @property
    def bubbles(self) -> Locator:
        """The messages, those on their way too."""
        return self.widget.locator("[role=log] .message .bubble")


@dataclass
class Agent:
    """A person at the console."""

    page: Page
    console_url: str

    async def sign_in(self, name: str, password: str) -> None:
        """Sign in and come to the queue."""
        await self.page.goto(f"{self.console_url}/console")
        await self.page.get_by_label("User name").fill(name)
        await self.page.get_by_label("Password").fill(password)
        await self.page.get_by_role("button", name="Sign in").click()
        await expect(self.page.get_by_role("heading", name="Queue")).to_be_visible()

    async def take_next(self) -> None:
        """Take whoever is next."""
        await self.page.get_by_role("button", name="Take next").click()
        await expect(self.page.get_by_role("button", name="End", exact=True)).to_be_visible()

    async def enter_code(self, digits: str) -> None:
        """Type the digits that a customer reads out."""
        await self.page.get_by_label("The 6 digits").fill(digits)
        await self.page.get_by_role("button", name="Join").click()

    async def ask_to_see(self) -> None:
        """Ask the customer to share their steps."""
        await self.page.get_by_role("button", name="Ask to see").first.click()

    async def say(self, text: str) -> None:
        """Send a message."""
        await self.page.get_by_label("Message to the customer").fill(text)
        await self.page.get_by_role("button", name="Send", exact=True).click()

    @property
    def steps(self) -> Locator:
        """The Steps view."""
        return self.page.locator("#steps")

    def field(self, name: str) -> Locator:
        """A field's row in the Steps view."""
        return self.steps.locator("li").filter(has_text=name).last

    async def sees(self, text: str, within: float = PATIENCE) -> None:
        """Wait until these words stand on the console; `within` is in seconds."""
        await expect(self.page.get_by_text(text).first).to_be_visible(timeout=within * 1000)

    @property
    def bubbles(self) -> Locator:
        """The messages, those on their way too."""
        return self.page.locator(".conversation .bubble-text")

    @property
    def session(self) -> str:
        """The id of the session on screen."""
        return self.page.url.partition("#")[2]

    async def point_at(self, name: str, words: str) -> None:
        """Point at a field with words."""
        await self.field(name).hover()
        await self.field(name).get_by_role("button", name="Point").click()
        box = self.page.get_by_role("textbox", name=f"Point at “{name}”")
        await box.fill(words)
        await box.press("Enter")
