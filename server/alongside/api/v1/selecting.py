"""Which sessions a program asks for: the filters of `metrics.Selection` as parameters, each with its limits.

Made of the same tables that the pages' addresses are read by, so a filter added there is one here. Unlike a page,
whose address may be old, a program that asks for what makes no sense is told so.
"""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from alongside.metrics.selection import LITERALS, NUMBERS, SPELLED, TEXTS, Selection, parse

SITES = Annotated[
    tuple[Annotated[str, Meta(min_length=1, max_length=64, pattern="^[A-Za-z0-9_.-]+$")], ...],
    Meta(max_length=50, description="Sites, by their names in the settings; may be repeated. None: all."),
]

ABOUT: dict[str, str] = {
    "status": "How the session stands.",
    "agent": "An account that took part.",
    "team": "A team that an agent who took part is in.",
    "playbook": "The playbook that was worked by: the task; `-`: none.",
    "channel": "How the customer came: by the queue, or by a code read out.",
    "familiarity": "How well the customer knows the form, as they said.",
    "language": "The customer's language, as in `de`.",
    "cause": "What the trouble came from, by the agent's account.",
    "outcome": "How it came out, by the agent's account; `abandoned`: nobody took it.",
    "solved": "Whether it is solved, as the customer said.",
    "helped": "Who brought it about, by the agent's account.",
    "came_back": "Whether the customer had been helped within the site's window of days before, with the same browser.",
    "offered": "The reason help was offered for; `any`: whichever.",
    "cue": "A sign of trouble; `any`: whichever.",
    "system": "A kind of system trouble; `any`: whichever.",
    "fault": "A row of the fault register that the wrap-up names.",
    "check": "A result that an ID check came to.",
    "method": "An ID check, by its id.",
    "question": "A question of the form that came to an error, by its name.",
    "what": "What the journey map counts: sessions that came to `step`, had errors there, came back, were first seen "
    "there, or stopped there unsolved; `seen`: any whose journey is kept; `trouble`: with trouble at a question there.",
    "step": "A step of the form, by its name; alone: sessions that came to it.",
    "field": "A question that made trouble, at `step` where that is given.",
    "errors": "The same question came to an error at least so often.",
    "scored": "Whether a review was released; `failed`: a critical item failed it.",
    "score_from": "The released review's score, at least.",
    "score_to": "The released review's score, at most.",
    "rating_from": "Stars, at least.",
    "rating_to": "Stars, at most.",
    "recommend_from": "How likely they would recommend it, at least.",
    "recommend_to": "How likely they would recommend it, at most.",
    "ease_from": "How easy it was, at least.",
    "ease_to": "How easy it was, at most.",
    "from_day": "Requested on this day (UTC) or later.",
    "to_day": "Requested on this day (UTC) or before.",
    "hour": "Requested in this hour of the day (UTC).",
    "half": "Requested in this half hour of the day (UTC), from 0: that of 09:30 is 19.",
    "weekday": "Requested on this day of the week; 0 is Monday.",
    "minutes_from": "It took at least so many minutes, waiting included.",
    "minutes_to": "It took at most so many minutes, waiting included.",
    "waited_from": "The customer waited at least so many seconds.",
    "waited_to": "The customer waited at most so many seconds.",
    "transferred": "Whether it was handed over.",
    "follow_up": "How what is still to be done stands.",
    "review": "It needs review.",
    "figure": "A key figure: the sessions that it counts.",
    "part": "Of those, the ones that add to it, or that do not.",
    "words": "All of these words stand in what the customer wanted.",
    "practice": "Sessions in which agents practise: without them, only them, or with them.",
    "sort": "The order.",
}
"""What each filter means. Those of a selection that stand here are parameters."""

_USUAL: dict[str, Any] = {"practice": "no", "sort": "latest"}


def one_of(about: str, *words: str) -> Any:
    """The type of a word that is one of these."""
    return Annotated[Literal[words], Meta(description=about)]


def _field(name: str) -> tuple[str, Any] | tuple[str, Any, Any]:
    """A filter as a parameter: its name, its type with its limits, and its default."""
    if name in LITERALS:
        words = dict.fromkeys((*LITERALS[name], *filter(None, [_USUAL.get(name)])))
        kind: Any = Literal[tuple(words)]
    elif name in TEXTS:
        kind = Annotated[str, Meta(min_length=1, max_length=TEXTS[name])]
    elif name in NUMBERS:
        least, most = NUMBERS[name]
        kind = Annotated[int, Meta(ge=least, le=most)]
    else:
        kind = date
    if name in _USUAL:
        return name, Annotated[kind, Meta(description=ABOUT[name])], _USUAL[name]
    return name, Annotated[kind | UnsetType, Meta(description=ABOUT[name])], UNSET


FILTERS = [("sites", SITES, ()), *(_field(name) for name in Selection.__struct_fields__ if name in ABOUT)]


def parameters(name: str, only: tuple[str, ...], more: tuple[Any, ...]) -> type[Struct]:
    """A type for the query of an operation: these filters (none: all), and `more` fields."""
    fields = [field for field in FILTERS if not only or field[0] in only]
    return msgspec.defstruct(
        name, [*fields, *more], frozen=True, kw_only=True, forbid_unknown_fields=True, rename=dict(SPELLED)
    )


def selection(query: Struct) -> Selection:
    """The selection of a query that was read."""
    given: dict[str, str] = {}
    for field in msgspec.structs.fields(query):
        value = getattr(query, field.name)
        if field.name == "sites":
            value = ",".join(value) or UNSET
        if field.name in Selection.__struct_fields__ and value is not UNSET:
            given[SPELLED.get(field.name, field.name)] = str(value)
    return parse(given)
