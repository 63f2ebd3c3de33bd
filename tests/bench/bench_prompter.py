"""What a prompt costs with a playbook of 300 steps. Fails above 1 ms.

    .venv/bin/python tests/bench/bench_prompter.py

Each prompt is for a form of 300 fields of which one is wrong and another one has just changed. `first` is the
first prompt of a session, when no field's step is known yet.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from msgspec import convert, structs

from alongside.playbook import Playbook
from alongside.playbook.prompter import Prompter
from alongside.playbook.situation import LiveField, Situation

STEPS = 300
ROUNDS = 500
BUDGET = 1.0  # milliseconds, at the median


def playbook(label: bool) -> Playbook:
    """300 questions, found by their names or by patterns."""
    steps = [_step(number, label) for number in range(STEPS)]
    head = {"title": "Long", "task": "A long form", "owner": "Bench", "version": "1"}
    return convert({**head, "applies_to": {"sites": ["bench"]}, "steps": steps}, Playbook)


def _step(number: int, label: bool) -> dict[str, object]:
    return {
        "id": f"q{number}",
        "title": f"Question {number}",
        "match": {"label": f"^question {number}$"} if label else {"name": f"Question {number}"},
        "say": {"new": f"Please answer question {number}."},
        "if_error": [{"error": f"wrong {number}", "say": {"new": "Please look again."}}],
    }


def situation() -> Situation:
    """A customer near the end of the form."""
    done = ("opening", "agree", "try_again")
    fields = tuple(
        LiveField(id=f"f{n}", name=f"Question {n}", step="Form", required=True, state="filled") for n in range(STEPS)
    )
    wrong = structs.replace(fields[250], state="invalid", error="wrong 250")
    fields = (*fields[:250], wrong, *fields[251:])
    return Situation(sharing=True, page="Form", step="Form", load="1", done=done, fields=fields, said=("Hello",) * 5)


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1_000


def measure(label: bool) -> tuple[float, float, float]:
    """The first prompt, the median, the slowest of a hundred; in milliseconds."""
    book, now = playbook(label), situation()
    fresh = [Prompter(book) for _ in range(20)]
    first = statistics.median(milliseconds(partial(prompter.prompt, now)) for prompter in fresh)
    prompter, taken = Prompter(book), []
    for round in range(ROUNDS):
        field = structs.replace(now.fields[round % STEPS], focused=True)
        fields = tuple(field if each.id == field.id else each for each in now.fields)
        moment = structs.replace(now, fields=fields, last=f"q{(round + STEPS - 1) % STEPS}")
        taken.append(milliseconds(partial(prompter.prompt, moment)))
    return first, statistics.median(taken), statistics.quantiles(taken, n=100)[-1]


def main() -> int:
    slow = False
    print(f"{STEPS} steps, {STEPS} fields, milliseconds a prompt:  first   median   99 %")
    for name, label in (("by name", False), ("by pattern", True)):
        first, median, tail = measure(label)
        print(f"  {name:<12}{'':<37}{first:7.3f}  {median:7.3f}  {tail:7.3f}")
        slow = slow or median > BUDGET
    if slow:
        print(f"More than {BUDGET} ms.", file=sys.stderr)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
