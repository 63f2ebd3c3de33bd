"""Which check stands in the way: rules and what was passed in, the first rule that is not met out.

A check that was passed at a higher level meets a rule of a lower one. Knows nothing of how it was passed.
"""

from collections.abc import Iterable

from msgspec import Struct

from alongside.identity.levels import at_least
from alongside.protocol import CheckAct, CheckLevel, CheckRule


class Pass(Struct, frozen=True):
    """A passed check: its level, and until when it is valid, in milliseconds."""

    level: CheckLevel
    until: int


def barrier(
    rules: Iterable[CheckRule], passes: Iterable[Pass], *, now: int, act: CheckAct | None = None, step: str = ""
) -> CheckRule | None:
    """The first rule that has to be met before this act, or before anything at this step, and is not."""
    valid = [each.level for each in passes if now < each.until]
    for rule in rules:
        wanted = (act is not None and act in rule.acts) or (bool(step) and step in rule.steps)
        if wanted and rule.level != "none" and not any(at_least(level, rule.level) for level in valid):
            return rule
    return None
