"""The order of levels, and what each method reaches.

Questions reach `basic` at most: what somebody knows of a person is no proof (OWASP ASVS 6.4.2), and they are never
the only way.
"""

from collections.abc import Collection, Iterable

from alongside.protocol import CheckLevel, CheckMethod

_ORDER: tuple[CheckLevel, ...] = ("none", "basic", "strong")
_REACHES: dict[CheckMethod, CheckLevel] = {
    "signed": "strong",
    "code": "strong",
    "totp": "strong",
    "questions": "basic",
}


def reaches(method: CheckMethod) -> CheckLevel:
    """The highest level that a method can show."""
    return _REACHES[method]


def at_least(level: CheckLevel, wanted: CheckLevel) -> bool:
    """Whether a level is as high as another."""
    return _ORDER.index(level) >= _ORDER.index(wanted)


def usable(wanted: Iterable[CheckMethod], level: CheckLevel, offered: Collection[CheckMethod]) -> list[CheckMethod]:
    """Of the wanted methods those that the site offers and that reach the level; none where only questions are left."""
    left = [method for method in wanted if method in offered and at_least(reaches(method), level)]
    return [] if left == ["questions"] else left
