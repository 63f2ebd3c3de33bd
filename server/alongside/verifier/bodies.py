"""Reads what a system answers: all of it, however many pieces it comes in, and no more than was agreed."""

from asyncio import IncompleteReadError

from aiohttp import ClientResponse

from alongside.identity.ports import Unavailable


async def whole_body(answer: ClientResponse, most: int) -> bytes:
    """The body of an answer. Raises Unavailable where it is longer than `most` bytes, ClientError where it breaks off.

    `content.read(n)` gives what has come so far: of a reply in two pieces, the first.
    """
    try:
        await answer.content.readexactly(most + 1)
    except IncompleteReadError as ended:
        return ended.partial
    raise Unavailable("the answer is too long")
