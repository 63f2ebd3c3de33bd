"""Coaching without a server: a small scorecard, a session, and people who send commands one after the other."""

from typing import Any

from alongside.coaching import Around, Caller, Coaching, NotCoached, Session, decide, fold, review_card, view
from alongside.protocol import Actor, Part
from alongside.protocol.coaching import CoachingCommand
from alongside.protocol.coaching_facts import CoachingEntry, CoachingFact
from alongside.protocol.coaching_views import CoachingView, ReviewView
from alongside.protocol.scorecards import Scorecard

CARD_TEXT = """\
title: Small card
owner: Us
version: "1"
scales:
  - id: how-well
    levels: [{word: Not done}, {word: Partly}, {word: Mostly}, {word: Fully}]
  - id: yes-or-no
    levels: [{word: "No"}, {word: "Yes"}]
sections:
  - title: Hearing
    items:
      - {id: listened, title: Listened, guidance: Look., weight: 2, evidence: [request, questions]}
      - {id: asked, title: Asked, guidance: Look., not_applicable: They said it.}
  - title: Identity
    weight: 4
    items:
      - {id: account, title: Talked about the account, guidance: Look., weight: 0, scale: yes-or-no}
      - id: identity
        title: Identity first
        guidance: Look.
        scale: yes-or-no
        critical: true
        only_if: {item: account, scored: ["Yes"]}
        evidence: [checks]
  - title: Closing
    items:
      - {id: closed, title: Closed, guidance: Look., weight: 1.5, evidence: [closing, wrapup]}
"""


def small_card() -> Scorecard:
    card = review_card("small.yaml", CARD_TEXT).scorecard
    assert card is not None
    return card


CARD = small_card()
SESSION = Session(
    id="s1",
    site="parking",
    began_at=1_000,
    ended=True,
    goal=(Part(text="My permit"),),
    agents={"maya": "Maya", "noor": "Noor"},
    last_agent="maya",
    times=tuple(range(1_000, 11_000, 1_000)),
)
"""Ten entries, a second apart."""

RUTH = Caller(actor=Actor(role="supervisor", id="ruth", name="Ruth"), reviews=True)
VERA = Caller(actor=Actor(role="supervisor", id="vera", name="Vera"), reviews=True)
ADA = Caller(actor=Actor(role="administrator", id="ada", name="Ada"), reviews=True)
MAYA = Caller(actor=Actor(role="agent", id="maya", name="Maya"), reviews=False)
NOOR = Caller(actor=Actor(role="agent", id="noor", name="Noor"), reviews=False)
COMMANDS = {shape.__struct_config__.tag: shape for shape in CoachingCommand.__args__}


class Log:
    """A coaching log that grows: `does` is a person's command by its tag and fields."""

    def __init__(self, *cards: Scorecard, session: Session = SESSION) -> None:
        self.around = Around(session=session, cards={"small": CARD} | {str(n): card for n, card in enumerate(cards)})
        self.coaching = Coaching()
        self.entries: list[CoachingEntry] = []

    def does(self, who: Caller, do: str, **fields: Any) -> CoachingFact | None:
        fact = decide(self.coaching, self.around, who, COMMANDS[do](**fields))
        if fact is not None:
            number = self.coaching.number + 1
            entry = CoachingEntry(number=number, at=100_000 + number, by=who.actor, fact=fact)
            self.entries.append(entry)
            self.coaching = fold([entry], onto=self.coaching)
        return fact

    def refused(self, who: Caller, do: str, **fields: Any) -> str:
        """The sentence of the refusal."""
        try:
            fact = self.does(who, do, **fields)
        except NotCoached as refused:
            return refused.says
        raise AssertionError(f"not refused: {fact}")

    def begin(self, who: Caller = RUTH, **fields: Any) -> str:
        fact = self.does(who, "review.begin", **({"scorecard": "small"} | fields))
        return fact.review  # type: ignore[union-attr]

    def scored(self, who: Caller, review: str, **levels: int | None) -> None:
        """Score these items; None: not applicable."""
        for item, level in levels.items():
            self.does(who, "score.set", review=review, item=item, level=level, applies=level is not None)

    def whole(self, who: Caller = RUTH, listened: int = 3) -> str:
        """A review with every score."""
        review = self.begin(who)
        self.scored(who, review, listened=listened, asked=2, account=0, closed=2)
        return review

    def released(self, who: Caller = RUTH) -> str:
        review = self.whole(who)
        self.does(who, "review.release", review=review)
        return review

    def seen(self, who: Caller) -> CoachingView:
        return view(self.coaching, self.around, who)

    def review(self, who: Caller, review: str) -> ReviewView:
        return next(each for each in self.seen(who).reviews if each.id == review)
