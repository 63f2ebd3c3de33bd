"""What tests of /api/v1 share: a token, and a call with it whose answer is held against the OpenAPI document."""

import re
from collections.abc import Mapping
from typing import Any

import jsonschema_rs
from aiohttp import ClientSession
from serving import PARKING, Served

from alongside.access.scopes import SCOPES, Scope
from alongside.api.v1 import OPERATIONS
from alongside.api.v1.openapi import document
from alongside.api.v1.operations import ROOT
from alongside.log import OutboxStore
from alongside.webhooks.messages import Message, encode_message

EVERY: tuple[Scope, ...] = tuple(SCOPES)
DOCUMENT = document(OPERATIONS, "https://help.example.org")


async def token(server: Served, *scopes: Scope, sites: tuple[str, ...] = (), days: int = 1) -> str:
    """A token of these scopes, by default of all."""
    _, secret = await server.hub.tokens.make("of the tests", scopes or EVERY, sites, days, by="ada")
    return secret


async def dead_letter(server: Served, id: str, site: str = PARKING) -> str:
    """A webhook's message that was given up; its id."""
    store, now = OutboxStore(server.log), server.hub.clock.seconds()
    message = encode_message(Message(site=site, kind="fault.opened", at=now, facts={}, tries=10, reason="TimeoutError"))
    await store.put(id, message, now)
    await store.bury(id, message, now, since=0, limit=1_000)
    return id


class Told:
    """An answer, read."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes, value: Any) -> None:
        self.status, self.headers, self.body, self.value = status, headers, body, value

    @property
    def code(self) -> str:
        """The code of a problem."""
        return str(self.value["code"])


async def call(server: Served, secret: str, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Told:
    """Call /api/v1 with a token (none: empty). What comes must be as the document says."""
    sent = {"Authorization": f"Bearer {secret}"} if secret else {}
    async with (
        ClientSession() as web,
        web.request(method, f"{server.url}/api/v1{path}", headers=sent | headers, data=body or None) as answer,
    ):
        read = await answer.read()
        value = await answer.json(content_type=None) if "json" in answer.content_type else None
        told = Told(answer.status, answer.headers.copy(), read, value)
        check(method, ROOT + path.partition("?")[0], told, answer.content_type)
        return told


def check(method: str, path: str, told: Told, media_type: str) -> None:
    """Hold an answer against the document: its status, its media type, its headers, its shape."""
    described = operation_of(method, path)
    if described is None:
        return
    assert str(told.status) in described["responses"], f"{method} {path} answers {told.status}, which nobody wrote down"
    answer = described["responses"][str(told.status)]
    for name, header in answer.get("headers", {}).items():
        required = DOCUMENT["components"]["headers"][header["$ref"].rpartition("/")[2]].get("required")
        assert name in told.headers or not required, f"{method} {path} answers {told.status} without {name}"
    content = answer.get("content", {})
    assert media_type in content or not content
    schema = content.get(media_type, {}).get("schema")
    if told.value is not None and schema:
        jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]}).validate(told.value)


def operation_of(method: str, path: str) -> Any:
    """What the document says of a request; None: nothing."""
    for template, methods in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path):
            return methods.get(method.lower())
    return None
