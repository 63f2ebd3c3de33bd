"""What to say when the system is at fault: the playbook's words for a known fault, else plain ones for any.

Given only while the evidence points to the system. Knows nothing of how that is decided, nor of when it is said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from alongside.playbook import words
from alongside.playbook.shapes import Fault, Say
from alongside.playbook.situation import Situation, SystemFault
from alongside.playbook.words import pick
from alongside.protocol.prompts import Choice, Prompt

_ASKING = ("failed_request", "slow_request")
_SAID = {
    "script_error": "the page's own program broke off",
    "failed_request": "a request{to} failed",
    "slow_request": "an answer{of} took very long",
    "offline": "it was offline",
}


class KnownFaults:
    """The faults of a playbook that a device can notice. Make it once per playbook."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self._faults = [(fault, re.compile(fault.host, re.IGNORECASE)) for fault in faults if fault.seen or fault.host]

    def prompts(self, now: Situation, alternatives: tuple[Choice, ...]) -> Iterator[Prompt]:
        """What to say about the faults of this moment, the newest first; each once."""
        told: set[str] = set()
        for seen in reversed(now.faults):
            fault = self._known(seen)
            key = f"fault:{fault.id}" if fault else f"fault:{_sort(now.faults)}"
            if key in told:
                continue
            told.add(key)
            yield Prompt(
                kind="fault",
                key=key,
                title=fault.title if fault else "Say that it is not their fault",
                say=fault.say.strip() if fault else pick(_standard(now.faults), now.familiarity),
                look_for="Note it in the wrap-up. If it does not pass, offer another way.",
                alternatives=alternatives,
                because=f"Their device noticed: {_in_words(seen)}",
            )

    def _known(self, seen: SystemFault) -> Fault | None:
        for fault, host in self._faults:
            kinds = fault.seen or _ASKING
            if seen.kind in kinds and (not fault.host or host.search(seen.host)):
                return fault
        return None


def _sort(faults: Sequence[SystemFault]) -> str:
    return "offline" if all(fault.kind == "offline" for fault in faults) else "system"


def _standard(faults: Sequence[SystemFault]) -> Say:
    return words.OFFLINE if _sort(faults) == "offline" else words.SYSTEM_FAULT


def _in_words(seen: SystemFault) -> str:
    to, of = (f" to {seen.host}", f" from {seen.host}") if seen.host else ("", "")
    return _SAID[seen.kind].format(to=to, of=of)
