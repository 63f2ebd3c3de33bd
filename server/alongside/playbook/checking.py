"""What must hold inside a playbook beyond the types of its keys.

Reports to the findings and changes nothing. What was found mistaken already is passed over, so that no slip
is told twice. It knows names, patterns and dates; it must not know YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from alongside.playbook.dates import bound
from alongside.playbook.problems import Findings, Path, meant
from alongside.playbook.regular import Unfit, check
from alongside.playbook.shapes import AppliesTo, Check, IfError, Playbook, SharedPart, Step
from alongside.playbook.yields import yields
from alongside.protocol.glossary import Term
from alongside.protocol.rules import Expect, Match

_ANY_DAY = "2024-02-29"  # seen from there bounds are compared
_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")
_KINDS = {
    "pattern": ("pattern",),
    "length": ("min_length", "max_length"),
    "date": ("date",),
    "checksum": ("checksum",),
    "same_as": ("same_as",),
    "file": ("file_types", "max_megabytes"),
}
_ALL_KINDS = "pattern, min_length or max_length, date, checksum, same_as, file_types or max_megabytes"


def check_playbook(playbook: Playbook, parts: Mapping[str, SharedPart], findings: Findings) -> None:
    """Report every rule a playbook breaks. `parts` are those there are, by name."""
    _Checking(findings).playbook(playbook, parts)


def check_part(part: SharedPart, findings: Findings) -> None:
    """Report every rule a shared part breaks."""
    _Checking(findings).shared(part)


class _Checking:
    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def playbook(self, playbook: Playbook, parts: Mapping[str, SharedPart]) -> None:
        self._applies_to(playbook.applies_to)
        self._includes(playbook, parts)
        self._unique("steps", [step.id for step in playbook.steps])
        for at, step in enumerate(playbook.steps):
            self._step(("steps", at), step, playbook.steps)
        self._unique("checks", [check.id for check in playbook.checks])
        for at, one in enumerate(playbook.checks):
            self._check(("checks", at), one, {step.id for step in playbook.steps})
        self.shared(playbook)
        self._changes(playbook)

    def shared(self, part: Playbook | SharedPart) -> None:
        """What a playbook and a shared part have alike."""
        self._unique("prompts", [prompt.id for prompt in part.prompts])
        self._unique("faults", [fault.id for fault in part.faults])
        for at, prompt in enumerate(part.prompts):
            self._patterns(("prompts", at, "triggers"), prompt.triggers)
        for at, fault in enumerate(part.faults):
            self._pattern(("faults", at, "error"), fault.error)
            self._pattern(("faults", at, "host"), fault.host)
        self._glossary(part.glossary)

    def _glossary(self, glossary: Sequence[Term]) -> None:
        terms = [" ".join(term.term.split()).casefold() for term in glossary]
        for at, term in enumerate(terms):
            path: Path = ("glossary", at)
            if term and term in terms[:at]:
                what = f"“{glossary[at].term}” stands in the glossary twice"
                self._add((*path, "term"), what, f"Keep one of them; the first is number {terms.index(term) + 1}.")
            elif term and term == glossary[at].plain.strip().casefold():
                remedy = "Write other words for it; or leave `plain` out, if it is a good word here."
                self._add((*path, "plain"), f"“{glossary[at].term}” is its own plain word", remedy)

    def _applies_to(self, applies: AppliesTo) -> None:
        for at, url in enumerate(applies.urls):
            if url and not re.fullmatch(r"/[^?#\s]*", url):
                remedy = "Begin with `/` and leave out host and query, as in `/permit/*`."
                self._add(("applies_to", "urls", at), f"“{url}” is not the path of a page", remedy)

    def _includes(self, playbook: Playbook, parts: Mapping[str, SharedPart]) -> None:
        """Every part is there, once, and brings no name that is taken."""
        taken = dict.fromkeys(_ids(playbook), "this playbook")
        for at, name in enumerate(playbook.include):
            path: Path = ("include", at)
            if not name:
                continue
            if name not in parts:
                self._add(path, f"there is no shared part `{name}`", _known(name, parts, "shared part"))
            elif name in playbook.include[:at]:
                self._add(path, f"`{name}` is included twice", "Remove one of them.")
            else:
                self._brought(path, name, parts[name], taken)

    def _brought(self, path: Path, name: str, part: SharedPart, taken: dict[str, str]) -> None:
        for one in _ids(part):
            if one in taken:
                what = f"`{one}` of the part `{name}` stands in {taken[one]} as well"
                self._add(path, what, "Rename one of them.")
            taken[one] = f"the part `{name}`"

    def _step(self, path: Path, step: Step, steps: Sequence[Step]) -> None:
        self._match((*path, "match"), step.match)
        for at, rule in enumerate(step.expect):
            self._expect((*path, "expect", at), rule, _others(step, steps))
        self._answers(path, step)
        known = {verdict for rule in step.expect for verdict in yields(rule)}
        broken = not self._findings.clean((*path, "expect"))
        for at, reply in enumerate(step.if_error):
            self._if_error((*path, "if_error", at), reply, known, unsure=broken)

    def _answers(self, path: Path, step: Step) -> None:
        """Answers need a question, one that goes on, and words of their own."""
        if step.answers and not step.understanding:
            self._alone(path, "there are answers, but no question", "Write `understanding`, or remove `answers`.")
        means = {answer.means for answer in step.answers}
        if step.answers and "yes" not in means and self._findings.clean((*path, "answers")):
            remedy = "Give the right one `means: yes`; nobody could go on from this question."
            self._add((*path, "answers"), "no answer means `yes`", remedy)
        labels = [answer.label for answer in step.answers]
        for at, label in enumerate(labels):
            if label and label in labels[:at]:
                where: Path = (*path, "answers", at, "label")
                self._add(where, f"the answer “{label}” stands here twice", "Keep one of them.")

    def _check(self, path: Path, one: Check, steps: set[str]) -> None:
        for at, id in enumerate(one.before.steps):
            if id and id not in steps:
                self._add((*path, "before", "steps", at), f"there is no step `{id}`", _known(id, steps, "step"))
        if not one.before.steps and not one.before.acts:
            self._alone((*path, "before"), "it is not said what this check comes before", "Give `steps` or `acts`.")
        for at, method in enumerate(one.methods):
            if method and method in one.methods[:at]:
                self._add((*path, "methods", at), f"the method `{method}` is named twice", "Remove one of them.")
        if one.level == "none" or not one.level:
            return
        if not one.methods:
            self._alone((*path, "methods"), "this check has no method", "Give at least one, or the level `none`.")
        elif set(one.methods) == {"questions"}:
            remedy = "Add another method: not everybody can answer them, and others may be able to."
            self._add((*path, "methods"), "questions are never the only way", remedy)
        elif one.level == "strong" and "questions" in one.methods:
            what = "questions are too weak for the level `strong`"
            self._add((*path, "methods"), what, "Remove them, or make the level `basic`.")

    def _match(self, path: Path, match: Match) -> None:
        if match == Match():
            self._alone(path, "`match` is empty", "Give at least one of `name`, `label`, `field` and `page`.")
        self._pattern((*path, "label"), match.label)
        self._pattern((*path, "page"), match.page)

    def _if_error(self, path: Path, reply: IfError, known: set[str], *, unsure: bool) -> None:
        self._pattern((*path, "error"), reply.error)
        if not reply.verdict and not reply.error:
            self._alone(path, "it is not said when this reply is meant", "Give a `verdict` or an `error`.")
        elif reply.verdict and reply.verdict not in known and not unsure:
            what = f"no `expect` of this step yields the verdict `{reply.verdict}`"
            self._add((*path, "verdict"), what, _known(reply.verdict, known, "verdict"))

    def _expect(self, path: Path, rule: Expect, others: set[str]) -> None:
        kinds = [kind for kind, keys in _KINDS.items() if any(_given(rule, key) for key in keys)]
        if not kinds:
            self._alone(path, "this `expect` has no rule", f"Give one of {_ALL_KINDS}.")
        elif len(kinds) > 1:
            what = f"this `expect` has {len(kinds)} kinds of rule ({', '.join(kinds)})"
            self._add(path, what, "Write one `expect` for each.")
        if rule.verdict and not _NAME.fullmatch(rule.verdict):
            remedy = "Use small letters, digits and hyphens, beginning with a letter."
            self._add((*path, "verdict"), f"“{rule.verdict}” cannot be a verdict's name", remedy)
        self._pattern((*path, "pattern"), rule.pattern)
        for at, miss in enumerate(rule.near_misses):
            self._pattern((*path, "near_misses", at, "pattern"), miss.pattern)
        self._length(path, rule)
        self._dates(path, rule)
        if rule.same_as and rule.same_as not in others:
            what = f"no other step is called or asks for `{rule.same_as}`"
            self._add((*path, "same_as"), what, _known(rule.same_as, others, "step or field"))

    def _length(self, path: Path, rule: Expect) -> None:
        if rule.min_length is not None and rule.max_length is not None and rule.min_length > rule.max_length:
            what = f"`min_length` ({rule.min_length}) is more than `max_length` ({rule.max_length})"
            self._add((*path, "min_length"), what, "Exchange them.")
        for at, ending in enumerate(rule.file_types):
            if ending and not re.fullmatch(r"[a-z0-9]{1,10}", ending):
                remedy = "Write small letters and digits without a dot, as in `pdf`."
                self._add((*path, "file_types", at), f"“{ending}” is not the ending of a file", remedy)

    def _dates(self, path: Path, rule: Expect) -> None:
        bounds = {key: getattr(rule, key) for key in ("earliest", "latest") if getattr(rule, key)}
        if rule.date == "range" and not bounds:
            self._alone(path, "this range has no bounds", "Give `earliest`, `latest` or both.")
        for key, text in bounds.items():
            if rule.date != "range":
                self._add((*path, key), f"`{key}` counts only for a range", "Write `date: range`, or remove it.")
            elif not bound(text, _ANY_DAY):
                remedy = "Write a date as in `2026-01-31`, or how far from today it is, as in `-28d`, `+1y`."
                self._add((*path, key), f"“{text}” is no date", remedy)
        earliest, latest = bound(rule.earliest, _ANY_DAY), bound(rule.latest, _ANY_DAY)
        if earliest and latest and earliest > latest and _same_kind(rule.earliest, rule.latest):
            what = f"`earliest` ({rule.earliest}) is after `latest` ({rule.latest})"
            self._add((*path, "earliest"), what, "Exchange them.")

    def _changes(self, playbook: Playbook) -> None:
        versions = [change.version for change in playbook.changed]
        for at, version in enumerate(versions):
            if version and version in versions[:at]:
                self._add(("changed", at, "version"), f"the version {version} is told twice", "Keep one note.")
        if playbook.version and playbook.version not in versions and self._findings.clean(("changed",)):
            what = f"no note under `changed` tells what is new in version {playbook.version}"
            self._findings.advise(("version",), what, "Add one, so that agents learn of it.")

    def _unique(self, key: str, names: Sequence[str]) -> None:
        for at, name in enumerate(names):
            if name and name in names[:at]:
                first = names.index(name) + 1
                what = f"the id `{name}` is taken by number {first} of `{key}`"
                self._add((key, at, "id"), what, "Choose another one.")

    def _patterns(self, path: Path, patterns: Iterable[str]) -> None:
        for at, pattern in enumerate(patterns):
            self._pattern((*path, at), pattern)

    def _pattern(self, path: Path, pattern: str) -> None:
        try:
            check(pattern)
        except Unfit as unfit:
            self._add(path, f"this pattern cannot be used: {unfit.what}", unfit.remedy)

    def _add(self, path: Path, what: str, remedy: str) -> None:
        self._findings.add(path, what, remedy)

    def _alone(self, path: Path, what: str, remedy: str) -> None:
        """Report that something is missing, unless what is there has a slip that explains it."""
        if self._findings.clean(path):
            self._findings.add(path, what, remedy)


def _ids(part: Playbook | SharedPart) -> list[str]:
    """The ids that must be a part's own among all that come together."""
    ids = [prompt.id for prompt in part.prompts] + [fault.id for fault in part.faults]
    return [one for one in ids if one]


def _given(rule: Expect, key: str) -> bool:
    return getattr(rule, key) not in ("", (), None)


def _others(step: Step, steps: Sequence[Step]) -> set[str]:
    """By what the other steps' fields can be named."""
    names = ((other.id, other.match.name, other.match.field) for other in steps if other is not step)
    return {name for each in names for name in each if name}


def _known(name: str, known: Iterable[str], kind: str) -> str:
    return meant(name, sorted(known), none=f"There is no {kind} yet; write it first.")


def _same_kind(one: str, other: str) -> bool:
    """Whether two bounds can be compared: both on the calendar, or both from today."""
    return one[-1:].isdigit() == other[-1:].isdigit()
