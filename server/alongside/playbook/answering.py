"""Cards with answers to tap: which a prompt offers, and what the customer's answer makes due.

Agreed: the conversation goes on. Not quite: the agent asks what would be right, then again in the customer's
words. Not sure, or no: the next rung of the step's ladder. Nobody is made to wait for an answer: the agent goes
on by ticking the prompt off.
"""

from collections.abc import Iterator, Sequence

from alongside.playbook import words
from alongside.playbook.shapes import Answer, Playbook, Step
from alongside.playbook.situation import Reply, Situation
from alongside.playbook.words import pick, quote
from alongside.protocol.cards import CardChoice, CardOffer
from alongside.protocol.prompts import Prompt

_STEPS_IN_A_ROW = 6  # more are not read, and are told by their pages
_AGREED = (CardChoice(label="Yes, that is it", means="yes"), CardChoice(label="Not quite", means="no"))
_CLEAR = (
    CardChoice(label="Yes, I think so", means="yes"),
    CardChoice(label="Not sure", means="unsure"),
    CardChoice(label="No", means="no"),
)
_COMFORTABLE = (
    CardChoice(label="Yes, all is well", means="yes"),
    CardChoice(label="Slower, please", means="unsure"),
    CardChoice(label="No, I need help", means="no"),
)
_HELPED = (
    CardChoice(label="Yes, that helps", means="yes"),
    CardChoice(label="Not sure", means="unsure"),
    CardChoice(label="No", means="no"),
)
COMFORT = CardOffer(kind="question", title="How is it going?", choices=_COMFORTABLE)
_HELP = CardOffer(kind="question", title="Does this help?", choices=_HELPED)


def understanding(answers: Sequence[Answer]) -> CardOffer:
    """The card of an understanding question, with the playbook's own answers where it has some."""
    if not answers:
        return CardOffer(kind="question", title="Is it clear now?", choices=_CLEAR)
    choices = tuple(CardChoice(label=each.label, means=each.means) for each in answers)
    return CardOffer(kind="question", title="A quick question", choices=choices)


# --- agreeing --------------------------------------------------------------------------------------------


def agreeing(playbook: Playbook, now: Situation) -> Iterator[Prompt]:
    """The problem and the steps as a card, until the customer confirms it; again in their words if it was not quite."""
    sent = [reply for reply in now.replies if reply.prompt.split(":")[0] == "agree"]
    if not sent:
        yield _agree(playbook, now)
        return
    last = sent[-1]
    if not last.answered:
        yield _waiting(f"wait:{last.prompt}", "Wait for their answer", "They have the card, and have not answered yet")
    elif last.means in ("no", "unsure") and last.said:
        yield _agree_again(playbook, now, last, len(sent) + 1)
    elif last.means in ("no", "unsure"):
        yield _ask_what(now, last)
        yield _waiting(f"wait:{last.prompt}:words", "Wait for their words", f"They tapped “{quote(last.label)}”")


def _agree(playbook: Playbook, now: Situation) -> Prompt:
    say = pick(words.AGREE, now.familiarity).format(task=playbook.title)
    if now.goal:
        say = f"{words.THEIR_GOAL.format(goal=quote(now.goal))} {say}"
    return Prompt(
        kind="agree",
        key="agree",
        title="Agree the problem and the steps",
        say=say,
        look_for="A clear yes. If they want something else, change the plan, not their mind.",
        because="You know their goal; the steps are not agreed yet",
        card=_plan(playbook),
    )


def _agree_again(playbook: Playbook, now: Situation, last: Reply, number: int) -> Prompt:
    return Prompt(
        kind="agree",
        key=f"agree:{number}",
        title="Agree it again, in their words",
        say=pick(words.AGREE_AGAIN, now.familiarity).format(said=quote(last.said)),
        look_for="Change the steps below to what they said, before you send them.",
        because=f"They tapped “{quote(last.label)}”, and wrote “{quote(last.said)}”",
        card=_plan(playbook),
    )


def _ask_what(now: Situation, last: Reply) -> Prompt:
    return Prompt(
        kind="agree",
        key=f"ask:{last.prompt}",
        title="Ask what would be right",
        say=pick(words.NOT_QUITE, now.familiarity),
        look_for="Their own words for what they need. Do not defend the plan.",
        because=f"They tapped “{quote(last.label)}”",
    )


def _waiting(key: str, title: str, because: str) -> Prompt:
    return Prompt(
        kind="agree",
        key=key,
        title=title,
        look_for="Some people need a moment to read. Press Done to go on without an answer.",
        because=because,
    )


def _plan(playbook: Playbook) -> CardOffer:
    return CardOffer(kind="agree", title="What we do together", lines=steps_in_a_row(playbook.steps), choices=_AGREED)


def steps_in_a_row(steps: Sequence[Step]) -> tuple[str, ...]:
    """The steps to agree: by the pages they are on where there are many and pages have plain names."""
    titles = [step.title for step in steps]
    pages = list(dict.fromkeys(step.match.page for step in steps if step.match.page.replace(" ", "").isalpha()))
    if len(titles) > _STEPS_IN_A_ROW and len(pages) > 1:
        titles = pages
    shown = titles[: 2 * _STEPS_IN_A_ROW]
    return (*shown, "and so on") if len(titles) > len(shown) else tuple(shown)


# --- understanding and comfort ---------------------------------------------------------------------------


def unsure(now: Situation) -> tuple[Reply, str, int] | None:
    """The last question that was answered with doubt: the answer, the prompt it began with, and which doubt it is."""
    asked = [reply for reply in now.replies if reply.prompt.split(":")[0] in ("understanding", "comfort", "stuck")]
    if not asked or asked[-1].means not in ("no", "unsure"):
        return None
    last = asked[-1]
    base = last.prompt.removeprefix("stuck:")
    number = 0
    if last.prompt.startswith("stuck:"):
        base, _, told = base.rpartition(":")
        number = int(told) if told.isdigit() else 0
    return last, base, number


def helping(step: Step, last: Reply, key: str, rung: int, target: str) -> Prompt:
    """The rung of the step's ladder for somebody who has tapped that they are not sure."""
    comfort = key.startswith("stuck:comfort")
    return Prompt(
        kind="comfort" if comfort else "understanding",
        key=key,
        step=step.id,
        title=f"Help once more with “{step.title}”",
        say=step.if_stuck[rung].strip(),
        why=step.why.strip(),
        look_for="That it is clear now. Ask them to show you, not to say yes.",
        target=target,
        because=f"They tapped “{quote(last.label)}”",
        card=_HELP,
    )


def reassuring(now: Situation, last: Reply, key: str) -> Prompt:
    """For somebody who is not well, where no step has more to say."""
    return Prompt(
        kind="comfort",
        key=key,
        title="Take the worry away",
        say=pick(words.REASSURE, now.familiarity),
        look_for="What it is that worries them: the question, the time, or something else.",
        because=f"They tapped “{quote(last.label)}”",
    )
