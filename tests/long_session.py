"""A session of any length: a customer, a form of six steps and an agent, made from a seed. For benches and screens."""

import random
from collections.abc import Iterator

from alongside.protocol import (
    Actor,
    AgentJoined,
    ConsentAsked,
    ConsentGiven,
    CueSeen,
    Decision,
    Entry,
    Event,
    FaultSeen,
    Field,
    GuideStep,
    HighlightCleared,
    HighlightShown,
    LensChanged,
    LensModel,
    LensOpened,
    MessageSent,
    Part,
    PlaybookChosen,
    Prompt,
    PromptShown,
    PromptUsed,
    SessionEnded,
    SessionQueued,
    SessionRequested,
    Step,
)

START = 1_780_000_000_000
HOURS_2 = 7_200_000
STEPS, FIELDS_A_STEP = 6, 10
CUSTOMER = Actor(role="customer")
MAYA = Actor(role="agent", id="maya", name="Maya")

Told = tuple[Actor, tuple[Event, ...]]


def entries(count: int = 20_000, span: int = HOURS_2, site: str = "parking", seed: int = 4) -> list[Entry]:
    """`count` entries over `span` milliseconds, unevenly spread, with pauses of up to some minutes."""
    chance = random.Random(seed)
    opening, closing = list(_opening(site)), [(CUSTOMER, (SessionEnded(reason="solved"),))]
    middle = _middle(chance)
    told = [*opening, *(next(middle) for _ in range(count - len(opening) - len(closing))), *closing]
    waits = [chance.expovariate(1.0) * (40.0 if chance.random() < 0.002 else 1.0) for _ in told]
    scale, at, made = span / sum(waits), 0.0, []
    for number, ((actor, events), wait) in enumerate(zip(told, waits, strict=True), 1):
        client = f"client-{actor.role}-{actor.id}"
        decision = Decision(actor=actor, client=client, seq=number, events=events)
        made.append(Entry(number=number, at=START + round(at), decisions=(decision,)))
        at += wait * scale
    return made


def _opening(site: str) -> Iterator[Told]:
    goal = (Part(text="Apply for a parking permit for my new address"),)
    yield CUSTOMER, (SessionRequested(site=site, channel="queue", goal=goal), SessionQueued())
    yield MAYA, (AgentJoined(agent=MAYA),)
    steps = tuple(GuideStep(id=f"q{n}", title=f"Question {n}") for n in range(STEPS * FIELDS_A_STEP))
    chosen = PlaybookChosen(playbook="permit", title="Permit", version="1", hash="a" * 64, steps=steps)
    yield MAYA, (chosen,)
    yield MAYA, (ConsentAsked(scope="lens"),)
    yield CUSTOMER, (ConsentGiven(scope="lens", wording="lens-4"),)
    yield CUSTOMER, (LensOpened(model=_form()),)


def _form() -> LensModel:
    return LensModel(
        page="p1",
        title="Apply for a permit",
        steps=_steps(0),
        fields=tuple(_field(n) for n in range(STEPS * FIELDS_A_STEP)),
        focus="f0",
    )


def _steps(current: int) -> tuple[Step, ...]:
    return tuple(
        Step(id=f"s{n}", name=f"Part {n + 1}", state="current" if n == current else "done" if n < current else "ahead")
        for n in range(STEPS)
    )


def _field(number: int, state: str = "empty", **more: object) -> Field:
    step, name = f"s{number // FIELDS_A_STEP}", f"Question {number}"
    return Field(id=f"f{number}", step=step, name=name, kind="text", required=True, state=state, **more)  # type: ignore[arg-type]


def _middle(chance: random.Random) -> Iterator[Told]:
    """What goes on: mostly the form, some talk, some pointing, some trouble; without an end."""
    number = said = 0
    while True:
        draw = chance.random()
        at = (number // 300) % (STEPS * FIELDS_A_STEP)
        number += 1
        if draw < 0.02:
            said += 1
            words = (Part(text=f"Message {said}: what does this question mean, please?"),)
            yield chance.choice((CUSTOMER, MAYA)), (MessageSent(id=f"m.{said}", parts=words),)
        elif draw < 0.03:
            prompt = Prompt(
                kind="step", key=f"step:q{at}:{number}", step=f"q{at}", title=f"Question {at}", say="Write it."
            )
            yield CUSTOMER, (PromptShown(prompt=prompt, hash="a" * 64),)
        elif draw < 0.035:
            yield MAYA, (PromptUsed(key=f"step:q{at}:{number}", how="ticked"),)
        elif draw < 0.04:
            yield MAYA, (HighlightShown(id=f"h.{number}", target=f"f{at}", words=(Part(text="Here"),)),)
        elif draw < 0.045:
            yield MAYA, (HighlightCleared(id=f"h.{number - 1}"),)
        elif draw < 0.048:
            yield CUSTOMER, (CueSeen(kind="repeated_error", question=f"Question {at}"),)
        elif draw < 0.05:
            yield CUSTOMER, (FaultSeen(kind="failed_request", host="api.example.org", status="5xx"),)
        elif draw < 0.07:
            wrong = _field(at, "invalid", error="Enter a date in the past")
            yield CUSTOMER, (LensChanged(page="p1", fields=(wrong,), focus=f"f{at}"),)
        elif draw < 0.1:
            steps = _steps(at // FIELDS_A_STEP)
            yield CUSTOMER, (LensChanged(page="p1", steps=steps, focus=f"f{at}"),)
        else:
            state = chance.choice(("typing", "typing", "filled"))
            yield CUSTOMER, (LensChanged(page="p1", fields=(_field(at, state),), focus=f"f{at}"),)
