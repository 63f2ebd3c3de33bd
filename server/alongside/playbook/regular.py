"""Which regular expressions a playbook may hold: alike in Python and JavaScript, and never slow.

They keep to what both share: characters, classes, groups, alternatives, lookaheads, anchors and repeats.
How slow a pattern can get is counted as *ways*: in how many ways a group can fit the same text. What fits
in w ways and is repeated n times can fit in w**n, and a failing match tries them all. So the ways are
bounded, an endless repeat may hold nothing that fits in two ways, and of endless repeats there may be few.

Only for checking playbooks; `shared_patterns` makes those that passed ready for use.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace

from alongside.playbook.shared_patterns import compiled

LONGEST = 300
MOST_WAYS = 100_000
MOST_ENDLESS = 3  # k of them cost n**k steps on n characters
LONG_REPEAT = 100  # a repeat with a wider range than this counts as endless

_TOKEN = re.compile(
    r"""
    (?P<escape> \\ (?: u[0-9a-fA-F]{4} | . ) )
  | (?P<class> \[ (?: \\. | [^\]\\] )* \] )
  | (?P<open> \( (?: \? [^)\w]? [=!:]? )? )
  | (?P<close> \) )
  | (?P<repeat> [*+?] | \{ \d{1,4} (?: , \d{0,4} )? \} )
  | (?P<bar> \| )
  | (?P<anchor> [\^$] )
  | (?P<stray> [\[\]{}\\] )
  | (?P<plain> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = frozenset("dDwWsSbBtnrfv^$\\.*+?()[]{}|/")
_CLASS_ESCAPES = (_ESCAPES | {"-"}) - {"b", "B"}
_GROUPS = ("(", "(?:", "(?=", "(?!")
_DOUBLED = re.compile(r"&&|--|\|\||~~")
_CORRECT = "Correct it there, or put a backslash before a sign that is meant as it is."


class Unfit(Exception):
    """The pattern cannot be used: what is wrong, and the remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def check(pattern: str) -> None:
    """Raises Unfit if the pattern is not valid in both languages, or may be slow."""
    if len(pattern) > LONGEST:
        raise Unfit(f"it has {len(pattern)} characters, and {LONGEST} is the most", "Split it into several.")
    _Walk().along(pattern)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, OverflowError, Warning) as error:
        raise Unfit(str(error), _CORRECT) from None
    if compiled(pattern) is None:
        raise Unfit("it does not mean the same in Python and JavaScript", _CORRECT)


@dataclass
class _Item:
    """The last thing read, which a repeat may follow: a character, a class or a whole group."""

    repeatable: bool = False
    repeated: bool = False
    ways: int = 1
    endless: int = 0


@dataclass
class _Group:
    """What has been read of a group that is still open."""

    opening: str = "("
    ways: int = 1
    ways_of_other_branches: int = 0
    endless: int = 0

    def take(self, item: _Item) -> None:
        self.ways *= item.ways
        self.endless += item.endless
        _bounded(self.ways, self.endless)

    def next_branch(self) -> None:
        self.ways_of_other_branches += self.ways
        self.ways = 1


class _Walk:
    """Goes through a pattern from left to right, with the open groups on a stack."""

    def __init__(self) -> None:
        self._groups = [_Group()]
        self._last = _Item()

    def along(self, pattern: str) -> None:
        for token in _TOKEN.finditer(pattern):
            if token.lastgroup == "repeat":
                self._last = _repeated(self._last, token[0])
            else:
                self._groups[-1].take(self._last)
                self._last = self._next(token.lastgroup or "", token[0])
        self._groups[-1].take(self._last)
        if len(self._groups) > 1:
            raise Unfit("a `(` is not closed", r"Close it, or write `\(` for the sign itself.")

    def _next(self, kind: str, text: str) -> _Item:
        """What a token is; groups are opened and closed on the way."""
        match kind:
            case "open":
                self._groups.append(_Group(_opening(text)))
            case "bar":
                self._groups[-1].next_branch()
            case "close":
                return self._closed()
            case "escape":
                _escape(text, _ESCAPES)
            case "class":
                _class(text)
            case "stray":
                raise Unfit(f"the `{text}` stands alone", f"Write `\\{text}` for the sign itself.")
        return _Item(repeatable=kind in ("escape", "class", "plain") and text not in (r"\b", r"\B"))

    def _closed(self) -> _Item:
        if len(self._groups) == 1:
            raise Unfit("a `)` closes nothing", r"Open it, or write `\)` for the sign itself.")
        group = self._groups.pop()
        repeatable = group.opening in ("(", "(?:")
        ways = group.ways + group.ways_of_other_branches
        return _Item(repeatable, ways=ways, endless=group.endless)


def _repeated(item: _Item, repeat: str) -> _Item:
    """The item with a repeat behind it, which no second repeat may follow but the lazy `?`."""
    if not item.repeatable:
        if item.repeated and repeat == "?":  # as few as possible: the same ways in another order
            return replace(item, repeated=False)
        raise Unfit(f"the repeat `{repeat}` follows nothing that can be repeated", "Remove it, or use a group.")
    least, most = _range(repeat)
    if most < least:
        raise Unfit(f"the repeat `{repeat}` ends before it begins", "Write the smaller number first.")
    endless = most - least >= LONG_REPEAT
    if most > 1 and (item.endless or (endless and item.ways > 1)):
        remedy = "Give each repeat an end, as in `{0,4}`, or let what it holds fit in one way only."
        raise Unfit(f"the repeat `{repeat}` holds another repeat or alternatives, which can be slow", remedy)
    if endless:
        return _Item(repeated=True, endless=1)
    ways = (most - least + 1) * item.ways ** min(most, LONG_REPEAT)
    _bounded(ways, item.endless)
    return _Item(repeated=True, ways=ways, endless=item.endless)


def _range(repeat: str) -> tuple[int, int]:
    """The fewest and the most times; without an end it is very many."""
    very_many = 1_000_000
    simple = {"*": (0, very_many), "+": (1, very_many), "?": (0, 1)}
    if repeat in simple:
        return simple[repeat]
    least, comma, most = repeat[1:-1].partition(",")
    return int(least), int(most or (very_many if comma else least))


def _bounded(ways: int, endless: int) -> None:
    remedy = "Use fewer repeats, and give them an end, as in `{1,20}`."
    if endless > MOST_ENDLESS:
        raise Unfit(f"it has more than {MOST_ENDLESS} repeats without an end, which can be slow", remedy)
    if ways > MOST_WAYS:
        raise Unfit("its repeats can fit the same text in too many ways, which can be slow", remedy)


def _opening(text: str) -> str:
    if text not in _GROUPS:
        what = f"`{text}` does not mean the same in Python and JavaScript"
        raise Unfit(what, "Use plain groups `( )`, `(?: )` and lookaheads `(?= )`, `(?! )` only.")
    return text


def _escape(text: str, known: frozenset[str]) -> None:
    sign = text[1:]
    if sign not in known and not (sign[0] == "u" and len(sign) > 1):
        what = f"`{text}` does not mean the same in Python and JavaScript"
        raise Unfit(what, "Write the sign without the backslash, or use a class as in `[0-9]`.")


def _escaped_in_class(found: re.Match[str]) -> str:
    _escape(found[0], _CLASS_ESCAPES)
    return ""


def _class(text: str) -> None:
    inside = text[1:-1].removeprefix("^")
    if not inside:
        raise Unfit("a class `[]` is empty", r"Write what it holds, and `\]` for the bracket itself.")
    plain = re.sub(r"\\u[0-9a-fA-F]{4}|\\.", _escaped_in_class, inside)
    if "[" in plain or _DOUBLED.search(plain):
        remedy = r"Put a backslash before a bracket, and write no sign twice."
        raise Unfit(f"the class `{text}` does not mean the same in Python and JavaScript", remedy)
