"""An agent's development plan and portfolio texts: their ledger folded, and what may be done to it.

`fold(a + b) == fold(b, onto=fold(a))`, and no sequence of entries raises.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from alongside.coaching.standing import NotCoached
from alongside.privacy import redact
from alongside.protocol import Actor, Part
from alongside.protocol.development import (
    ActionRemoved,
    ActionSet,
    ActionTicked,
    CardChosen,
    ChooseCard,
    CloseGoal,
    DevelopmentCommand,
    DevelopmentEntry,
    DevelopmentFact,
    GoalClosed,
    GoalOutcome,
    GoalSet,
    NoteProgress,
    ProgressNoted,
    RemoveAction,
    SetAction,
    SetGoal,
    StatementWritten,
    TickAction,
    WitnessWritten,
    WriteStatement,
    WriteWitness,
)

ANYONE = (NoteProgress, ChooseCard)
"""Commands for the agent and their supervisors; the others are for one side alone."""
AGENTS = (TickAction, WriteStatement)


class Action(Struct, frozen=True, kw_only=True):
    """Something to do. `done_at`: when it was ticked, in milliseconds; 0: not yet."""

    id: str
    goal: str
    words: tuple[Part, ...]
    due: str = ""
    done_at: int = 0


class Note(Struct, frozen=True, kw_only=True):
    """How it went with a goal, or a text of the portfolio, and whose it is."""

    by: Actor
    at: int
    words: tuple[Part, ...]


class Goal(Struct, frozen=True, kw_only=True):
    """A goal. Dates as YYYY-MM-DD, times in milliseconds."""

    id: str
    words: tuple[Part, ...]
    why: tuple[Part, ...] = ()
    due: str = ""
    by: str = ""
    set_at: int = 0
    outcome: GoalOutcome | None = None
    closed_at: int = 0
    notes: tuple[Note, ...] = ()


class Development(Struct, frozen=True, kw_only=True):
    """An agent's ledger, folded up to entry `number`."""

    number: int = 0
    goals: Mapping[str, Goal] = {}
    actions: Mapping[str, Action] = {}
    statement: Note | None = None
    witness: Note | None = None
    card: str = ""

    def actions_of(self, goal: str) -> list[Action]:
        """What is to be done for a goal, in order."""
        return [action for action in self.actions.values() if action.goal == goal]

    @property
    def open_goals(self) -> list[Goal]:
        """Those that are neither reached nor dropped."""
        return [goal for goal in self.goals.values() if goal.outcome is None]


def fold(entries: Iterable[DevelopmentEntry], onto: Development) -> Development:
    """The plan after these entries."""
    for entry in entries:
        onto = replace(_folded(onto, entry), number=entry.number)
    return onto


def _folded(plan: Development, entry: DevelopmentEntry) -> Development:
    match entry.fact:
        case GoalSet() as fact:
            known = plan.goals.get(fact.goal)
            goal = known or Goal(id=fact.goal, words=(), by=entry.by.name, set_at=entry.at)
            return _with_goal(plan, replace(goal, words=fact.words, why=fact.why, due=fact.due))
        case GoalClosed() as fact if fact.goal in plan.goals:
            return _with_goal(plan, replace(plan.goals[fact.goal], outcome=fact.outcome, closed_at=entry.at))
        case ProgressNoted() as fact if fact.goal in plan.goals:
            goal = plan.goals[fact.goal]
            note = Note(by=entry.by, at=entry.at, words=fact.words)
            return _with_goal(plan, replace(goal, notes=(*goal.notes, note)))
        case ActionSet() as fact:
            action = plan.actions.get(fact.action) or Action(id=fact.action, goal=fact.goal, words=())
            return _with_action(plan, replace(action, words=fact.words, due=fact.due))
        case ActionTicked() as fact if fact.action in plan.actions:
            action = plan.actions[fact.action]
            return _with_action(plan, replace(action, done_at=entry.at if fact.done else 0))
        case ActionRemoved() as fact:
            return replace(plan, actions={id: each for id, each in plan.actions.items() if id != fact.action})
        case StatementWritten() as fact:
            return replace(plan, statement=Note(by=entry.by, at=entry.at, words=fact.words))
        case WitnessWritten() as fact:
            return replace(plan, witness=Note(by=entry.by, at=entry.at, words=fact.words))
        case CardChosen() as fact:
            return replace(plan, card=fact.card)
    return plan


def _with_goal(plan: Development, goal: Goal) -> Development:
    return replace(plan, goals={**plan.goals, goal.id: goal})


def _with_action(plan: Development, action: Action) -> Development:
    return replace(plan, actions={**plan.actions, action.id: action})


def decide(plan: Development, by: Actor, asked: DevelopmentCommand) -> DevelopmentFact | None:
    """The fact that a command comes to, by somebody whom access lets at this plan; None where it stands so already.
    Raises NotCoached."""
    _check_side(by, asked)
    match asked:
        case SetGoal():
            return _set_goal(plan, asked)
        case CloseGoal():
            goal = _goal(plan, asked.goal)
            return None if goal.outcome == asked.outcome else GoalClosed(goal=goal.id, outcome=asked.outcome)
        case NoteProgress():
            return ProgressNoted(goal=_goal(plan, asked.goal).id, words=_words(asked.words))
        case SetAction():
            return _set_action(plan, asked)
        case RemoveAction():
            return ActionRemoved(action=asked.action) if asked.action in plan.actions else None
        case TickAction():
            action = _action(plan, asked.action)
            return None if bool(action.done_at) == asked.done else ActionTicked(action=action.id, done=asked.done)
        case WriteStatement():
            words = _text(plan.statement, asked.words)
            return None if words is None else StatementWritten(words=words)
        case WriteWitness():
            words = _text(plan.witness, asked.words)
            return None if words is None else WitnessWritten(words=words)
        case ChooseCard():
            return None if plan.card == asked.card else CardChosen(card=asked.card)


def _check_side(by: Actor, asked: DevelopmentCommand) -> None:
    """What agents do themselves, and what their supervisors do."""
    if isinstance(asked, ANYONE):
        return
    agents = isinstance(asked, AGENTS)
    if agents and by.role != "agent":
        raise NotCoached("The agent does this: it is their own word.")
    if not agents and by.role == "agent":
        raise NotCoached("Your supervisor writes this. Add a note to tell them what you think.")


def _set_goal(plan: Development, asked: SetGoal) -> GoalSet | None:
    if asked.goal:
        _goal(plan, asked.goal)
    id = asked.goal or f"g{plan.number + 1}"
    made = GoalSet(goal=id, words=_words(asked.words), why=redact(asked.why.strip()), due=asked.due)
    known = plan.goals.get(id)
    same = known is not None and (known.words, known.why, known.due) == (made.words, made.why, made.due)
    return None if same else made


def _set_action(plan: Development, asked: SetAction) -> ActionSet | None:
    goal = _goal(plan, asked.goal)
    if asked.action:
        _action(plan, asked.action)
    id = asked.action or f"a{plan.number + 1}"
    made = ActionSet(goal=goal.id, action=id, words=_words(asked.words), due=asked.due)
    known = plan.actions.get(id)
    return None if known is not None and (known.words, known.due) == (made.words, made.due) else made


def _text(before: Note | None, words: str) -> tuple[Part, ...] | None:
    """The words as they are kept; None where they are those that stand there."""
    said = redact(words.strip())
    return None if said == (before.words if before else ()) else said


def _goal(plan: Development, goal: str) -> Goal:
    found = plan.goals.get(goal)
    if found is None:
        raise NotCoached("This goal is not in the plan.")
    return found


def _action(plan: Development, action: str) -> Action:
    found = plan.actions.get(action)
    if found is None:
        raise NotCoached("This action is not in the plan any more.")
    return found


def _words(said: str) -> tuple[Part, ...]:
    if not said.strip():
        raise NotCoached("Write a few words first.")
    return redact(said.strip())
