"""The pages' templates keep to the strict policy, and show what people wrote as words, never as markup."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alongside.export import Item
from alongside.metrics import Selection
from alongside.pages.rendering import TEMPLATES
from alongside.pages.session_words import CHOICES, SORTS, Names
from alongside.protocol import Part

HOSTILE = "</script><b onclick=x>'\"&"
ROW = {
    "id": "s-1",
    "site": "parking",
    "site_name": "Parking",
    "started": datetime(2026, 11, 22, 9, 5, tzinfo=UTC),
    "minutes": None,
    "goal": HOSTILE,
    "agent_name": HOSTILE,
    "status": "active",
    "solved": "partly",
    "rating": 3,
    "practice": True,
}
FAULT = {
    **dict.fromkeys(("site_name", "place", "owner", "note_text"), HOSTILE),
    "site": "parking",
    "fault": "abc",
    "kind": "system",
    "what": (Part(text=HOSTILE),),
    "hosts": (HOSTILE,),
    "status": "known",
    "note": (Part(text=HOSTILE),),
    "ticket": "https://tickets.example.org/7",
    "first": ROW["started"],
    "last": ROW["started"],
    "count": 2,
}
WANTED = {"site": "", "status": "unfixed", "sort": "latest"}
MET = {"id": "s-1", "link": True, "task": (Part(text=HOSTILE),), "agent": HOSTILE, "at": ROW["started"]}
CHANGE = {"at": ROW["started"], "by": HOSTILE, "merged": False, "status": "known", "owner": HOSTILE, "ticket": ""}
LETTER = {
    **dict.fromkeys(("id", "kind", "site_name", "reason"), HOSTILE),
    **dict.fromkeys(("happened", "at"), ROW["started"]),
    "tries": 3,
}
WHO = {"name": HOSTILE, "role": "agent"}
TOKEN = {
    **dict.fromkeys(("name", "sites", "made_by", "revoked_by"), HOSTILE),
    **{"id": "1f0c9a3e", "scopes": ("faults:read",), "made": ROW["started"], "ends": "2026-12-01"},
    **{"used": "2026-11-22", "revoked": "2026-11-22", "secret": "als_0"},
}
SESSION: dict[str, Any] = {
    **{"who": WHO, "session": ROW, "wrapup": None, "corrects": True, "may_practise": True},
    "forms": {"txt": "Text"},
}
LINE = ROW | {
    **{"outcome": "", "errors": 2, "question": HOSTILE, "cues": 1, "system": 1},
    **{"score": 80, "failed": True, "needs_review": True},
}


def sessions(*rows: dict[str, Any]) -> dict[str, Any]:
    """The context of the list of sessions, with these lines."""
    named = {"kept": HOSTILE}
    return {
        "who": WHO,
        **{"wanted": Selection(words=HOSTILE), "choices": CHOICES, "sorts": SORTS, "query": "words=a"},
        "names": Names(sites=named, playbooks=named, agents=named, teams=named),
        "chips": [{"words": HOSTILE, "without": "/sessions"}],
        **{
            "carried": {"figure": HOSTILE},
            "filters": {HOSTILE: "words=a"},
            "left_out": (1, "/sessions"),
            "clock": HOSTILE,
        },
        **{"rows": rows, "count": len(rows), "pages": {"here": 1, "last": 2, "before": "", "after": "/sessions"}},
    }


PAGES: dict[str, dict[str, Any]] = {
    "sign_in.html": {
        "who": None,
        "error": HOSTILE,
        "next": HOSTILE,
        "username": HOSTILE,
        "demo_accounts": (),
    },
    "console.html": {"who": WHO, "info_json": {"name": HOSTILE}},
    "sessions.html": sessions(LINE),
    "session.html": SESSION | {"items": []},
    "faults.html": {"who": WHO, "rows": [FAULT], "sites": {"parking": HOSTILE}, "wanted": WANTED, "query": ""},
    "fault.html": {
        "who": WHO,
        "fault": FAULT,
        "sessions": [MET],
        "history": [CHANGE],
        "may_change": True,
        "others": [FAULT],
        "statuses": ("open", "known", "fixed"),
        "says": HOSTILE,
    },
    "tokens.html": {
        "who": WHO | {"role": "administrator", "sites": ("parking",)},
        **{"tokens": [TOKEN], "ended": [TOKEN], "made": TOKEN, "says": HOSTILE, "longest_name": 60},
        **{"scopes": {"faults:read": "Read"}, "sites": {"parking": HOSTILE}, "lives": {90: "90 days"}},
        "typed": {"name": HOSTILE, "scopes": ("faults:read",), "sites": (), "days": 90},
    },
    "replay.html": {
        "who": WHO,
        "info": {"session": "s-1", "title": HOSTILE, "site_name": HOSTILE},
        "begun": ROW["started"],
        "practice": True,
        "info_json": {"title": HOSTILE},
    },
    "webhooks.html": {
        "who": {"name": HOSTILE, "role": "administrator"},
        "targets": [
            {"site": "parking", "name": HOSTILE, "kinds": ("session.ended",), "notes": HOSTILE, "may_test": True}
        ],
        **{key: [LETTER] for key in ("waiting", "failed", "dead")},
        "days": 14,
        "says": HOSTILE,
    },
    "error.html": {"who": WHO, "title": HOSTILE, "says": HOSTILE, "request_id": "r-1"},
}


def render(template: str, **context: Any) -> str:
    """A page as the server renders it."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    assets = {name: name.replace(".", "-1.") for name in ("pages.css", "console.css", "replay.css")}
    assets |= {name: f"{name}-1.js" for name in ("console", "replay")}
    return environment.get_template(template).render(assets=assets, **context)


def told(kind: str, *parts: Part) -> dict[str, Any]:
    """A line of a transcript."""
    item = Item(at=0, kind=kind, who="Customer", role="customer", parts=parts, words="did")
    return {name: getattr(item, name) for name in item.__struct_fields__} | {"at": ROW["started"]}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_inline_script_or_style(page: str) -> None:
    html = render(page, **PAGES[page])
    scripts = re.findall(r"<script([^>]*)>", html)
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    assert "<style" not in html
    attributes = re.sub(r'"[^"]*"', '""', html)
    assert not re.search(r"<[^>]*\s(?:style|on\w+)=", attributes)


@pytest.mark.parametrize("page", PAGES)
def test_words_of_people_are_never_markup(page: str) -> None:
    html = render(page, **PAGES[page])
    assert "<b onclick" not in html
    assert "</script><b" not in html


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_its_language_and_itself(page: str) -> None:
    html = render(page, **PAGES[page])
    assert '<html lang="en">' in html
    assert re.search(r"<title>.+ – Alongside</title>", html)
    assert html.count("<h1") == 1


def test_the_console_reads_back_what_it_was_given() -> None:
    html = render("console.html", **PAGES["console.html"])
    found = re.search(r'id="console-info">(.*?)</script>', html)
    assert found
    assert json.loads(found[1]) == {"name": HOSTILE}


def test_what_was_removed_from_a_message_stays_visible_as_removed() -> None:
    items = [told("message", Part(text="My card is "), Part(hidden="card"))]
    html = render("session.html", **SESSION, items=items)
    assert 'My card is <span class="removed">card removed</span>' in html


def test_every_agreement_to_share_is_listed_by_itself() -> None:
    items = [told("consent"), told("message", Part(text="Hello")), told("consent")]
    html = render("session.html", **SESSION, items=items)
    sharing = html.partition('id="sharing"')[2].partition("</ul>")[0]
    assert sharing.count("<li>") == 2


def test_a_session_that_goes_on_has_no_length_yet() -> None:
    assert "Not ended" in render("sessions.html", **PAGES["sessions.html"])


def test_an_empty_list_says_what_will_be_there() -> None:
    html = render("sessions.html", **sessions() | {"chips": []})
    assert "No sessions yet" in html


def test_the_demos_log_ins_stand_only_where_they_are_given() -> None:
    page = PAGES["sign_in.html"]
    account = {"name": "maya", "password": "open sesame", "role": "agent"}
    assert "Demo log-ins" not in render("sign_in.html", **page)
    assert "open sesame" in render("sign_in.html", **page | {"demo_accounts": (account,)})


@pytest.mark.parametrize(("role", "seen"), [("agent", True), ("supervisor", False)])
def test_only_those_who_work_the_desk_are_led_to_it(role: str, seen: bool) -> None:
    html = render("sessions.html", **sessions() | {"who": {"name": "Ines", "role": role}})
    assert ('href="/console"' in html) is seen
