"""Wrap-ups in other systems: by a template, and as Zammad's API documents tickets; off unless a site asks for it."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from hubs import ANNA, MAYA, WAITS, Person, process
from msgspec.structs import replace
from serving import PARKING, answering, settings
from talk import WRAPUP
from test_telling import sent
from test_webhooks import Receiver

from alongside.config import Site
from alongside.config.notes import NoteRules, notes
from alongside.hub import Hub
from alongside.protocol import EndSession, FollowUpDraft, JoinSession, SendMessage

TOKEN = "a-token-of-zammad"
ZAMMAD = NoteRules(to="zammad", token=TOKEN, group="2nd Level", customer="sessions@example.org")


class Elsewhere:
    """Another system. As Zammad it takes only what its API's documentation shows, and answers as that says."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: list[dict[str, Any]] = []
        self.headers: dict[str, str] = {}

    async def note(self, request: web.Request) -> web.Response:
        self.headers = dict(request.headers)
        self.taken.append(await request.json())
        return web.Response()

    async def ticket(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Token token={TOKEN}":
            return web.json_response({"error": "Invalid BasicAuth credentials"}, status=401)
        if request.content_type != "application/json":
            return web.Response(status=415)
        asked = await request.json()
        article = asked.get("article", {})
        known = asked.keys() <= {
            "title",
            "group",
            "group_id",
            "customer",
            "customer_id",
            "article",
            "priority",
            "state",
        }
        of_article = article.keys() <= {"subject", "body", "type", "internal", "content_type", "sender", "time_unit"}
        whole = all(isinstance(asked.get(name), str) and asked[name] for name in ("title", "group", "customer"))
        if not (known and of_article and whole and article.get("body") and article.get("type") in ("note", "phone")):
            return web.json_response({"error": "Unprocessable"}, status=422)
        self.taken.append(asked)
        return web.json_response(
            {"id": 19, "number": "22019", "title": asked["title"], "article_ids": [30]}, status=201
        )


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    app, system = web.Application(), Elsewhere()
    app.add_routes([web.post("/notes", system.note), web.post("/api/v1/tickets", system.ticket)])
    async with answering(app, "localhost") as system.url:
        yield system


def noting(redis_url: str, rules: NoteRules) -> dict[str, Site]:
    sites = settings(8700, redis_url).sites
    return {**sites, PARKING: replace(sites[PARKING], notes=rules)}


async def wrapped_up(hub: Hub) -> Person:
    anna, maya = Person(hub, ANNA), Person(hub, MAYA)
    assert (await anna.send(WAITS)).ok
    assert (await maya.send(JoinSession())).ok
    assert (await anna.send(SendMessage(text="A word in private"))).ok
    assert (await anna.send(EndSession())).ok
    due = FollowUpDraft(what='Call "Anna" back', owner="maya", due="2026-12-01")
    assert (await maya.send(replace(WRAPUP, follow_up=due))).ok
    return maya


async def test_a_wrap_up_is_written_down_by_a_template_and_nothing_of_the_chat(
    elsewhere: Elsewhere, redis_url: str, prefix: str
) -> None:
    body = '{"next": {{ follow_up.what | tojson }}, "all": {{ text | tojson }}, "at": "{{ link }}"}'
    rules = NoteRules(to="http", url=f"{elsewhere.url}/notes", headers={"X-Key": "secret"}, body=body)
    async with process(redis_url, prefix, sites=noting(redis_url, rules)) as hub:
        await wrapped_up(hub)
        await sent(hub, Receiver())
    [note] = elsewhere.taken
    assert note["next"] == 'Call "Anna" back'
    assert note["at"] == "http://localhost:8700/sessions/s-1"
    assert "Cause:" in note["all"]
    assert "A word in private" not in json.dumps(note)
    assert elsewhere.headers["X-Key"] == "secret"
    assert elsewhere.headers["Idempotency-Key"].startswith("note.")


async def test_a_wrap_up_becomes_a_ticket_that_zammad_takes(elsewhere: Elsewhere, redis_url: str, prefix: str) -> None:
    rules = replace(ZAMMAD, url=elsewhere.url)
    async with process(redis_url, prefix, sites=noting(redis_url, rules)) as hub:
        maya = await wrapped_up(hub)
        await sent(hub, Receiver())
        assert (await maya.send(replace(WRAPUP, resolved="no", follow_up=None))).ok
        await sent(hub, Receiver())
    first, second = elsewhere.taken
    assert first["title"].startswith("Parking permits: ")
    assert first["article"]["internal"] is True
    assert 'Call "Anna" back' in first["article"]["body"]
    assert "/sessions/s-1" in first["article"]["body"]
    assert second["article"]["subject"] == "Corrected"


async def test_of_an_erased_session_nothing_is_written_down(elsewhere: Elsewhere, redis_url: str, prefix: str) -> None:
    rules = replace(ZAMMAD, url=elsewhere.url)
    async with process(redis_url, prefix, sites=noting(redis_url, rules)) as hub:
        await hub.outbox.put(PARKING, "note", "note.x", {"session": "s-erased"})
        await sent(hub, Receiver())
    assert elsewhere.taken == []


async def test_where_no_site_asks_for_notes_nothing_is_put_in(redis_url: str, prefix: str) -> None:
    async with process(redis_url, prefix) as hub:
        await wrapped_up(hub)
        await sent(hub, Receiver())
        assert await hub.log.store.ask("EXISTS", hub.log.keys.outbox[2]) == 0


BAD: dict[str, tuple[NoteRules, str]] = {
    "a template that does not end": (NoteRules(to="http", body="{\n{% if task %}\n}"), "body, line"),
    "a name that is not there": (NoteRules(to="http", body='{\n"x": {{ custommer | tojson }}}'), "body, line 2"),
    "words without tojson": (NoteRules(to="http", body='{"x": {{ text }} }'), "body"),
    "words in quotes instead of tojson": (NoteRules(to="http", body='{"x": "{{ task }}"}'), "body"),
    "a follow-up that there may not be": (NoteRules(to="http", body='{"x": {{ follow_up.what | tojson }}}'), "body"),
    "a way out of the sandbox": (NoteRules(to="http", body="{{ task.__class__.__mro__ }}"), "body"),
    "a header of two lines": (NoteRules(to="http", headers={"X": "a\r\nY: b"}), "headers"),
    "a ticket of nobody": (replace(ZAMMAD, customer=""), "customer"),
    "an address in clear": (NoteRules(to="http", url="http://crm.example.org/notes"), "url"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_named_with_its_place_when_the_settings_are_read(name: str) -> None:
    rules, where = BAD[name]
    rules = rules if rules.url else replace(rules, url="https://crm.example.org/notes")
    [problem] = notes("notes", rules)
    assert problem.where.startswith(f"notes.{where}")


def test_the_template_that_comes_with_it_is_fine_and_secrets_are_not_shown() -> None:
    rules = NoteRules(to="http", url="https://crm.example.org/notes", headers={"Authorization": "Bearer hidden-word"})
    assert list(notes("notes", rules)) == []
    shown: Callable[[object], str] = repr
    assert "hidden-word" not in shown(rules)
    assert TOKEN not in shown(ZAMMAD)
