"""Which prompt now: a playbook and a situation in, one prompt out.

The order, from the first that is due:

    aside        the agent has put the playbook away
    closing      the session is ending
    escalate     the customer's words call for it (danger, loss, complaint), or a question failed too often
    fault        the system failed, by what their device noticed
    opening …    hello, the questions, the steps agreed, one more try; passed over by a pin or a jump
    error        the question they are at is wrong
    understanding, comfort    a question came right; two errors, ten minutes; never while they type
    step         the question they are at
    check        in place of the last, while an ID check that comes before that step is not passed

Pure: the same situation gives the same prompt. Compiled once per playbook; a prompt then costs microseconds.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import structs

from alongside.playbook import answering, talking, words
from alongside.playbook.faulty import KnownFaults
from alongside.playbook.matching import Matcher
from alongside.playbook.place import Finder, Place
from alongside.playbook.shapes import IfError, Playbook, Step
from alongside.playbook.situation import LiveField, Situation
from alongside.playbook.triggers import Trigger, triggers_in
from alongside.playbook.troubles import Trouble, noticed
from alongside.playbook.words import pick, quote
from alongside.protocol.prompts import Prompt

_FIRST_RUNG = 2  # the first help beyond the step's own words comes with the second error
_GIVES_UP = 4  # so many errors on one question, and another way is offered
_ERRORS_BEFORE_COMFORT = 2
_MINUTES_BEFORE_COMFORT = 10
_ASKED = re.compile(r"comfort:[0-9]{1,4}")
_KEPT_SAID = 5  # of the customer's messages


class Prompter:
    """Gives prompts from one playbook. Make it once per playbook; it keeps nothing of any session."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        self._steps = playbook.steps
        self._ids = tuple(step.id for step in playbook.steps)
        self._matcher = Matcher(playbook.steps)
        self._errors = {id(words): _pattern(words.error) for words in self._all_errors()}
        self._faults = [(fault, _pattern(fault.error)) for fault in playbook.faults if fault.error]
        self._known_faults = KnownFaults(playbook.faults)
        self._triggers = [
            (prompt.id, _pattern("|".join(f"(?:{each})" for each in prompt.triggers)))
            for prompt in playbook.prompts
            if prompt.triggers
        ]

    def prompt(self, situation: Situation) -> Prompt:
        """The prompt for a situation. There always is one; only of the kind `aside` it says nothing."""
        if situation.aside:
            return Prompt(kind="aside", key="aside", because="You put the playbook aside")
        return _Choosing(self, situation).prompt()

    def steps_with(self, field: LiveField, page: str) -> tuple[str, ...]:
        """The ids of all steps that have to do with a live field, on the page of this title."""
        return tuple(self._ids[index] for index in self._matcher.steps_with(field.name, field.group, page, field.step))

    def troubles(self, situation: Situation) -> tuple[Trouble, ...]:
        """The situation's troubles with what its fields show now; noticed already, they are the same."""
        return noticed(situation.troubles, situation.fields, situation.load)

    def _all_errors(self) -> Iterator[IfError]:
        return chain.from_iterable(step.if_error for step in self._steps)

    def _named(self, said: Iterable[str]) -> list[str]:
        text = "\n".join(said)
        return [id for id, pattern in self._triggers if text and pattern and pattern.search(text)]

    def _known_error(self, step: Step, trouble: Trouble) -> IfError | None:
        """The words for a verdict, else for the page's own error."""
        for each in step.if_error:
            if each.verdict and each.verdict == trouble.verdict:
                return each
        for each in step.if_error:
            pattern = self._errors[id(each)]
            if pattern and trouble.error and pattern.search(trouble.error):
                return each
        return None

    def _fault(self, error: str) -> tuple[str, str] | None:
        """The title and words of a known trouble of the system."""
        for fault, pattern in self._faults:
            if error and pattern and pattern.search(error):
                return fault.title, fault.say.strip()
        return None


class _Choosing:
    """Choosing one prompt: what is worked out once for the situation, and the order of what may be due."""

    def __init__(self, prompter: Prompter, situation: Situation) -> None:
        self._prompter = prompter
        self._playbook = prompter._playbook
        self._steps = prompter._steps
        self._now = situation
        self._done = frozenset(situation.done)
        self._said = situation.said[-_KEPT_SAID:]
        self._called: tuple[Trigger, ...] = triggers_in(self._said)
        self._troubles = prompter.troubles(situation)
        self._finder = Finder(prompter._matcher, prompter._ids, situation, self._troubles)
        self._place = self._finder.place()

    def prompt(self) -> Prompt:
        for prompt in self._in_order():
            if prompt.key not in self._done:
                return self._gated(prompt)
        return self._gated(self._at_step())

    def _gated(self, prompt: Prompt) -> Prompt:
        """The prompt, or the ID check that comes before its step: then none of the step's words are given away."""
        if prompt.kind not in ("step", "error", "understanding"):
            return prompt
        check = next((check for check in self._now.checks if prompt.step in check.steps), None)
        return talking.check_first(self._playbook, self._now, check, prompt) if check else prompt

    def _in_order(self) -> Iterator[Prompt]:
        """Everything that may be due, the most pressing first. What is done already is passed over."""
        now = self._now
        if now.ending:
            yield from talking.closing(self._playbook, now, self._good_mood())
        yield from talking.heard(self._playbook, now, self._called)
        yield from talking.named(self._playbook, now, self._prompter._named(self._said), self._called)
        if not now.ending:
            yield from self._prompter._known_faults.prompts(now, talking.other_ways(self._playbook))
        yield from self._failing()
        if now.ending:
            return
        if not (now.pinned or now.jumped):
            yield from self._opening()
        if not self._finder.typing:
            yield from self._unsure()
        if not self._has_trouble() and not self._finder.typing:
            yield from self._understanding()
            yield from self._comfort()

    def _opening(self) -> Iterator[Prompt]:
        """The opening; one more try is not offered to somebody who just tried again; trouble waits for no answer."""
        tried = any(trouble.count > 1 for trouble in self._troubles)
        for prompt in talking.opening(self._playbook, self._now):
            waits = prompt.kind == "agree" and not prompt.say
            if not (tried and prompt.kind == "try_again") and not (waits and self._has_trouble()):
                yield prompt

    def _unsure(self) -> Iterator[Prompt]:
        """More help for somebody who tapped that they are not sure, or not well: the next rung of the ladder."""
        doubt = answering.unsure(self._now)
        if doubt is None:
            return
        last, base, number = doubt
        key = f"stuck:{base}:{number + 1}"
        index = self._step_asked(base)
        step = self._steps[index] if index is not None else None
        if step is None or not step.if_stuck:
            yield answering.reassuring(self._now, last, key)
            return
        rung = max(0, self._count(step) - _FIRST_RUNG + 1) + number
        if rung < len(step.if_stuck):
            yield answering.helping(step, last, key, rung, self._target(step))
        else:
            because = f"They tapped “{quote(last.label)}”, and “{step.title}” has no more help"
            yield structs.replace(talking.failing(self._playbook, self._now, step, 0), because=because)

    def _step_asked(self, base: str) -> int | None:
        """The step that an understanding question was about; for another question, the one they are at."""
        kind, _, step = base.partition(":")
        if kind == "understanding" and step in self._prompter._ids:
            return self._prompter._ids.index(step)
        return self._place.index if self._place else None

    def _count(self, step: Step) -> int:
        """How often a step's question went wrong."""
        of_step = (each for each in self._troubles if self._finder.step_of_trouble(each) == self._steps.index(step))
        return max((trouble.count for trouble in of_step), default=0)

    def _target(self, step: Step) -> str:
        """The id of the field to point at, where they are at this step."""
        place = self._place
        here = place is not None and place.field is not None and self._steps[place.index] is step
        return place.field.id if here and place and place.field else ""

    def _has_trouble(self) -> bool:
        return self._place is not None and self._place.trouble is not None

    def _good_mood(self) -> bool:
        """No complaint, loss or failure in this session, as far as it is known."""
        grave = ("danger", "bereaved", "vulnerable", "complaint", "annoyed")
        begun = ("heat", "laa", "bereavement", "vulnerable", "failing", "heard")
        return not any(each in grave for each in self._called) and not any(
            key.split(":")[0] in begun for key in self._now.done
        )

    def _failing(self) -> Iterator[Prompt]:
        place = self._place
        if place and place.trouble and place.trouble.count >= _GIVES_UP:
            yield talking.failing(self._playbook, self._now, self._steps[place.index], place.trouble.count)

    def _understanding(self) -> Iterator[Prompt]:
        """The question after the last trouble, once it is settled."""
        last = self._troubles[-1] if self._troubles else None
        index = self._finder.step_of_trouble(last) if last and not last.open else None
        if last is None or index is None or not self._steps[index].understanding:
            return
        step = self._steps[index]
        yield Prompt(
            kind="understanding",
            key=f"understanding:{step.id}",
            step=step.id,
            title=f"Is “{step.title}” clear now?",
            say=step.understanding.strip(),
            why="It went wrong and is right now. Whoever can say why will manage alone next time.",
            look_for="That they explain it in their own words. A bare yes may mean no.",
            card=answering.understanding(step.answers),
            next=self._title(self._place.index) if self._place else "",
            progress=(index + 1, len(self._steps)),
            because=f"“{quote(last.name)}” went wrong and is right now",
        )

    def _comfort(self) -> Iterator[Prompt]:
        """How is it going? Asked once for all that calls for it by now; again only when there is more."""
        called = list(self._calls_for_comfort())
        asked = max((int(key.partition(":")[2]) for key in self._done if _ASKED.fullmatch(key)), default=0)
        if len(called) > asked:
            yield self._comforting(f"comfort:{len(called)}", called[-1])

    def _calls_for_comfort(self) -> Iterator[str]:
        errors = sum(trouble.count for trouble in self._troubles)
        if errors >= _ERRORS_BEFORE_COMFORT:
            yield f"{errors} answers went wrong so far"
        for _ in range(self._now.minutes // _MINUTES_BEFORE_COMFORT):
            yield f"You have been at it for {self._now.minutes} minutes"
        yield from map(quote, self._now.cues)

    def _comforting(self, key: str, because: str) -> Prompt:
        return Prompt(
            kind="comfort",
            key=key,
            title="Ask how it is going",
            say=pick(words.COMFORT, self._now.familiarity),
            look_for="Short answers or long silence: slow down, or offer a break.",
            card=answering.COMFORT,
            next=self._title(self._place.index) if self._place else "",
            because=because,
        )

    def _at_step(self) -> Prompt:
        """The question they are at, with its error if it has one."""
        place = self._place
        if place is None or self._now.ending:
            return Prompt(kind="closing", key="end", title="Nothing is left to do", because="All prompts are done")
        step = self._steps[place.index]
        trouble = place.trouble
        title, say = self._words(step, place)
        return Prompt(
            kind="error" if trouble else "step",
            key=f"error:{step.id}:{trouble.count}" if trouble else f"step:{step.id}",
            step=step.id,
            title=title,
            say=say,
            why=step.why.strip(),
            look_for=step.look_for.strip(),
            stuck=self._stuck(step, trouble),
            target=place.field.id if place.field and not place.filled else "",
            next=self._next(place.index),
            progress=(place.index + 1, len(self._steps)),
            because=place.because,
        )

    def _words(self, step: Step, place: Place) -> tuple[str, str]:
        """The title and what to say: about the error, the page that is complete, or the question."""
        familiarity, trouble = self._now.familiarity, place.trouble
        if place.filled:
            return "Go on to the next page", pick(words.FILLED, familiarity)
        if trouble is None:
            return step.title, pick(step.say, familiarity)
        known = self._prompter._known_error(step, trouble)
        if known:
            return step.title, pick(known.say, familiarity)
        say = words.PAGE_SAYS if trouble.error else words.LOOK_AGAIN
        filled = pick(say, familiarity).format(question=quote(trouble.name), error=quote(trouble.error))
        return self._prompter._fault(trouble.error) or (step.title, filled)

    def _stuck(self, step: Step, trouble: Trouble | None) -> str:
        """The ladder's rung: the first with the second error or when they write that they are lost."""
        rung = (trouble.count if trouble else 1) - _FIRST_RUNG + ("confused" in self._called)
        if rung < 0 or not step.if_stuck:
            return ""
        return step.if_stuck[min(rung, len(step.if_stuck) - 1)].strip()

    def _next(self, index: int) -> str:
        """The title of what comes after a step."""
        skipped = self._now.skipped
        return next((step.title for step in self._steps[index + 1 :] if step.id not in skipped), "")

    def _title(self, index: int) -> str:
        return self._steps[index].title


def _pattern(text: str) -> re.Pattern[str] | None:
    return re.compile(text, re.IGNORECASE) if text else None
