"""The situation a prompt is chosen for: what is known of the customer, their form and the agent's choices.

Only shapes. Whoever keeps the session's state fills them in; no value of a field is ever among them.
"""

from typing import Literal

from msgspec import Struct

from alongside.playbook.troubles import Trouble
from alongside.protocol import CheckState, Familiarity, FaultKind, FaultStatus, FieldState, Meaning

Ending = Literal["", "solved", "partly", "unsolved"]


class LiveField(Struct, frozen=True, kw_only=True):
    """A field of the customer's form now. `step` is the name of the form's step, `group` of the question."""

    id: str
    name: str
    group: str = ""
    step: str = ""
    state: FieldState = "empty"
    required: bool = False
    error: str = ""
    verdict: str = ""
    corrections: int = 0
    focused: bool = False


class Reply(Struct, frozen=True, kw_only=True):
    """A card the customer was sent from the prompt of the key `prompt`, and what they answered.

    `means` and `label` are those of the answer they tapped; `said` is what they wrote after it, the last of it.
    """

    prompt: str
    answered: bool = False
    means: Meaning = ""
    label: str = ""
    said: str = ""


class SystemFault(Struct, frozen=True, kw_only=True):
    """Evidence of system trouble, as the device counted it: a broken script, a host that failed or was slow."""

    kind: FaultKind
    host: str = ""
    status: FaultStatus = ""


class CheckNow(Struct, frozen=True, kw_only=True):
    """An ID check that is not passed, and the steps it comes before. `state` is empty while nobody asked for it."""

    id: str
    title: str
    why: str
    other_way: str
    steps: tuple[str, ...] = ()
    state: CheckState | Literal[""] = ""
    left: int = 0


class Situation(Struct, frozen=True, kw_only=True):
    """Everything a prompt depends on.

    `done` holds the keys of the prompts that the agent has dealt with (sent, ticked or waved away), and `last`
    the step of the prompt before this one. `pinned` holds a step until it is let go; `jumped` until the customer
    types elsewhere. `said` are the customer's last messages, the newest last. `replies` are the cards sent from
    prompts, and `ticked` the steps the agent ticked off. `load` names the page load, so that the same error after
    sending the page again counts as a further try. `cues` are what was noticed on the device besides verdicts, in
    words for the agent, the newest last.
    `done` holds the keys of the prompts that the agent has dealt with (sent, ticked or waved away), and
    `last` the step of the prompt before this one. `pinned` holds a step until it is let go; `jumped` until the
    customer types elsewhere. `said` are the customer's last messages, the newest last. `load` names the page
    load, so that the same error after sending the page again counts as a further try. `cues` are what was
    noticed on the device besides verdicts, in words for the agent, the newest last; `faults` the evidence of
    system trouble, while it points there. `checks` are those not passed yet.
    """

    familiarity: Familiarity = "new"
    goal: str = ""
    difficulty: str = ""
    done: tuple[str, ...] = ()
    last: str = ""
    sharing: bool = False
    load: str = ""
    page: str = ""
    step: str = ""
    fields: tuple[LiveField, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    cues: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()
    ticked: tuple[str, ...] = ()
    faults: tuple[SystemFault, ...] = ()
    pinned: str = ""
    jumped: str = ""
    skipped: tuple[str, ...] = ()
    aside: bool = False
    said: tuple[str, ...] = ()
    ending: Ending = ""
    checks: tuple[CheckNow, ...] = ()
    minutes: int = 0
