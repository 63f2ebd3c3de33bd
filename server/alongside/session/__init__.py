"""A session's rules: `fold` (entries -> state), `decide` (command -> events or Refused), `view` (per role).

Pure: no clock, no randomness, no I/O. State is only ever made by folding entries; a view is only ever made
from a state. What a command may do is decided here, once, on the server.
"""

from alongside.session.asking import Refused, Rules
from alongside.session.decide import decide
from alongside.session.fold import fold, fold_entry
from alongside.session.prompting import due_prompt, waits_for_time
from alongside.session.state import State, new_state
from alongside.session.summary import Summary, desk_row, readers, summary
from alongside.session.view import apply_difference, difference, update_between, view
from alongside.session.watching import withheld

__all__ = [
    "Refused",
    "Rules",
    "State",
    "Summary",
    "apply_difference",
    "decide",
    "desk_row",
    "difference",
    "due_prompt",
    "fold",
    "fold_entry",
    "new_state",
    "readers",
    "summary",
    "update_between",
    "view",
    "waits_for_time",
    "withheld",
]
