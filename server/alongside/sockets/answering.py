"""Answering a message: what comes of it, or why nothing does. Knows no event and no rule."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from alongside.hub.deciding import UNSAVED
from alongside.log import StoreGone
from alongside.protocol import Answer
from alongside.session import Refused

Asked = TypeVar("Asked")
Outcome = TypeVar("Outcome")


async def answered(
    received: object, shape: type[Asked], act: Callable[[Asked], Awaitable[Outcome]]
) -> Outcome | Answer:
    """What `act` makes of a message of this shape. One that is not of it, or is refused, is told why."""
    try:
        return await act(msgspec.convert(received, shape))
    except msgspec.ValidationError as error:
        return Answer(ok=False, code="bad_command", says=f"This message is not understood: {error}")
    except Refused as refused:
        return Answer(ok=False, code=refused.code, says=refused.says)
    except StoreGone:
        return UNSAVED
