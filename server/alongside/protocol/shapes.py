"""Shapes that commands, events and views share: the lens model, actors, and the closed sets of words.

Lengths are hard ceilings against hostile clients; the friendly limits (message length, fields per form)
are settings and are enforced in `session.decide` with a sentence for a person.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+\Z")]
ClientId = Annotated[str, Meta(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9-]+\Z")]
"""Random, made once per page load by a browser; with a sequence number it names a command."""
LARGEST = 2**53 - 1
"""The largest number a client may send: JavaScript counts exactly no further."""
Count = Annotated[int, Meta(ge=0, le=LARGEST)]
Line = Annotated[str, Meta(max_length=300)]
"""One line of words shown on a page: a name, a title."""
Words = Annotated[str, Meta(max_length=20_000)]
"""Free text by a person; the settings' `message_length` says how much of it is accepted."""

Role = Literal["customer", "agent", "supervisor", "administrator", "system"]
Familiarity = Literal["new", "used_before", "confident"]
HelpedBefore = Annotated[int, Meta(ge=-1, le=90)]
"""Whole days since the customer was last helped with this browser; -1: not known, or not within the site's window."""
Channel = Literal["queue", "code"]
Status = Literal["new", "waiting", "coded", "active", "ended"]
Scope = Literal["lens"]
"""What a consent covers. The page view and suggestions will be scopes of their own."""
ConsentState = Literal["none", "asked", "given", "declined", "withdrawn"]
EndReason = Literal["solved", "left", "ended", "gone"]
"""solved/ended: somebody pressed End; left: left the queue; gone: nobody came back."""
Solved = Literal["yes", "partly", "no"]

FieldKind = Literal[
    "text", "multiline", "email", "phone", "number", "password", "search", "url", "date", "time", "color",
    "choice", "radio", "checkbox", "switch", "slider", "file", "rich_text", "other",
]  # fmt: skip
FieldState = Literal["empty", "typing", "filled", "invalid", "disabled", "hidden"]
StepState = Literal["done", "current", "ahead"]


class Part(Struct, frozen=True, omit_defaults=True):
    """A piece of a message: either `text`, or something removed, of the kind `hidden` (card, iban, ...)."""

    text: str = ""
    hidden: str = ""


class Actor(Struct, frozen=True, omit_defaults=True):
    """Who did something: a role, the account's id (empty for a customer), the shown name."""

    role: Role
    id: str = ""
    name: str = ""


class Field(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One field of the customer's form as the lens reports it: how it stands, never what it holds.

    `id` is made by the widget and stable while the page lives. `name` is the accessible name, `error` the page's
    own message with every entered value scrubbed out. `corrections` counts how often a filled field was changed
    again. A `private` field is reported as present, with neither name, state nor error. `group` names the question
    it is a part of, such as the date that `Day` belongs to. `verdict` names what a rule of the playbook finds
    wrong with the value; it was found on the device.
    """

    id: Id
    step: Id
    name: Line
    kind: FieldKind
    state: FieldState
    required: bool = False
    private: bool = False
    group: Line = ""
    error: Line = ""
    verdict: Annotated[str, Meta(max_length=60, pattern=r"^[a-z0-9-]*\Z")] = ""
    corrections: Annotated[int, Meta(ge=0, le=10_000)] = 0


class Step(Struct, frozen=True, kw_only=True):
    """One step of the form, in the customer's order. `fields` belong to it by `Field.step`."""

    id: Id
    name: Line
    state: StepState


class LensModel(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The whole form at one moment. `page` is a random id of this page load; `title` the page's name.

    `fields` are in the order of the page. `focus` is the id of the field the customer is in, or empty. `applies` are
    the ids of the playbooks that fit this page: it is compared with their patterns on the device, and stays there.
    """

    page: Id
    title: Line
    steps: Annotated[tuple[Step, ...], Meta(max_length=200)] = ()
    fields: Annotated[tuple[Field, ...], Meta(max_length=5_000)] = ()
    focus: Annotated[str, Meta(max_length=64)] = ""
    applies: Annotated[tuple[Annotated[str, Meta(max_length=60)], ...], Meta(max_length=50)] = ()
