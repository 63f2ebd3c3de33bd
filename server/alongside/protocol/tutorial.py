"""The tutorial: what a playbook says to a customer who goes through its steps by themselves.

Only words that are meant for customers, and the rules for their device. Knows nothing of agents.
"""

from msgspec import Struct

from alongside.protocol.rules import Expect, Match


class Variants(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Words for each familiarity; those for `new` where there are no others."""

    new: str
    used_before: str = ""
    confident: str = ""


class TutorialReply(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What to say when a verdict is given, or when the page's own error fits a pattern."""

    say: Variants
    verdict: str = ""
    error: str = ""


class TutorialStep(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One step. The device finds its field by `match` and looks at the answer by `expect`; nothing comes back."""

    id: str
    title: str
    match: Match
    say: Variants
    why: str = ""
    expect: tuple[Expect, ...] = ()
    if_error: tuple[TutorialReply, ...] = ()
    if_stuck: tuple[str, ...] = ()


class Tutorial(Struct, frozen=True, kw_only=True):
    """A playbook for customers: GET /widget/{site}/playbooks/{playbook}.json."""

    id: str
    title: str
    task: str
    steps: tuple[TutorialStep, ...]
