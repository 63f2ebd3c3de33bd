"""Practice in a session: how it begins, and that it never gets into the queue or to a colleague.

The customer is played by the server and sends a customer's commands; everything else is as with any customer.
"""

from collections.abc import Callable
from typing import Any

from alongside.privacy import scrub_label
from alongside.protocol import AgentJoined, BeginPractice, Command, SessionEnded, SessionRequested
from alongside.session.asking import Asked, Events, Refused, clean_words


def _begin(asked: Asked, command: BeginPractice) -> Events:
    """Requested and joined in one entry, so that nobody else ever sees them wait."""
    if asked.state.info.status != "new":
        return ()
    requested = SessionRequested(
        site=asked.who.site,
        channel="queue",
        goal=clean_words(asked, command.goal),
        difficulty=clean_words(asked, command.difficulty),
        choice=scrub_label(command.choice),
        familiarity=command.familiarity,
        language=command.language,
        practice=True,
        source=command.source,
    )
    return (requested, AgentJoined(agent=asked.who.actor))


DECIDERS: dict[type[Command], Callable[[Asked, Any], Events]] = {BeginPractice: _begin}


def check_real(asked: Asked) -> None:
    """This is no practice, or Refused: a played customer is handed over to nobody."""
    if asked.state.info.practice:
        raise Refused("practice", "This is practice. Say how you would hand over, and then end it.")


def lapsed(asked: Asked) -> Events:
    """The agent is gone: practice ends, where a real customer would wait for the next agent."""
    return (SessionEnded(reason="ended"),)
