"""Stopping background tasks for certain. Knows nothing of what they do."""

import asyncio
from typing import Any

PATIENCE_SECONDS = 0.2


async def stop(*tasks: asyncio.Task[Any]) -> None:
    """Cancel the tasks until they have ended; how they ended does not matter.

    Asking once is not enough: before Python 3.12 `asyncio.wait_for`, in which redis-py sends, swallows
    a cancellation that arrives together with its result, and a loop would then go round for ever.
    """
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=PATIENCE_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
