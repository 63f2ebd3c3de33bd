"""What a practice script is made of: a customer who does not exist, for agents to practise with.

The JSON Schema for editors is generated from these shapes. Knows nothing of how such a customer acts.
"""

from typing import Annotated, Literal

from msgspec import Meta

from alongside.protocol.rules import Line, Name, PlaybookPart, Words
from alongside.protocol.shapes import Familiarity, FieldKind

Sharing = Literal["agrees", "hesitates", "declines"]
WORDS_THAT = "Any of these in the agent's message will do; capitals do not matter."


class Reply(PlaybookPart, frozen=True, kw_only=True):
    """What the customer says to certain words of the agent, once."""

    when: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=20, description=WORDS_THAT)]
    say: Words


class Mistake(PlaybookPart, frozen=True, kw_only=True):
    """What goes wrong at a field, and which words of the agent put it right. Pointing at the field does too."""

    field: Annotated[Line, Meta(description="The field's name, as in the form.")]
    error: Annotated[str, Meta(max_length=300, description="What the form says, if it says anything.")] = ""
    verdict: Annotated[
        str, Meta(max_length=60, description="What a rule of the playbook finds, as in `two-digits-too-few`.")
    ] = ""
    says: Annotated[str, Meta(max_length=2_000, description="What the customer says of it. Empty: nothing.")] = ""
    until: Annotated[
        tuple[Line, ...], Meta(max_length=20, description=f"Words that help. {WORDS_THAT} None: any message.")
    ] = ()
    unhelped: Annotated[str, Meta(max_length=2_000, description="What they say when the words did not help.")] = ""
    helped: Annotated[str, Meta(max_length=2_000, description="What they say once it is right.")] = ""


class FormField(PlaybookPart, frozen=True, kw_only=True):
    """A field of the form. The customer never holds a value, here as anywhere."""

    name: Line
    kind: FieldKind = "text"
    required: Annotated[bool, Meta(description="Whether the form insists on it.")] = True


class FormStep(PlaybookPart, frozen=True, kw_only=True):
    """A page of the form."""

    name: Line
    fields: Annotated[tuple[FormField, ...], Meta(max_length=100)] = ()


class Form(PlaybookPart, frozen=True, kw_only=True):
    """The form that the customer fills in."""

    title: Line
    steps: Annotated[tuple[FormStep, ...], Meta(min_length=1, max_length=50)]


class Script(PlaybookPart, frozen=True, kw_only=True):
    """A scripted customer: what they want, what they know, what goes wrong, how patient they are."""

    title: Line
    about: Annotated[Words, Meta(description="What is practised here; the agent reads it before the start.")]
    owner: Line
    playbook: Annotated[
        Name | Literal[""], Meta(description="The playbook it is written for. Empty: it goes with any.")
    ] = ""
    goal: Annotated[str, Meta(max_length=2_000, description="In their words. Empty: the playbook's `task`.")] = ""
    difficulty: Annotated[str, Meta(max_length=2_000, description="What goes wrong, in their words.")] = ""
    familiarity: Familiarity = "new"
    sharing: Annotated[Sharing, Meta(description="What they do when asked to share their steps.")] = "agrees"
    fills: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="Fields they fill in after one message. Left out: 1, 3 or all, by `familiarity`."),
    ] = None
    patience: Annotated[
        Annotated[int, Meta(ge=5)] | None, Meta(description="Seconds of silence until they ask. Left out: 60.")
    ] = None
    impatient: Annotated[
        tuple[Words, ...], Meta(max_length=10, description="What they say when they wait; after the last they leave.")
    ] = ()
    replies: Annotated[tuple[Reply, ...], Meta(max_length=100)] = ()
    otherwise: Annotated[
        tuple[Words, ...], Meta(max_length=20, description="What they say to any other question, in turn.")
    ] = ()
    mistakes: Annotated[tuple[Mistake, ...], Meta(max_length=100)] = ()
    form: Annotated[Form | None, Meta(description="The form. Left out: made from the playbook's steps.")] = None
    finished: Annotated[str, Meta(max_length=2_000, description="What they say when the form is done.")] = ""
