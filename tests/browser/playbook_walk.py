"""A customer goes through a form by a journey, makes its mistakes, and an agent reads the playbook's prompts.

Whatever the agent is told is compared with the playbook's words for this customer's familiarity. Prompts that come
of what went before (is it clear now? how is it going? another way?) are compared as well, and ticked off.
"""

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from journeys import Answers, FormPage, Journey, Round, Stop
from people import Agent, Customer
from playwright.async_api import Locator, expect
from prompt_reader import Shown, Wanted, read, tick_off, wait_for

from alongside.demosite.council import ACCOUNT
from alongside.playbook import Playbook, talking, words
from alongside.playbook.shapes import Check, IfError, Say, Step
from alongside.playbook.situation import Situation
from alongside.playbook.verdicts import verdict_words
from alongside.playbook.words import pick

Familiar = Literal["new", "confident"]
CHOICES: dict[Familiar, str] = {"new": "This is my first time", "confident": "I use it often"}
PRESSED: tuple[Literal["button", "link", "radio"], ...] = ("button", "link", "radio")
LOOKED_AT = 8_000
"""Milliseconds: the outcome of an ID check is told at a tick of 1.5 s."""
GOAL, DIFFICULTY = "Get this done today", "It does not go on"


@dataclass
class Walk:
    """One journey. `folder` is for files to upload; `asked` are the titles of the questions and offers on the way,
    `passed` the ID checks."""

    customer: Customer
    agent: Agent
    playbook: Playbook
    journey: Journey
    familiarity: Familiar
    folder: Path
    makes_mistakes: bool = True
    asked: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    _wrong: set[str] = field(default_factory=set)

    async def go(self) -> None:
        """From the first hello to the last word."""
        await self._meet()
        await self._begin()
        for number, page in enumerate(self.journey.pages):
            await self._page(page, is_last=number == len(self.journey.pages) - 1)
        await self._end()

    # --- the beginning ---

    async def _meet(self) -> None:
        page = self.customer.page
        await page.goto(f"{self.customer.site_url}{self.journey.path}")
        await self.customer.open_panel()
        await self.customer.widget.get_by_role("button", name="Chat with someone").click()
        await self.customer.widget.get_by_label("What are you trying to do?").fill(GOAL)
        await self.customer.widget.get_by_label("What is going wrong?").last.fill(DIFFICULTY)
        await self.customer.choose(CHOICES[self.familiarity])
        await self.customer.widget.get_by_role("button", name="Ask for help").click()
        await self.customer.sees("You are in the queue")
        await self.agent.take_next()
        await self.agent.ask_to_see()
        await self.customer.share()
        panel = self.agent.page.get_by_role("region", name="Prompt from the playbook")
        await expect(panel).to_contain_text(self.playbook.title)  # chosen by the page's address

    async def _begin(self) -> None:
        """Hello, the questions, the steps agreed, one more try."""
        now = Situation(familiarity=self.familiarity, goal=GOAL, difficulty=DIFFICULTY)
        for prompt in talking.opening(self.playbook, now):
            await self._sees(Wanted(title=prompt.title, say=prompt.say))
            await self._done()

    # --- a page ---

    async def _page(self, page: FormPage, *, is_last: bool) -> None:
        for id, stop in page.steps.items():
            await self._stop(self._step(id), stop)
        if self.makes_mistakes:
            for turn in page.rounds:
                await self._round(page, turn)
        await self._answer(page.right)
        if not is_last:
            await self._press(page.press)

    async def _stop(self, step: Step, stop: Stop) -> None:
        """Come to a step, get it wrong in every way there is, and right."""
        if stop.before:
            await self._press(stop.before)
        if stop.jump:
            await self._jump(step)
        elif stop.right or step.match.name or step.match.label:
            await self._focus(step, stop)
        for check in self.playbook.checks:
            if step.id in check.before.steps and check.id not in self.passed:
                await self._check(check)
                await self._focus(step, stop)
        await self._sees(self._shown(step, step.say))
        if stop.jump:
            await self._follow()
        if self.makes_mistakes:
            for verdict, answers in stop.mistakes.items():
                await self._answer(answers)
                await self._leave(answers)
                self._wrong.add(step.id)
                known = self._known(step, verdict)
                await self._sees(self._shown(step, known.say, verdict_words(verdict)[1:], "The page says"))
        await self._answer(stop.right)
        await self._leave(stop.right)
        if self.makes_mistakes and stop.wrong and step.understanding:
            await self._sees(self._understanding(step))
            await self._done()

    async def _round(self, page: FormPage, turn: Round) -> None:
        """Send the page off with mistakes, and look at each."""
        if turn.fresh:
            await self.customer.page.reload()
        if not turn.only:
            await self._answer({label: right for label, right in page.right.items() if label not in turn.answers})
        await self._answer(turn.answers)
        await self._press(page.press)
        for id, error in turn.says.items():
            step = self._step(id)
            self._wrong.add(id)
            await self._focus(step, page.steps[id])
            await self._sees(self._shown(step, self._known(step, error).say, "The page says"))
        for id, fault in turn.faults.items():
            await self._focus(self._step(id), page.steps[id])
            found = next(each for each in self.playbook.faults if each.id == fault)
            await self._sees(Wanted(title=found.title, say=found.say.strip(), because=("The page says",)))

    # --- an ID check ---

    async def _check(self, check: Check) -> None:
        """Come to a step that a check comes before: it is asked for in place of the step's words, and passed."""
        say = pick(words.CHECK_FIRST, self.familiarity).format(why=check.why.strip())
        await self._sees(Wanted(title=f"Ask for the check “{check.title}”", say=say, why=check.why.strip()))
        await self.agent.page.get_by_role("button", name="Ask for the check", exact=True).click()
        widget, before = self.customer.widget, await self._messages()
        await widget.get_by_role("button", name="Check that it is me").click()
        waits = pick(words.CHECK_WAITS, self.familiarity)
        await self._sees(Wanted(title=f"Wait for the check “{check.title}”", say=waits))
        await widget.get_by_role("button", name="Send me a code").click()
        await widget.get_by_label("Customer number").fill(ACCOUNT)
        await widget.get_by_role("button", name="Continue").click()
        await widget.get_by_label("Your code").fill(await self._code(before))
        await widget.get_by_role("button", name="Check", exact=True).click()
        await expect(widget.get_by_role("heading", name="Thank you, it worked")).to_be_visible(timeout=LOOKED_AT)
        await widget.get_by_role("button", name="Back to the chat").click()
        self.passed.append(check.id)

    async def _messages(self) -> list[str]:
        """The codes that have come to the demo's telephone, the newest first."""
        answer = await self.customer.page.request.get(f"{self.customer.site_url}/council/messages")
        return re.findall(r"<li>.*?\b(\d{3} \d{3})\b", await answer.text())

    async def _code(self, before: list[str]) -> str:
        """The digits of the message that comes after those."""
        async with asyncio.timeout(LOOKED_AT / 1000):
            while (now := await self._messages()) == before:
                pass
        return now[0]

    # --- the end ---

    async def _end(self) -> None:
        await self.agent.page.get_by_role("button", name="More about the playbook").click()
        await self.agent.page.get_by_role("menuitem", name="Come to the end").click()
        await self._sees(Wanted(title="Make sure it is solved", say=pick(words.SOLVED, self.familiarity)))
        await self._done()
        for offer in self.playbook.offers if "Offer another way" not in self.asked else ():
            await self._sees(Wanted(title=offer.title, say=offer.say.strip()))
            self.asked.append(offer.title)
            await self._done()
        for say in self.playbook.closing:
            await self._sees(Wanted(title="Say goodbye", say=say.strip()))
            await self._done()
        await self._sees(Wanted(title="Nothing is left to do", say=""))
        await self.agent.page.get_by_role("button", name="End", exact=True).click()
        await self.agent.page.get_by_role("button", name="End the conversation").click()

    # --- what the agent sees and does ---

    async def _sees(self, wanted: Wanted) -> None:
        """Wait for this prompt; what comes between is compared, and ticked off."""
        between = {each.title: each for each in self._between()}
        while True:
            seen = await wait_for(self.agent.page, wanted, list(between))
            if wanted.fits(seen):
                return
            assert seen.title in between, f"\nwanted {wanted}\n   got {seen}"
            assert between[seen.title].fits(seen), f"\nwanted {between[seen.title]}\n   got {seen}"
            self.asked.append(seen.title)
            await self._done(seen)

    def _between(self) -> list[Wanted]:
        """What may come up after something went wrong, each with its words."""
        comfort = Wanted(title="Ask how it is going", say=pick(words.COMFORT, self.familiarity))
        another = Wanted(title="Offer another way", say=pick(words.FAILING, self.familiarity))
        return [comfort, another, *(self._understanding(self._step(id)) for id in self._wrong)]

    def _understanding(self, step: Step) -> Wanted:
        return Wanted(title=f"Is “{step.title}” clear now?", say=step.understanding.strip())

    async def _done(self, seen: Shown | None = None) -> None:
        """Tick it off, and wait for the next."""
        await tick_off(self.agent.page, seen or await read(self.agent.page))

    async def _jump(self, step: Step) -> None:
        await self.agent.page.get_by_role("button", name="More about the playbook").click()
        await self.agent.page.get_by_role("menuitem", name="Go to a question").click()
        await self.agent.page.locator("wa-dialog[open]").get_by_role("button", name=step.title).click()

    async def _follow(self) -> None:
        await self.agent.page.get_by_role("button", name="Follow the customer").click()

    def _shown(self, step: Step, say: Say, *because: str) -> Wanted:
        """What the panel shows for a step, with these words."""
        return Wanted(
            title=step.title,
            say=pick(say, self.familiarity),
            why=step.why.strip(),
            look_for=step.look_for.strip(),
            because=because or None,
        )

    def _step(self, id: str) -> Step:
        return next(step for step in self.playbook.steps if step.id == id)

    def _known(self, step: Step, mistake: str) -> IfError:
        return next(each for each in step.if_error if mistake in (each.verdict, each.error))

    # --- what the customer does ---

    async def _focus(self, step: Step, stop: Stop) -> None:
        """Go to the step's first control."""
        label = next(iter(stop.right), "") or step.match.name
        control = await self._control(label)
        inside = control.locator("input, select, textarea").first
        await (inside if await self._is_group(control) else control).focus()

    async def _control(self, label: str) -> Locator:
        page = self.customer.page
        group = page.get_by_role("group", name=label, exact=True)
        if await group.count():
            return group
        return page.get_by_label(label, exact=True).or_(page.get_by_role("switch", name=label, exact=True))

    async def _is_group(self, control: Locator) -> bool:
        return bool(await control.evaluate("at => at.matches('fieldset')"))

    async def _answer(self, answers: Answers) -> None:
        """Give answers; those whose control is not shown are not asked for now."""
        for label, answer in answers.items():
            control = await self._control(label)
            if not await control.count() or not await control.is_visible():
                continue
            if await self._is_group(control):
                await control.get_by_label(answer, exact=True).check()
                continue
            kind = await control.evaluate("at => at.type || at.localName")
            await self._give(control, str(kind), answer)

    async def _give(self, control: Locator, kind: str, answer: str) -> None:
        match kind:
            case "checkbox":
                await control.set_checked(answer == "yes")
            case "select-one":
                await control.select_option(label=answer)
            case "file":
                await control.set_input_files(self._file(answer))
            case "textarea":
                text, _, times = answer.partition(" ×")
                await control.fill(text * int(times or 1))
            case _:
                await control.fill(answer)

    def _file(self, answer: str) -> Path:
        """A file of this name, and of this size if it says one; on disk, for Playwright passes contents slowly."""
        name, _, megabytes = answer.removesuffix(" MB").partition(" ")
        path = self.folder / f"{megabytes or 0} MB" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * int(megabytes or 0) * 1_000_000)
        return path

    async def _leave(self, answers: Answers) -> None:
        if answers:
            await self.customer.page.evaluate("document.activeElement.blur()")

    async def _press(self, name: str) -> None:
        main = self.customer.page.get_by_role("main")
        found = [main.get_by_role(role, name=name, exact=True) for role in PRESSED]
        pressed = found[0].or_(found[1]).or_(found[2])
        await expect(pressed).to_be_visible()
        await pressed.click()
