"""The customer's own copy: what they could see and what they agreed to, by their own key, in their language."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession
from clients import agent, customer, desk
from organisation import organisation
from serving import KEY, PARKING, PARKING_ORIGIN, Served, serving
from talk import CARD, CUSTOMER, MAYA, SUPERVISOR, Talk, helped

from alongside.access import Who, session_token
from alongside.export.copying import About, as_page, as_plain_text, as_receipt, copy_of
from alongside.protocol import (
    AskConsent,
    EndSession,
    GiveConsent,
    JoinSession,
    RequestHelp,
    SendMessage,
    SendWhisper,
    WatchSession,
    WithdrawConsent,
)

ABOUT = About(site="Parking", days=30, notice="https://parking.example/privacy", contact="privacy@parking.example")


def scripted() -> Talk:
    talk = Talk()
    talk.sends(CUSTOMER, RequestHelp(channel="queue", goal="My permit"))
    talk.sends(MAYA, JoinSession())
    talk.sends(SUPERVISOR, WatchSession())
    talk.sends(SUPERVISOR, SendWhisper(text="Ask for the letter"))
    talk.sends(MAYA, AskConsent(scope="lens"))
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording="2026-11"))
    talk.sends(CUSTOMER, SendMessage(text=f"My card is {CARD} <b>"))
    talk.sends(CUSTOMER, WithdrawConsent(scope="lens"))
    talk.sends(CUSTOMER, EndSession())
    return talk


@pytest.mark.parametrize(("language", "yes"), [("en", "you said yes"), ("de", "haben Sie zugestimmt")])
def test_a_copy_has_what_was_said_and_agreed_and_nothing_of_staff(language: str, yes: str) -> None:
    copy = copy_of("s1", scripted().entries, ABOUT, language)
    for told in (as_plain_text(copy), as_page(copy)):
        assert "My permit" in told
        assert "Maya" in told
        assert yes in told
        assert "2026-11" in told
        assert "privacy@parking.example" in told
        assert "Ask for the letter" not in told
        assert "Vera" not in told
        assert CARD not in told
    assert "<b>" not in as_page(copy).partition("card")[2].partition("</p>")[0]
    assert f'lang="{language}"' in as_page(copy)


def test_a_receipt_says_by_the_standards_names_who_asked_for_what_and_until_when() -> None:
    receipt = as_receipt(copy_of("s1", scripted().entries, ABOUT, "en"), made_at=5_000)
    assert receipt["version"] == "KI-CR-v1.1.0"
    assert receipt["piiControllers"] == [{"piiController": "Parking", "contact": "privacy@parking.example"}]
    assert receipt["policyUrl"] == "https://parking.example/privacy"
    assert [each["state"] for each in receipt["history"]] == ["given", "withdrawn"]
    assert receipt["consentTimestamp"] == receipt["history"][0]["at"] > 0
    [purpose] = receipt["services"][0]["purposes"]
    assert purpose["consentType"] == "EXPLICIT"
    assert purpose["thirdPartyDisclosure"] is False
    assert "delete" in purpose["termination"]


@pytest.mark.parametrize(
    ("wording", "named", "others"),
    [("lens-1", 3, False), ("lens-2", 4, False), ("lens-3", 5, False), ("lens-4", 5, True)],
)
def test_a_copy_says_what_could_be_seen_by_the_words_that_were_read(wording: str, named: int, others: bool) -> None:
    talk = helped()
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording=wording))
    copy = copy_of("s1", talk.entries, ABOUT, "en")
    [purpose] = as_receipt(copy, made_at=5_000)["services"][0]["purposes"]
    assert len(purpose["piiCategory"]) == named
    assert ("signs that you were stuck" in as_plain_text(copy)) == (named == 5)
    assert ("could look too" in as_page(copy)) == others


def test_who_shared_nothing_is_told_so() -> None:
    talk = Talk()
    talk.sends(CUSTOMER, RequestHelp(channel="queue"))
    assert "You did not share your steps" in as_plain_text(copy_of("s1", talk.entries, ABOUT, "en"))


async def asked(server: Served, body: dict[str, Any], origin: str = PARKING_ORIGIN) -> tuple[int, str]:
    """What comes of asking for a copy as the widget does: a request that no browser asks about first."""
    headers = {"Origin": origin, "Content-Type": "text/plain"}
    async with (
        ClientSession() as web,
        web.post(f"{server.url}/widget/{PARKING}/copy", data=json.dumps(body), headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_a_customer_downloads_their_own_copy_and_nobody_else_does(redis_url: str, prefix: str) -> None:
    async with serving(redis_url, prefix) as server:
        visit = await server.visit()
        assert (await asked(server, {"token": visit.token}))[0] == 404, "nothing has begun"
        async with customer(server, visit) as anna, desk(server, "maya") as console:
            await anna.command(do="session.request", channel="queue", goal="My permit")
            async with agent(server, console, session=visit.session):
                status, page = await asked(server, {"token": visit.token, "language": "de"})
        assert status == 200
        assert "My permit" in page
        assert (await asked(server, {"token": visit.token}, "http://elsewhere.test"))[0] == 403
        assert (await asked(server, {"token": "x"}))[0] == 403
        who = Who(role="agent", id="maya", name="Maya", site=PARKING, session=visit.session)
        theirs = session_token(KEY, who, expires_at=2**40)
        assert (await asked(server, {"token": theirs}))[0] == 403
        assert (await asked(server, {"token": visit.token, "to": "anna@example.org"}))[0] == 400, "no mail server"


NO_ADDRESSES = (
    *("not an address", "a@b", "x@example.org\nBcc: y@example.org", "x:y@example.org", "(x)y@example.org"),
    "=?utf-8?q?x=40example.org=2Cy?=@example.org",  # x@example.org,y
    "=?utf-8?q?x=0D=0ABcc:_y=40example.org?=@example.org",
)


async def test_a_copy_is_sent_by_email_and_the_address_kept_nowhere(redis_url: str, prefix: str) -> None:
    async with organisation() as org:
        smtp: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_port": org.smtp_port, "smtp_security": "none"}
        async with serving(redis_url, prefix, smtp_from="help@example.org", **smtp) as server:
            visit = await server.visit()
            async with customer(server, visit) as anna:
                await anna.command(do="session.request", channel="queue", goal="My permit")
                for to in NO_ADDRESSES:
                    assert (await asked(server, {"token": visit.token, "to": to}))[0] == 400
                to = "anna.secret@example.org"
                statuses = [(await asked(server, {"token": visit.token, "to": to}))[0] for _ in range(4)]
            assert statuses == [200, 200, 200, 429]
            names = await server.log.store.ask("KEYS", f"{prefix}*")
            assert not any(b"anna.secret" in name for name in names)
        assert len(org.raw) == 3
        assert b"My permit" in org.raw[0]
