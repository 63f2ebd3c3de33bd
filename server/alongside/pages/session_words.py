"""What the filters and outcomes of sessions are called on the screen: choices of a form, chips, a row's outcome."""

from collections.abc import Mapping

from msgspec import Struct

from alongside.metrics import Selection
from alongside.metrics.kpis import BY_ID
from alongside.metrics.matching import NO_TASK, seconds_of


class Names(Struct, frozen=True, kw_only=True):
    """What can be chosen by name, id to name."""

    sites: Mapping[str, str]
    agents: Mapping[str, str]
    teams: Mapping[str, str]
    playbooks: Mapping[str, str]


PLAIN = (
    *("sites", "playbook", "from_day", "to_day", "minutes_from", "minutes_to", "outcome", "solved"),
    *("rating_from", "rating_to", "cue", "errors", "words", "practice"),
)
"""The filters of everybody's form."""

CHOICES: dict[str, dict[str, str]] = {
    "status": {"open": "Still open", "waiting": "Waiting", "active": "Live", "ended": "Ended"},
    "familiarity": {"new": "New to the service", "used_before": "Used it before", "confident": "Confident"},
    "cause": {
        "use": "The customer’s use",
        "form": "The form’s design",
        "system": "A system fault",
        "equipment": "The customer’s equipment",
        "other": "Something else",
    },
    "outcome": {
        "yes": "Solved",
        "partly": "Partly solved",
        "no": "Not solved",
        "unknown": "Not wrapped up",
        "abandoned": "Left before an agent came",
    },
    "solved": {"yes": "Yes", "partly": "Partly", "no": "No"},
    "helped": {
        "customer": "By the customer themselves",
        "guidance": "By the customer with guidance",
        "agent": "Filled in by the agent",
    },
    "cue": {
        "any": "Any sign",
        "repeated_error": "The same error again",
        "returns": "Kept coming back",
        "refused_submits": "The form did not go through",
        "idle_after_error": "Stopped after an error",
        "rage_clicks": "Clicked again and again",
        "step_loops": "Went back and forth",
    },
    "system": {
        "any": "Any trouble",
        "script_error": "Script error",
        "failed_request": "Failed request",
        "slow_request": "Slow answer",
        "offline": "Offline",
    },
    "check": {
        "passed": "Passed",
        "failed": "Failed",
        "locked": "Locked",
        "cancelled": "Cancelled",
        "expired": "Ran out",
        "asked": "Still open",
    },
    "what": {
        "seen": "Showed where they were",
        "arrivals": "Came to the step",
        "errors": "Had an error at the step",
        "returned": "Came back to the step",
        "asked": "First seen at the step",
        "left": "Stopped at the step, not solved",
        "trouble": "Had trouble at the step",
    },
    "scored": {"yes": "Reviewed", "no": "Not reviewed", "failed": "A critical item failed"},
    "follow_up": {"open": "Still to do", "done": "Done"},
    "came_back": {"yes": "Yes", "no": "No, or not known"},
    "transferred": {"yes": "Handed over", "no": "Not handed over"},
    "practice": {"no": "Without practice", "with": "With practice", "yes": "Practice only"},
}
"""The closed choices of the form, in its order."""

SORTS = {
    "latest": "Latest first",
    "oldest": "Oldest first",
    "longest": "Longest first",
    "shortest": "Shortest first",
    "waited": "Longest wait first",
    "rating": "Lowest rating first",
    "score": "Lowest score first",
    "errors": "Most errors first",
    "cues": "Most signs of trouble first",
}

_LABELS = {
    "sites": "Site",
    "status": "Status",
    "agent": "Agent",
    "team": "Team",
    "playbook": "Task",
    "channel": "Came by",
    "familiarity": "Customer",
    "language": "Language",
    "cause": "Cause",
    "outcome": "Outcome",
    "solved": "Customer said solved",
    "helped": "Done",
    "came_back": "Came back within the window",
    "offered": "Began from an offer",
    "cue": "Sign of trouble",
    "system": "System trouble",
    "fault": "Fault in the register",
    "check": "ID check",
    "method": "ID check called",
    "question": "Error at",
    "what": "In the form",
    "step": "Step",
    "field": "Trouble at",
    "errors": "Errors at one field, at least",
    "scored": "Review",
    "score_from": "Score from",
    "score_to": "Score up to",
    "rating_from": "Stars from",
    "rating_to": "Stars up to",
    "recommend_from": "Would recommend from",
    "recommend_to": "Would recommend up to",
    "ease_from": "Ease from",
    "ease_to": "Ease up to",
    "from_day": "From",
    "to_day": "Up to",
    "hour": "Hour",
    "half": "Half hour from",
    "weekday": "Day",
    "minutes_from": "Took at least",
    "minutes_to": "Took at most",
    "waited_from": "Waited at least",
    "waited_to": "Waited at most",
    "transferred": "Handing over",
    "follow_up": "Follow-up",
    "review": "Needs review",
    "figure": "Counted in",
    "part": "Of these",
    "within": "Answer times",
    "words": "Words",
    "practice": "Practice",
}
_UNITS = {"minutes_from": "min", "minutes_to": "min", "waited_from": "s", "waited_to": "s"}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_words(wanted: Selection, name: str, names: Names) -> str:
    """An active filter as its chip tells it. One that has no label of its own is told by its name."""
    label = _LABELS.get(name, name.replace("_", " ").capitalize())
    return label if name == "review" else f"{label}: {_value(wanted, name, names)}"


def _value(wanted: Selection, name: str, names: Names) -> str:
    value = getattr(wanted, name)
    if name == "sites":
        return ", ".join(names.sites.get(site, site) for site in value)
    if name == "weekday":
        return _DAYS[value]
    if name == "playbook" and value == NO_TASK:
        return "none"
    if name == "half":
        return f"{value // 2:02}:{value % 2 * 30:02}"
    if name in ("figure", "part", "within"):
        return _of_figure(wanted, name, names)
    known: Mapping[str, str] = {
        "agent": names.agents,
        "team": names.teams,
        "playbook": names.playbooks,
        "offered": CHOICES["cue"],
        **CHOICES,
    }.get(name, {})
    unit = f" {_UNITS[name]}" if name in _UNITS else ""
    return known.get(str(value), str(value).replace("_", " ") if name == "channel" else str(value)) + unit


def _of_figure(wanted: Selection, name: str, names: Names) -> str:
    """The figure whose sessions are listed, which of them, and the answer times that it was reckoned with."""
    kpi = BY_ID.get(wanted.figure)
    if name == "within":
        times = seconds_of(wanted.within).items()
        return ", ".join(f"{names.sites.get(site, site)} {seconds} s" for site, seconds in times)
    if name == "figure":
        return kpi.name if kpi else wanted.figure
    met = (kpi.met if kpi else "") or "adding to it"
    return met if wanted.part == "met" else f"not {met}"


_OUTCOMES = {"yes": "Solved", "partly": "Partly solved", "no": "Not solved", "abandoned": "Left waiting"}


def outcome_words(word: str) -> str:
    """How a session came out, as a line of the list tells it; empty while it goes on, or nobody said."""
    return _OUTCOMES.get(word, "")
