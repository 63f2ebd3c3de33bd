"""Work on many sessions, in which one that cannot be dealt with holds up no other.

A log may have an entry that another version wrote, or a bug may meet it: the rest is swept, told and erased all the
same. It knows nothing of the work.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from alongside.log import StoreGone

logger = structlog.get_logger()


@contextmanager
def apart(session: str) -> Iterator[None]:
    """Whatever is wrong with this session is noted, and no more. StoreGone is wrong with all of them, and raised."""
    try:
        yield
    except StoreGone:
        raise
    except Exception:
        logger.exception("a session could not be seen to", session=session)
