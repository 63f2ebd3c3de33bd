"""What a playbook is made of. The JSON Schema for editors is generated from these shapes; so is nothing else.

All words in a playbook are for people: `say` is said to the customer, `why` and `look_for` are for the agent.
"""

from typing import Annotated, Literal

from msgspec import Meta

from alongside.protocol import FaultKind
from alongside.protocol.checks import CheckAct, CheckLevel, CheckMethod
from alongside.protocol.glossary import Term
from alongside.protocol.rules import Expect, Line, Match, Name, PlaybookPart, Words

Glossary = Annotated[
    tuple[Term, ...],
    Meta(max_length=300, description="Words that customers may not know, marked while an agent writes one."),
]


class Say(PlaybookPart, frozen=True, kw_only=True):
    """What to say, for each familiarity. `used_before` and `confident` fall back on `new`."""

    new: Annotated[Words, Meta(description="For somebody who is here for the first time.")]
    used_before: Annotated[str, Meta(description="For somebody who has used it before.")] = ""
    confident: Annotated[str, Meta(description="For somebody who uses it often.")] = ""


class IfError(PlaybookPart, frozen=True, kw_only=True):
    """What to say when a verdict is given, or when the page's own error matches."""

    say: Say
    verdict: Annotated[str, Meta(description="A verdict's name.")] = ""
    error: Annotated[str, Meta(description="A regular expression for the page's own error.")] = ""


class Answer(PlaybookPart, frozen=True, kw_only=True):
    """An answer to tap for an understanding question."""

    label: Annotated[str, Meta(min_length=1, max_length=80, description="What stands on the button.")]
    means: Annotated[
        Literal["yes", "unsure", "no"], Meta(description="`yes`: it is understood. The others lead to `if_stuck`.")
    ]


class Alone(PlaybookPart, frozen=True, kw_only=True):
    """Words for a customer who goes by themselves, where those of an agent would not fit."""

    say: Annotated[Say | None, Meta(description="Instead of the step's `say`.")] = None
    why: Annotated[str, Meta(description="Instead of the step's `why`.")] = ""
    if_stuck: Annotated[tuple[Words, ...], Meta(description="Instead of the step's `if_stuck`.")] = ()


class Step(PlaybookPart, frozen=True, kw_only=True):
    """One step: usually one question of the form."""

    id: Name
    title: Line
    match: Match
    say: Say
    why: Annotated[str, Meta(description="Why it is asked; for the agent, and to tell the customer.")] = ""
    look_for: Annotated[str, Meta(description="What the agent watches for here.")] = ""
    expect: tuple[Expect, ...] = ()
    if_error: tuple[IfError, ...] = ()
    understanding: Annotated[str, Meta(description="A question that shows whether it is understood.")] = ""
    answers: Annotated[
        tuple[Answer, ...],
        Meta(max_length=6, description="Answers to tap for `understanding`. None: yes, not sure, no."),
    ] = ()
    if_stuck: Annotated[tuple[Words, ...], Meta(description="From the lightest help to the strongest.")] = ()
    alone: Annotated[Alone | None, Meta(description="Other words for who follows the steps without an agent.")] = None


class Change(PlaybookPart, frozen=True, kw_only=True):
    """What changed in a version: agents see it as a service update until they acknowledge it."""

    version: Line
    note: Words


class AppliesTo(PlaybookPart, frozen=True, kw_only=True):
    """Where a playbook is offered. Addresses are compared on the customer's device and never leave it."""

    sites: Annotated[tuple[Name, ...], Meta(min_length=1, description="Sites by their names.")]
    urls: Annotated[
        tuple[Line, ...], Meta(description="Path patterns with `*`, as in `/permit/*`. None: every page.")
    ] = ()
    forms: Annotated[tuple[Line, ...], Meta(description="CSS selectors of the forms. None: any form.")] = ()


class Offer(PlaybookPart, frozen=True, kw_only=True):
    """A further service, to be mentioned once the task is done and the mood is right."""

    title: Line
    say: Words


class Alternative(PlaybookPart, frozen=True, kw_only=True):
    """Another way to be helped: call back, in person, on paper."""

    title: Line
    say: Words


class Fault(PlaybookPart, frozen=True, kw_only=True):
    """A known trouble of the system: how it looks to the customer or shows on their device, and what to say."""

    id: Name
    title: Line
    error: Annotated[str, Meta(description="A regular expression for the page's own error.")] = ""
    seen: Annotated[
        tuple[FaultKind, ...], Meta(description="What the customer's device counts when it happens; any one will do.")
    ] = ()
    host: Annotated[str, Meta(description="A regular expression for the host whose requests fail or are slow.")] = ""
    say: Words


class Move(PlaybookPart, frozen=True, kw_only=True):
    """One move of a named prompt, as in *hear* or *apologise*."""

    title: Line
    say: Say
    look_for: Annotated[str, Meta(description="What the agent watches for here.")] = ""


class NamedPrompt(PlaybookPart, frozen=True, kw_only=True):
    """A way of talking that may be needed at any step: a complaint heard, a bereavement met."""

    id: Name
    title: Line
    when: Annotated[Words, Meta(description="When the agent should use it.")]
    triggers: Annotated[
        tuple[Line, ...],
        Meta(description="Regular expressions for the customer's own words. Capitals do not matter."),
    ] = ()
    moves: Annotated[tuple[Move, ...], Meta(min_length=1, max_length=12, description="In their order.")]


class SharedPart(PlaybookPart, frozen=True, kw_only=True):
    """What several playbooks share: a file of its own in `parts/`, included by its name."""

    title: Line
    owner: Line
    opening: Annotated[tuple[Words, ...], Meta(description="Questions to begin with.")] = ()
    prompts: tuple[NamedPrompt, ...] = ()
    faults: tuple[Fault, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    closing: tuple[Words, ...] = ()
    glossary: Glossary = ()


class Before(PlaybookPart, frozen=True, kw_only=True):
    """What a check has to be passed before."""

    steps: Annotated[tuple[Name, ...], Meta(description="Steps by their ids: their words, and pointing at them.")] = ()
    acts: Annotated[
        tuple[CheckAct, ...],
        Meta(description="Things agents do: point at any field, suggest or see an answer, talk about the account."),
    ] = ()


class Check(PlaybookPart, frozen=True, kw_only=True):
    """An ID check: who must show who they are, before what, and how. What can be used is for the site to set."""

    id: Name
    title: Line
    level: Annotated[
        CheckLevel,
        Meta(description="How sure it must be. Knowledge questions reach only `basic`; `none` asks nothing."),
    ]
    before: Before
    methods: Annotated[
        tuple[CheckMethod, ...], Meta(description="Ways to pass it; those that the site has not set up are left out.")
    ] = ()
    attempts: Annotated[int, Meta(ge=1, le=3, description="Tries in a session.")] = 3
    minutes: Annotated[int, Meta(ge=1, le=480, description="How long it is valid once it is passed.")] = 30
    why: Annotated[Words, Meta(description="Why we ask, in the customer's words.")]
    other_way: Annotated[Words, Meta(description="Another way to be helped, for whoever cannot or will not pass it.")]


class Playbook(PlaybookPart, frozen=True, kw_only=True):
    """One task from beginning to end. Once read, it holds what its shared parts add as well."""

    title: Line
    task: Line
    owner: Line
    version: Line
    changed: tuple[Change, ...] = ()
    applies_to: AppliesTo
    include: Annotated[tuple[Name, ...], Meta(description="Shared parts by their names.")] = ()
    opening: Annotated[tuple[Words, ...], Meta(description="Questions to begin with.")] = ()
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=500)]
    prompts: Annotated[tuple[NamedPrompt, ...], Meta(description="Ways of talking, at any step.")] = ()
    checks: Annotated[tuple[Check, ...], Meta(max_length=20, description="ID checks, and before what.")] = ()
    faults: tuple[Fault, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    offers: tuple[Offer, ...] = ()
    closing: tuple[Words, ...] = ()
    glossary: Glossary = ()
