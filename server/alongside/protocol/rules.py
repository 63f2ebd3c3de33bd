"""The rules of a playbook that run on the customer's device: how a field is found, and what its value must be.

They travel to the widget with the playbook that was chosen; what comes back is a verdict, never a value.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9-]*$")]
"""A short name in small letters with hyphens, unique where it is used."""
Line = Annotated[str, Meta(min_length=1, max_length=300)]
Words = Annotated[str, Meta(min_length=1, max_length=2_000)]

Checksum = Literal["luhn", "iban", "nhs-number", "vehicle-registration"]


class PlaybookPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class NearMiss(PlaybookPart, frozen=True, kw_only=True):
    """A recognisable mistake: a value of this `pattern` gets the verdict `verdict`."""

    verdict: Annotated[Name, Meta(description="The verdict's name, as in `two-digits-too-few`.")]
    pattern: Annotated[Line, Meta(description="A regular expression for the whole value.")]


class Expect(PlaybookPart, frozen=True, kw_only=True):
    """A rule for a field. It runs on the customer's device and yields a verdict, never the value.

    Exactly one kind of rule; `verdict` names what is wrong when it fails (each kind has a default).
    """

    verdict: Annotated[str, Meta(description="The verdict when the rule fails. Empty: the kind's own.")] = ""
    pattern: Annotated[str, Meta(description="A regular expression for the whole value.")] = ""
    exact: Annotated[
        bool, Meta(description="Capitals, spaces and dashes count in the patterns, as for a password.")
    ] = False
    near_misses: Annotated[tuple[NearMiss, ...], Meta(description="Mistakes known by their shape.")] = ()
    min_length: Annotated[Annotated[int, Meta(ge=0)] | None, Meta(description="Fewest characters, without spaces.")] = (
        None
    )
    max_length: Annotated[Annotated[int, Meta(ge=0)] | None, Meta(description="Most characters, without spaces.")] = (
        None
    )
    date: Annotated[
        Literal["", "past", "future", "range"],
        Meta(description="Where a date must lie. Today itself is neither past nor future: it passes both."),
    ] = ""
    earliest: Annotated[str, Meta(description="For a range: a date (2026-01-31) or days from today (-28d, +1y).")] = ""
    latest: Annotated[str, Meta(description="For a range: as `earliest`.")] = ""
    checksum: Annotated[Checksum | Literal[""], Meta(description="A check digit rule by its name.")] = ""
    same_as: Annotated[str, Meta(description="The name of another field that must hold the same.")] = ""
    file_types: Annotated[tuple[str, ...], Meta(description="Endings a file may have, as in `pdf`.")] = ()
    max_megabytes: Annotated[Annotated[float, Meta(gt=0)] | None, Meta(description="Largest file, in megabytes.")] = (
        None
    )


class Match(PlaybookPart, frozen=True, kw_only=True):
    """How a field or step is found on the page. Any one that is given and fits is enough."""

    name: Annotated[str, Meta(description="The accessible name, as people read it.")] = ""
    label: Annotated[str, Meta(description="A regular expression for the accessible name.")] = ""
    field: Annotated[str, Meta(description="The `name` attribute; compared on the device only.")] = ""
    page: Annotated[str, Meta(description="A regular expression for the page's or step's heading.")] = ""


class DeviceStep(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of the playbook as the device needs it: whose field it is, and the rules for it.

    Of the steps without rules those are sent that a `same_as` means, by `id`, name or field.
    """

    match: Match
    expect: tuple[Expect, ...]
    id: str = ""
