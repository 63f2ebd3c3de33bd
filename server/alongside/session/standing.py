"""standing: how a running session stands just now, for the supervisors' wall.

Counts and the name of a step, nothing of a field. Without a live consent whose words told of others looking on there
is nothing of the form in it.
"""

from alongside.protocol import Standing
from alongside.protocol.watching import Shown
from alongside.session.state import State
from alongside.session.watching import covered


def standing(state: State) -> Standing:
    """The wall's part of a session that only its state knows."""
    if not covered(state):
        shared: Shown = "yes" if state.sharing else "asked" if state.consent.state == "asked" else "no"
        return Standing(shared=shared, unanswered_since=state.unanswered_since)
    steps = state.lens.steps if state.lens else ()
    place = next((at for at, step in enumerate(steps) if step.state == "current"), -1)
    cues: dict[str, int] = {}
    for cue in state.trouble.cues:
        cues[cue.kind] = cues.get(cue.kind, 0) + cue.count
    return Standing(
        shared="yes",
        step=steps[place].name if place >= 0 else "",
        place=place + 1,
        steps=len(steps),
        errors=sum(field.state == "invalid" and not field.private for field in state.fields.values()),
        cues=cues,
        leaning=state.trouble.leaning,
        unanswered_since=state.unanswered_since,
    )
