"""An evidence portfolio: an agent's chosen moments by the criteria of a scorecard, masked, and what is still missing.

Masked: what was hidden in the log stays hidden, customers are “Customer”, the site's sessions are numbered and not
named. Names that people wrote are hidden where they stand after a greeting or an introduction, and where whoever
chose the moment said so; the page asks to read it through.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from alongside.coaching.development import Development, Note
from alongside.coaching.evidence import Session
from alongside.coaching.folding import Coaching, Moment
from alongside.faults.telling import plain
from alongside.protocol.scorecards import Scorecard

HIDDEN = "[name hidden]"

_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
_NAMES = re.compile(
    r"\b(?:(?i:my name is|i am|i'm|this is|hello|hi|dear|mr|mrs|ms|miss|"
    r"mein name ist|ich bin|hallo|guten tag|frau|herr)"
    rf"\.?,?) (?P<name>{_NAME})"
)


class Line(Struct, frozen=True, kw_only=True):
    """A line of what happened: said by `who`, or (without `said`) told."""

    entry: int
    who: str
    words: str
    said: bool = True


class Example(Struct, frozen=True, kw_only=True):
    """A moment as the portfolio shows it. `session` is its number in the index, from 1. Times in milliseconds."""

    moment: str
    session: int
    at: int
    until_at: int
    note: str
    by: str
    lines: tuple[Line, ...]
    link: str
    """To the moment in the replay; for the desk alone, not for the document."""
    hide: tuple[str, ...] = ()


class Criterion(Struct, frozen=True, kw_only=True):
    """A criterion with its moments."""

    id: str
    title: str
    guidance: str
    section: str
    examples: tuple[Example, ...]


class Used(Struct, frozen=True, kw_only=True):
    """A session that the portfolio has a moment of: when, and what kind of session it was."""

    session: str
    number: int
    began_at: int
    familiarity: str
    difficulty: str
    moments: int


class Portfolio(Struct, frozen=True, kw_only=True):
    """The whole. `missing` are sentences: what it still needs."""

    agent: str
    card: str
    criteria: tuple[Criterion, ...]
    sessions: tuple[Used, ...]
    missing: tuple[str, ...]
    statement: Note | None = None
    witness: Note | None = None


class Source(Struct, frozen=True, kw_only=True):
    """A session with moments of this agent: its coaching, and its lines as a transcript tells them."""

    session: Session
    coaching: Coaching
    lines: tuple[Line, ...]


FAMILIAR = {"new": "New to the service", "used_before": "Has used it before", "confident": "Uses it often"}
DIFFICULTY = {
    "use": "Difficulty in use",
    "form": "The form's design",
    "system": "System failure",
    "equipment": "The customer's equipment",
    "other": "Something else",
    "": "Difficulty not noted",
}


def portfolio(agent: str, name: str, card: Scorecard, plan: Development, sources: Iterable[Source]) -> Portfolio:
    """The portfolio of an agent, by this scorecard. Sessions in the order in which they were."""
    ordered = sorted(sources, key=lambda source: (source.session.began_at, source.session.id))
    criteria = tuple(
        Criterion(
            id=item.id,
            title=item.title,
            guidance=item.guidance,
            section=section.title,
            examples=tuple(_examples(agent, name, item.id, ordered)),
        )
        for section in card.sections
        for item in section.items
        if item.weight
    )
    used = tuple(_used(agent, number, source) for number, source in enumerate(ordered, 1))
    return Portfolio(
        agent=name,
        card=card.title,
        criteria=criteria,
        sessions=used,
        missing=tuple(_missing(criteria, [source.session for source in ordered], plan)),
        statement=plan.statement,
        witness=plan.witness,
    )


def _examples(agent: str, name: str, criterion: str, sources: Sequence[Source]) -> Iterable[Example]:
    for number, source in enumerate(sources, 1):
        for moment in _moments(agent, source.coaching):
            if moment.chosen.criterion == criterion:
                yield _example(name, number, source, moment)


def _moments(agent: str, coaching: Coaching) -> list[Moment]:
    return [each for each in coaching.moments.values() if each.chosen.agent == agent]


def _example(name: str, number: int, source: Source, moment: Moment) -> Example:
    chosen, session = moment.chosen, source.session
    last = chosen.until or chosen.entry
    known = {name, *session.agents.values()}
    lines = [line for line in source.lines if chosen.entry <= line.entry <= last]
    return Example(
        moment=chosen.moment,
        session=number,
        at=session.at(chosen.entry),
        until_at=session.at(chosen.until),
        note=masked(plain(chosen.note), moment.hide, known),
        by=moment.by.name,
        lines=tuple(
            Line(entry=line.entry, who=line.who, words=masked(line.words, moment.hide, known), said=line.said)
            for line in lines
        ),
        link=f"/sessions/{session.id}/replay#entry={chosen.entry}",
        hide=moment.hide,
    )


def masked(words: str, hide: Iterable[str], known: Iterable[str]) -> str:
    """The words without the names in them: those given, and those after a greeting, unless they are an agent's."""
    for name in sorted(hide, key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, words, flags=re.IGNORECASE)
    agents = {word.casefold() for name in known for word in name.split()}

    def hidden(match: re.Match[str]) -> str:
        name = match["name"]
        if name.split(" ")[0].casefold() in agents:
            return match[0]
        return match[0][: match.start("name") - match.start()] + HIDDEN

    return _NAMES.sub(hidden, words)


def _used(agent: str, number: int, source: Source) -> Used:
    session = source.session
    return Used(
        session=session.id,
        number=number,
        began_at=session.began_at,
        familiarity=FAMILIAR[session.familiarity],
        difficulty=DIFFICULTY.get(session.cause, DIFFICULTY[""]),
        moments=len(_moments(agent, source.coaching)),
    )


def _missing(criteria: Sequence[Criterion], sessions: Sequence[Session], plan: Development) -> Iterable[str]:
    """What it takes to be whole: every criterion, both kinds of customer and of difficulty, several sessions, both
    texts."""
    if not criteria:
        yield "There is no scorecard, so there are no criteria. An administrator adds one."
    without = [criterion.title for criterion in criteria if not criterion.examples]
    if without:
        yield f"{len(without)} of {len(criteria)} criteria have no moment yet."
    kinds: Mapping[str, bool] = {
        "a customer who is new to the service": any(each.familiarity == "new" for each in sessions),
        "a customer who knows the service": any(each.familiarity != "new" for each in sessions),
        "a difficulty that came from use": any(each.cause in ("use", "form") for each in sessions),
        "a difficulty that came from a system failure": any(each.cause == "system" for each in sessions),
    }
    for kind, there in kinds.items():
        if not there:
            yield f"No session with {kind}."
    if len(sessions) == 1:
        yield "All moments are from one session."
    if plan.statement is None or not plan.statement.words:
        yield "The personal statement is not written."
    if plan.witness is None or not plan.witness.words:
        yield "The witness note is not written."
