"""The prompt: what the playbook tells the agent to do or say now, as it travels and as the log keeps it.

All words are rendered: a replay never needs the playbook of its day. Knows nothing of how a prompt is chosen.
"""

from typing import Literal

from msgspec import Struct

from alongside.protocol.cards import CardOffer

PromptKind = Literal[
    "opening", "agree", "try_again", "step", "error", "understanding", "comfort", "escalate", "closing",
    "offer", "aside", "fault", "check",
]  # fmt: skip


Steering = Literal["pin", "jump", "skip", "aside", "finish", "follow"]
PromptUse = Literal["sent", "pointed", "ticked", "dismissed"]


class GuideStep(Struct, frozen=True, kw_only=True):
    """A step of the playbook in the agent's list."""

    id: str
    title: str


class Choice(Struct, frozen=True, kw_only=True):
    """Another way to be helped, or something else to say: what it is called, and the words for it."""

    title: str
    say: str


class Prompt(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What to do now. `say` and `stuck` are for the customer; `why`, `look_for` and `because` for the agent.

    `key` names the occasion: once the agent has dealt with it, it does not come again. `step` is the id of
    the playbook's step, `target` the id of the form's field to point at; both may be empty. `next` is the
    title of what comes after. `progress` is the step's number, from 1, and how many there are; (0, 0)
    where there is no step.
    """

    kind: PromptKind
    key: str
    step: str = ""
    title: str = ""
    say: str = ""
    why: str = ""
    look_for: str = ""
    stuck: str = ""
    target: str = ""
    alternatives: tuple[Choice, ...] = ()
    next: str = ""
    progress: tuple[int, int] = (0, 0)
    because: str = ""
    check: str = ""
    """The ID check that has to be passed first: ask for it, or wait for it."""
    card: CardOffer | None = None
    """The prompt's words are best sent as this card."""
