"""How the server writes down what it does: one line an event, and nothing in it of the people it serves.

A session stands in a line as a digest. Of what went wrong there are the kind and the places in our code, and no values:
an error's own words may quote what somebody wrote. Lines of libraries are reduced to what is fixed in them. A request
has an id, which stands in every line that it led to, those of its WebSocket too.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog

from alongside.log import unnamed

Event = MutableMapping[str, Any]
Error = tuple[type[BaseException], BaseException, TracebackType | None]


def begin(level: str, form: Literal["auto", "json", "text"], stream: TextIO | None = None) -> None:
    """Write lines of this importance and above. `auto`: text on a terminal, JSON elsewhere."""
    out = stream or sys.stderr
    for_people = form == "text" or (form == "auto" and out.isatty())
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            nameless,
            without_values,
            structlog.dev.ConsoleRenderer() if for_people else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
    )
    logging.basicConfig(handlers=[_Libraries()], level=max(number, logging.WARNING), force=True)


def nameless(_: Any, __: str, event: Event) -> Event:
    """A session as a digest: enough to find the lines that belong together, and not the session."""
    if session := event.get("session"):
        event["session"] = unnamed(str(session))
    return event


def without_values(_: Any, __: str, event: Event) -> Event:
    """An exception as its kinds and the places it came through."""
    given = event.pop("exc_info", None)
    error = _error(given)
    if error is not None:
        event["error"] = _kinds(error)
        event["at"] = [f"{each.filename}:{each.lineno} {each.name}" for each in _frames(error)]
    return event


def _error(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    return (given if isinstance(given, tuple) else sys.exc_info())[1] if given else None


def _kinds(error: BaseException) -> str:
    """The kind of error, and of those that led to it."""
    kinds: list[str] = []
    each: BaseException | None = error
    while each is not None and len(kinds) < 5:
        kinds.append(type(each).__name__)
        each = each.__cause__ or each.__context__
    return " from ".join(kinds)


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)[-12:]


class _Libraries(logging.Handler):
    """Takes what libraries log, without what they put into it: that may be an address, or what somebody sent."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record down."""
        lines = str(record.msg).splitlines() or [""]
        logger = structlog.get_logger()
        said = logger.error if record.levelno >= logging.ERROR else logger.warning
        said("a library says", library=record.name, words=lines[0][:200], exc_info=record.exc_info)
