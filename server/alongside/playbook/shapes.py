"""What a playbook is made of. The JSON Schema for editors is generated from these shapes; so is nothing else.

All words in a playbook are for people: `say` is said to the customer, `why` and `look_for` are for the agent.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9-]*$")]
"""A short name in small letters with hyphens, unique where it is used."""
Line = Annotated[str, Meta(min_length=1, max_length=300)]
Words = Annotated[str, Meta(min_length=1, max_length=2_000)]

Checksum = Literal["luhn", "iban", "nhs-number", "vehicle-registration"]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class Say(_Part, frozen=True, kw_only=True):
    """What to say, for each familiarity. `used_before` and `confident` fall back on `new`."""

    new: Annotated[Words, Meta(description="For somebody who is here for the first time.")]
    used_before: Annotated[str, Meta(description="For somebody who has used it before.")] = ""
    confident: Annotated[str, Meta(description="For somebody who uses it often.")] = ""


class NearMiss(_Part, frozen=True, kw_only=True):
    """A recognisable mistake: a value of this `pattern` gets the verdict `verdict`."""

    verdict: Annotated[Name, Meta(description="The verdict's name, as in `two-digits-too-few`.")]
    pattern: Annotated[Line, Meta(description="A regular expression for the whole value.")]


class Expect(_Part, frozen=True, kw_only=True):
    """A rule for a field. It runs on the customer's device and yields a verdict, never the value.

    Exactly one kind of rule; `verdict` names what is wrong when it fails (each kind has a default).
    """

    verdict: Annotated[str, Meta(description="The verdict when the rule fails. Empty: the kind's own.")] = ""
    pattern: Annotated[str, Meta(description="A regular expression for the whole value.")] = ""
    exact: Annotated[
        bool, Meta(description="Capitals, spaces and dashes count in the patterns, as for a password.")
    ] = False
    near_misses: Annotated[tuple[NearMiss, ...], Meta(description="Mistakes known by their shape.")] = ()
    min_length: Annotated[
        Annotated[int, Meta(ge=0)] | None, Meta(description="Fewest characters, without spaces.")
    ] = None
    max_length: Annotated[
        Annotated[int, Meta(ge=0)] | None, Meta(description="Most characters, without spaces.")
    ] = None
    date: Annotated[
        Literal["", "past", "future", "range"],
        Meta(description="Where a date must lie. Today itself is neither past nor future: it passes both."),
    ] = ""
    earliest: Annotated[
        str, Meta(description="For a range: a date (2026-01-31) or days from today (-28d, +1y).")
    ] = ""
    latest: Annotated[str, Meta(description="For a range: as `earliest`.")] = ""
    checksum: Annotated[Checksum | Literal[""], Meta(description="A check digit rule by its name.")] = ""
    same_as: Annotated[str, Meta(description="The name of another field that must hold the same.")] = ""
    file_types: Annotated[tuple[str, ...], Meta(description="Endings a file may have, as in `pdf`.")] = ()
    max_megabytes: Annotated[
        Annotated[float, Meta(gt=0)] | None, Meta(description="Largest file, in megabytes.")
    ] = None


class Match(_Part, frozen=True, kw_only=True):
    """How a field or step is found on the page. Any one that is given and fits is enough."""

    name: Annotated[str, Meta(description="The accessible name, as people read it.")] = ""
    label: Annotated[str, Meta(description="A regular expression for the accessible name.")] = ""
    field: Annotated[str, Meta(description="The `name` attribute; compared on the device only.")] = ""
    page: Annotated[str, Meta(description="A regular expression for the page's or step's heading.")] = ""


class IfError(_Part, frozen=True, kw_only=True):
    """What to say when a verdict is given, or when the page's own error matches."""

    say: Say
    verdict: Annotated[str, Meta(description="A verdict's name.")] = ""
    error: Annotated[str, Meta(description="A regular expression for the page's own error.")] = ""


class Step(_Part, frozen=True, kw_only=True):
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
    if_stuck: Annotated[tuple[Words, ...], Meta(description="From the lightest help to the strongest.")] = ()


class Change(_Part, frozen=True, kw_only=True):
    """What changed in a version: agents see it as a service update until they acknowledge it."""

    version: Line
    note: Words


class AppliesTo(_Part, frozen=True, kw_only=True):
    """Where a playbook is offered. Addresses are compared on the customer's device and never leave it."""

    sites: Annotated[tuple[Name, ...], Meta(min_length=1, description="Sites by their names.")]
    urls: Annotated[
        tuple[Line, ...], Meta(description="Path patterns with `*`, as in `/permit/*`. None: every page.")
    ] = ()
    forms: Annotated[tuple[Line, ...], Meta(description="CSS selectors of the forms. None: any form.")] = ()


class Offer(_Part, frozen=True, kw_only=True):
    """A further service, to be mentioned once the task is done and the mood is right."""

    title: Line
    say: Words


class Alternative(_Part, frozen=True, kw_only=True):
    """Another way to be helped: call back, in person, on paper."""

    title: Line
    say: Words


class Fault(_Part, frozen=True, kw_only=True):
    """A known trouble of the system: how it looks, and what to say."""

    id: Name
    title: Line
    error: Annotated[str, Meta(description="A regular expression for the page's own error.")] = ""
    say: Words


class Move(_Part, frozen=True, kw_only=True):
    """One move of a named prompt, as in *hear* or *apologise*."""

    title: Line
    say: Say
    look_for: Annotated[str, Meta(description="What the agent watches for here.")] = ""


class NamedPrompt(_Part, frozen=True, kw_only=True):
    """A way of talking that may be needed at any step: a complaint heard, a bereavement met."""

    id: Name
    title: Line
    when: Annotated[Words, Meta(description="When the agent should use it.")]
    triggers: Annotated[
        tuple[Line, ...],
        Meta(description="Regular expressions for the customer's own words. Capitals do not matter."),
    ] = ()
    moves: Annotated[tuple[Move, ...], Meta(min_length=1, max_length=12, description="In their order.")]


class SharedPart(_Part, frozen=True, kw_only=True):
    """What several playbooks share: a file of its own in `parts/`, included by its name."""

    title: Line
    owner: Line
    opening: Annotated[tuple[Words, ...], Meta(description="Questions to begin with.")] = ()
    prompts: tuple[NamedPrompt, ...] = ()
    faults: tuple[Fault, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    closing: tuple[Words, ...] = ()


class Playbook(_Part, frozen=True, kw_only=True):
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
    faults: tuple[Fault, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    offers: tuple[Offer, ...] = ()
    closing: tuple[Words, ...] = ()
