"""The scripted customer: from a script, what they remember and what they see, to what they do next.

How this works: everything they do follows from something of the agent's that is new to them: a question for consent,
a card, a message, a highlight. Each is dealt with once, and what they will do about it is planned at once; so the
memory is of what is planned, and the same view again leads to nothing. They fill in the form field by field,
so many for each thing the agent says, until a field goes wrong; there they stay until the agent's words hold one of
those that help, or the agent points at it. No clock in here, no chance, no values.
"""

from msgspec import Struct
from msgspec.structs import replace

from alongside.practice.form import Sheet, field_page
from alongside.practice.part import Move, agents_words, contains, plain, writing_time
from alongside.practice.shapes import Script
from alongside.protocol import (
    AnswerCard,
    ChatItem,
    ClearHighlight,
    CustomerView,
    DeclineConsent,
    EndSession,
    GiveConsent,
    GiveFeedback,
    SendMessage,
    Solved,
)

WORDING = "practice"
PATIENCE = 60
FILLS = {"new": 1, "used_before": 3, "confident": 1_000}

BEST = {"yes": 5, "partly": 4, "no": 2}
"""The most stars they give, by whether it was solved."""

IMPATIENT = ("Are you still there?", "I have been waiting for a while now. Can you help me?")
LEAVING = "I have to go now. I will try again another time."
OTHERWISE = ("Yes, please.", "I think so.", "I am not sure. What do you think?")
UNHELPED = ("I am sorry, I still do not see what to do.", "It still says the same. Can you put it differently?")
HELPED = "Ah, now it works. Thank you."
FINISHED = "That was the last one. It is sent. Thank you for your help!"
CONSIDERING = "What would you see of me then? I do not want to show what I type."
DECLINING = "I would rather not. Can you help me without it?"


class Memory(Struct, frozen=True):
    """What the customer has dealt with, and planned."""

    heard: int = 0
    pointed: str = ""
    asked: int = 0
    considering: bool = False
    sharing: bool = False
    page: int = -1
    at: int = 0
    stuck: bool = False
    unhelped: int = 0
    replied: tuple[int, ...] = ()
    cards: tuple[str, ...] = ()
    questions: int = 0
    finished: bool = False
    lapses: int = 0
    rated: bool = False


class _Doing:
    """One turn: the memory as it becomes, and the moves so far."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.moves: list[Move] = []

    def note(self, **changes: object) -> None:
        self.memory = replace(self.memory, **changes)

    def say(self, text: str) -> None:
        if text:
            self.moves.append(Move(SendMessage(text=text), writing_time(text)))


class Scripted:
    """A customer who follows a script. `sheet` is their form, if there is one."""

    def __init__(self, script: Script, sheet: Sheet | None) -> None:
        self._script = script
        self._sheet = sheet

    @property
    def patience(self) -> float:
        """Seconds of silence until they ask."""
        return self._script.patience or PATIENCE

    def react(self, memory: Memory | None, view: CustomerView) -> tuple[Memory, tuple[Move, ...]]:
        """What they do on what they see."""
        doing = _Doing(memory or Memory())
        if view.session.ended is not None:
            self._rate(doing)
        else:
            self._consider(doing, view)
            self._tap(doing, view)
            self._listen(doing, view)
            self._look(doing, view)
        return doing.memory, tuple(doing.moves)

    def waited(self, memory: Memory | None, view: CustomerView) -> tuple[Memory, tuple[Move, ...]]:
        """They ask whether anybody is there; after the last time they leave."""
        doing = _Doing(memory or Memory())
        if view.session.ended is None and not doing.memory.finished:
            lines = self._script.impatient or IMPATIENT
            lapse = doing.memory.lapses
            doing.note(lapses=lapse + 1)
            if lapse < len(lines):
                doing.say(lines[lapse])
            elif lapse == len(lines):
                doing.say(LEAVING)
                doing.moves.append(Move(EndSession(), 500))
        return doing.memory, tuple(doing.moves)

    # --- what is new ---

    def _consider(self, doing: _Doing, view: CustomerView) -> None:
        """The agent asks to see their steps."""
        asked = view.consent.state == "asked"
        if asked == doing.memory.considering:
            return
        doing.note(considering=asked)
        if not asked or self._sheet is None:
            return
        doing.note(asked=doing.memory.asked + 1)
        sharing = self._script.sharing
        if sharing == "declines" or (sharing == "hesitates" and doing.memory.asked == 1):
            doing.moves.append(Move(DeclineConsent(scope="lens", wording=WORDING), 2_000))
            doing.say(DECLINING if sharing == "declines" else CONSIDERING)
        else:
            doing.moves.append(Move(GiveConsent(scope="lens", wording=WORDING), 2_000))
            doing.note(sharing=True)
            self._turn_page(doing, self._sheet)

    def _tap(self, doing: _Doing, view: CustomerView) -> None:
        """Cards with answers: the one that goes on, as somebody does who wants to be done."""
        for item in view.chat.values():
            card = item.card
            if card is None or not card.choices or card.chosen is not None or item.id in doing.memory.cards:
                continue
            means = [choice.means for choice in card.choices]
            choice = means.index("yes") if "yes" in means else 0
            doing.note(cards=(*doing.memory.cards, item.id))
            doing.moves.append(Move(AnswerCard(card=item.id, choice=choice), 2_000))

    def _listen(self, doing: _Doing, view: CustomerView) -> None:
        said = agents_words(view)
        news = said[doing.memory.heard :]
        doing.note(heard=len(said))
        for item in news:
            doing.note(lapses=0)
            self._hear(doing, item)

    def _look(self, doing: _Doing, view: CustomerView) -> None:
        """The agent points at something: it helps where they are stuck, and else they do what is there."""
        shown = view.highlight
        if shown is None or shown.id == doing.memory.pointed:
            return
        doing.note(pointed=shown.id, lapses=0)
        if self._sheet is not None and doing.memory.sharing and self._sheet.at(shown.target) == doing.memory.at:
            if doing.memory.stuck:
                self._correct(doing, self._sheet)
            else:
                self._fill(doing, self._sheet, 1)
        doing.moves.append(Move(ClearHighlight(highlight=shown.id), 1_500))

    def _rate(self, doing: _Doing) -> None:
        memory = doing.memory
        if memory.rated:
            return
        solved: Solved = "yes" if memory.finished else "partly" if memory.at else "no"
        rating = max(1, BEST[solved] - memory.unhelped - memory.lapses)
        doing.note(rated=True)
        doing.moves.append(Move(GiveFeedback(solved=solved, rating=rating), 1_000))

    # --- words ---

    def _hear(self, doing: _Doing, item: ChatItem) -> None:
        """One message of the agent's: an answer to it, and going on with the form."""
        text, before = plain(item.parts), len(doing.moves)
        self._reply(doing, text)
        if self._sheet is not None and doing.memory.sharing and not doing.memory.finished:
            self._go_on(doing, self._sheet, text, answered=len(doing.moves) > before)
        if len(doing.moves) == before and "?" in text and item.card is None:
            lines = self._script.otherwise or OTHERWISE
            doing.say(lines[doing.memory.questions % len(lines)])
            doing.note(questions=doing.memory.questions + 1)

    def _reply(self, doing: _Doing, text: str) -> None:
        for at, reply in enumerate(self._script.replies):
            if at not in doing.memory.replied and contains(text, reply.when):
                doing.note(replied=(*doing.memory.replied, at))
                doing.say(reply.say)
                return

    def _go_on(self, doing: _Doing, sheet: Sheet, text: str, *, answered: bool) -> None:
        if not doing.memory.stuck:
            self._fill(doing, sheet, self._script.fills or FILLS[self._script.familiarity])
            return
        mistake = sheet.mistakes[doing.memory.at]
        if not mistake.until or contains(text, mistake.until):
            self._correct(doing, sheet)
        elif not answered:
            doing.say(mistake.unhelped or UNHELPED[doing.memory.unhelped % len(UNHELPED)])
            doing.note(unhelped=doing.memory.unhelped + 1)

    # --- the form ---

    def _fill(self, doing: _Doing, sheet: Sheet, count: int) -> None:
        """Fill in so many fields, up to one that goes wrong, or the end."""
        for _ in range(count):
            at = doing.memory.at
            doing.moves.append(Move(sheet.changed(at, "typing"), 500))
            if (mistake := sheet.mistakes.get(at)) is not None:
                doing.moves.append(Move(sheet.changed(at, "invalid", wrong=mistake), 1_200))
                doing.note(stuck=True)
                doing.say(mistake.says)
                return
            doing.moves.append(Move(sheet.changed(at, "filled"), 900))
            self._next(doing, sheet)
            if doing.memory.finished:
                return

    def _correct(self, doing: _Doing, sheet: Sheet) -> None:
        at = doing.memory.at
        doing.moves.append(Move(sheet.changed(at, "typing", corrections=1), 800))
        doing.moves.append(Move(sheet.changed(at, "filled", corrections=1), 1_200))
        doing.note(stuck=False)
        doing.say(sheet.mistakes[at].helped or HELPED)
        self._next(doing, sheet)

    def _next(self, doing: _Doing, sheet: Sheet) -> None:
        doing.note(at=doing.memory.at + 1)
        if doing.memory.at < len(sheet.places):
            self._turn_page(doing, sheet)
            return
        if doing.memory.page < len(sheet.form.steps) - 1:  # the pages without a question at the end
            doing.note(page=len(sheet.form.steps) - 1)
            doing.moves.append(Move(sheet.opened(doing.memory.page), 1_200))
        doing.note(finished=True)
        doing.say(self._script.finished or FINISHED)

    def _turn_page(self, doing: _Doing, sheet: Sheet) -> None:
        """Go to the field that is next, over to its page if it is on another one."""
        if not sheet.places:
            doing.note(finished=True, page=0)
            doing.moves.append(Move(sheet.opened(0), 800))
            return
        at = doing.memory.at
        if field_page(sheet, at) != doing.memory.page:
            doing.note(page=field_page(sheet, at))
            doing.moves.append(Move(sheet.opened(doing.memory.page), 1_000))
        doing.moves.append(Move(sheet.focused(at), 500))
