"""Stopping a task for certain."""

import asyncio

from alongside.tasks import stop


async def test_a_task_is_stopped() -> None:
    task = asyncio.create_task(asyncio.Event().wait())
    await stop(task)
    assert task.cancelled()


async def test_a_task_that_swallows_the_first_cancellation_is_stopped_all_the_same() -> None:
    started = asyncio.Event()

    async def deaf_once() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()

    task = asyncio.create_task(deaf_once())
    await started.wait()
    await stop(task)
    assert task.cancelled()


async def test_a_task_that_failed_does_not_stop_the_others_from_being_stopped() -> None:
    async def fail() -> None:
        raise ValueError

    tasks = asyncio.create_task(fail()), asyncio.create_task(asyncio.Event().wait())
    await stop(*tasks)
    assert all(task.done() for task in tasks)
