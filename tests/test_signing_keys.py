"""What others answer, read over the network: a signer's keys, and bodies that come in pieces."""

import asyncio
import json

import pytest
from aiohttp import ClientSession, web
from joserfc.jwk import ECKey
from log_store import PATIENCE
from serving import SettableClock, answering

from alongside.config import SignedIdentity
from alongside.identity.ports import Unavailable
from alongside.verifier.bodies import whole_body
from alongside.verifier.signing_keys import AGAIN_SECONDS, KEPT_SECONDS, SigningKeys

JWKS = json.dumps({"keys": [ECKey.generate_key("P-256", {"kid": "k1"}).as_dict(private=False)]}).encode()


class Signer:
    """A signer that answers when it is let, unless it is down."""

    def __init__(self) -> None:
        self.clock = SettableClock()
        self.reads = 0
        self.down = False
        self.answers = asyncio.Event()
        self.answers.set()
        settings = SignedIdentity(audience="a", jwks_url="https://signer.example.org/jwks")
        self.known = SigningKeys(settings, self.fetch, self.clock.seconds)

    async def fetch(self, _: str) -> bytes:
        self.reads += 1
        await self.answers.wait()
        if self.down:
            raise Unavailable("down")
        return JWKS


async def test_whoever_comes_while_the_keys_are_read_waits_for_them() -> None:
    signer = Signer()
    signer.answers.clear()
    asked = [asyncio.create_task(signer.known.keys()) for _ in range(3)]
    await asyncio.sleep(0)
    signer.answers.set()
    assert [len(keys) for keys in await asyncio.gather(*asked)] == [1, 1, 1]
    assert signer.reads == 1


async def test_where_the_keys_cannot_be_read_nobody_can_tell_and_the_signer_is_left_alone_for_a_moment() -> None:
    signer = Signer()
    signer.down = True
    for _ in range(3):
        with pytest.raises(Unavailable):
            await signer.known.keys()
    assert signer.reads == 1
    signer.down = False
    signer.clock.go_on(AGAIN_SECONDS)
    assert len(await signer.known.keys()) == 1


async def test_the_keys_are_read_again_in_time_and_for_an_unknown_one_at_most_twice_a_minute() -> None:
    signer = Signer()
    for _ in range(3):
        await signer.known.keys(fresher=True)
    assert signer.reads == 1
    signer.clock.go_on(AGAIN_SECONDS)
    await signer.known.keys()
    await signer.known.keys(fresher=True)
    assert signer.reads == 2
    signer.clock.go_on(KEPT_SECONDS)
    await signer.known.keys()
    assert signer.reads == 3


async def test_a_body_in_two_pieces_is_read_whole_and_no_further_than_agreed() -> None:
    go_on = asyncio.Event()

    async def halves(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"one ")
        await go_on.wait()
        await answer.write(b"two")
        return answer

    app = web.Application()
    app.add_routes([web.get("/", halves)])
    async with answering(app) as address, asyncio.timeout(PATIENCE), ClientSession() as session:
        async with session.get(address) as answer:
            assert await answer.content.read(1) == b"o", "the first piece is there"
            read = asyncio.create_task(whole_body(answer, 6))
            await asyncio.sleep(0)
            go_on.set()
            assert await read == b"ne two"
        async with session.get(address) as answer:
            with pytest.raises(Unavailable):
                await whole_body(answer, 6)
