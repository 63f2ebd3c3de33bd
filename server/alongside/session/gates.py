"""Gates: what an agent may not do before an ID check is passed. Enforced here, whatever a page shows or hides.

The rules are those of every playbook that was chosen in this session, as the log has them: to put a playbook away
takes no gate away. Where a process does not know a playbook's content it cannot tell a field's step, and refuses.
"""

from collections.abc import Iterator

from alongside.identity import Pass, barrier
from alongside.playbook.book import Book
from alongside.playbook.situation import LiveField
from alongside.protocol import CheckAct, CheckRule
from alongside.session.asking import Asked, Refused
from alongside.session.state import CheckRecord, State


def rule_of(state: State, check: str) -> CheckRule | None:
    """The rule of this id: of the playbook in force, else of one before it, the latest first."""
    rules = state.checking.rules
    own = rules.get(f"{state.guide.info.id}:{check}")
    found = own or next((rules[key] for key in reversed(rules) if key.endswith(f":{check}")), None)
    return found[1] if found else None


def passes(state: State) -> Iterator[Pass]:
    """What was passed. Of two linked checks neither counts without the other."""
    records = state.checking.records
    for record in records.values():
        if record.state != "passed" or record.asked.acting_for:
            continue
        if record.asked.authority is None:
            yield Pass(record.asked.level, record.until)
        elif (other := _representative(records, record)) is not None:
            yield Pass(record.asked.level, min(record.until, other.until))


def _representative(records: dict[str, CheckRecord], record: CheckRecord) -> CheckRecord | None:
    linked = (each for each in records.values() if each.asked.acting_for == record.asked.check)
    return next((each for each in linked if each.state == "passed"), None)


def barrier_at(state: State, now: int, *, act: CheckAct | None = None, step: str = "") -> CheckRule | None:
    """The check that has to be passed before this act, or at this step of the playbook in force."""
    acts = [rule for _, rule in state.checking.rules.values()]
    steps = [rule for hash, rule in state.checking.rules.values() if hash == state.guide.hash]
    found = tuple(passes(state))
    return barrier(acts, found, now=now, act=act) or barrier(steps, found, now=now, step=step)


def stands(state: State, rule: CheckRule, now: int) -> bool:
    """Whether this rule is not met, so that its steps are closed."""
    return bool(rule.steps) and barrier((rule,), tuple(passes(state)), now=now, step=rule.steps[0]) is not None


def check_act(asked: Asked, act: CheckAct) -> None:
    """Nothing has to be passed before this act, or Refused with the check's name."""
    _refuse(asked, barrier_at(asked.state, asked.now, act=act))


def check_prompt(asked: Asked, key: str) -> None:
    """The words of the prompt `key` may be used, or Refused: a key names its step, as in `error:name:2`."""
    for step in key.split(":")[1:2]:
        _refuse(asked, barrier_at(asked.state, asked.now, step=step))


def check_target(asked: Asked, target: str, act: CheckAct) -> None:
    """This may be done at a field (or at a step of the form, with all its fields), or Refused."""
    check_act(asked, act)
    state = asked.state
    for hash, rule in state.checking.rules.values():
        if stands(state, rule, asked.now):
            book = asked.rules.books.get(hash)
            if book is None or not set(rule.steps).isdisjoint(_touched(book, state, target)):
                _refuse(asked, rule)


def _touched(book: Book, state: State, target: str) -> Iterator[str]:
    """Every step of a playbook that a field may belong to: of two with the same field the gate of either holds, and
    the gate of a whole page holds for what is on it."""
    for field in _fields(state, target):
        yield from book.prompter.steps_with(field, _page(state))


def _fields(state: State, target: str) -> list[LiveField]:
    """The field, or the fields of the form's step."""
    steps = state.lens.steps if state.lens else ()
    names = {step.id: step.name for step in steps}
    current = next((step.name for step in steps if step.state == "current"), "")  # as the prompter takes it
    whole = [LiveField(id=target, name="", step=names[target])] if target in names else []
    return whole + [
        LiveField(id=field.id, name=field.name, group=field.group, step=names.get(field.step, "") or current)
        for field in state.fields.values()
        if target in (field.id, field.step)
    ]


def _page(state: State) -> str:
    return state.lens.title if state.lens else ""


def _refuse(asked: Asked, rule: CheckRule | None) -> None:
    if rule is not None:
        remedy = "It is asked for: wait a moment." if _is_asked(asked, rule) else "Ask for it, and wait."
        raise Refused("check_needed", f"First the customer has to pass the check “{rule.title}”. {remedy}")


def _is_asked(asked: Asked, rule: CheckRule) -> bool:
    """Whether the customer can answer it now; of two linked checks, one of them."""
    records = asked.state.checking.records.values()
    return any(
        rule.id in (record.asked.check, record.asked.acting_for) and record.is_open(asked.now) for record in records
    )
