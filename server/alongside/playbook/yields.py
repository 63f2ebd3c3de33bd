"""Which verdicts an `expect` rule can give, so that a reply to a verdict that never comes is found.

Follows `expect`; tests hold the two together. Must not know a value.
"""

from __future__ import annotations

from alongside.playbook.expect import UNREADABLE
from alongside.playbook.shared_patterns import digits_asked
from alongside.playbook.verdicts import NUMBERS, difference
from alongside.protocol.rules import Expect

_FILES = {"wrong-file-type", "file-too-large"}
_CHECKSUM = {"check-digit-wrong", "wrong-format", "not-only-digits", "wrong-characters", "wrong-country"}
_DATE = {"past": {"in-the-future"}, "future": {"in-the-past"}, "range": {"too-early", "too-late"}}


def yields(rule: Expect) -> frozenset[str]:
    """Every verdict the rule can give."""
    own = {rule.verdict} if rule.verdict else _own(rule)
    near = {miss.verdict for miss in rule.near_misses}
    return frozenset(own | near | (UNREADABLE if rule.date else set()))


def _own(rule: Expect) -> set[str]:
    """The verdicts of the rule's kind."""
    if rule.date:
        return _DATE[rule.date]
    if rule.pattern:
        return {"wrong-format"} | (_counted("digit") | {"not-only-digits"} if digits_asked(rule.pattern) else set())
    if rule.checksum:
        return _CHECKSUM | _counted("digit") | _counted("character") | {"letter-and-digit-confused"}
    if rule.same_as:
        return {"not-the-same", "capitals-differ"}
    if rule.file_types or rule.max_megabytes:
        return _FILES
    if rule.min_length is not None and rule.min_length == rule.max_length:
        return _counted("digit") | _counted("character")
    return {"too-short", "too-long"}


def _counted(unit: str) -> set[str]:
    """All that `difference` can say."""
    most = len(NUMBERS) + 1
    return {difference(size, most, unit) for size in range(2 * most + 1) if size != most}
