"""Access: what each role may send and see, which keys open what, and which pages may connect."""

import base64
import json
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace
from talk import EXAMPLES

from alongside.access import (
    SYSTEM,
    NotAllowed,
    Who,
    check_own_origin,
    check_site_origin,
    code_digest,
    console_token,
    is_own_origin,
    may_read_session,
    may_see_site,
    may_send,
    may_work_desk,
    read_console_token,
    read_session_token,
    session_token,
)
from alongside.access.rights import _COMMANDS
from alongside.config import Settings, Site
from alongside.protocol import Command, Role

# --- roles and commands ---------------------------------------------------------------------------------

TEAMS = {"maya": ("parking",), "noor": ("payments",)}
BOTH = {"message.send", "highlight.clear", "session.end"}
WATCHING = {"session.watch", "session.unwatch", "session.take_over", "whisper.send"}
MAY: dict[str, set[str]] = {
    "customer": BOTH
    | {"session.request", "code.issue", "consent.give", "consent.decline", "consent.withdraw"}
    | {"lens.open", "lens.change", "trouble.report", "feedback.give", "card.answer"}
    | {"check.begin", "check.answer", "check.identify", "check.decline"},
    "agent": BOTH
    | {"practice.begin", "session.join", "session.transfer", "session.return", "consent.ask", "highlight.show"}
    | {"playbook.choose", "prompt.steer", "prompt.use", "card.send", "wrapup.record", "followup.complete"}
    | {"check.request", "check.cancel", "account.open", "whisper.send"},
    "supervisor": WATCHING,
    "administrator": WATCHING,
    "system": {"agent.lapse", "log.record_gap", "session.end", "prompt.remind"}
    | {"check.offer", "check.settle", "check.expire", "session.lapse_watcher"},
}
PAIRS = [(role, command) for role in get_args(Role) for command in EXAMPLES]


@pytest.mark.parametrize(("role", "command"), PAIRS)
def test_a_role_may_send_what_the_table_says_and_nothing_else(role: Role, command: Command) -> None:
    assert may_send(Who(role=role), command) == (command.__struct_config__.tag in MAY[role])


def test_the_table_is_asked_of_every_role_and_every_command() -> None:
    assert set(MAY) == set(_COMMANDS) == set(get_args(Role))
    assert [type(command) for command in EXAMPLES] == list(get_args(Command))


@pytest.mark.parametrize("role", get_args(Role))
def test_only_agents_work_the_desk(role: Role) -> None:
    assert may_work_desk(Who(role=role)) == (role == "agent")


# --- sites and transcripts ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", get_args(Role))
def test_a_site_is_seen_by_the_staff_it_is_given_to(role: Role) -> None:
    staff = role in ("agent", "supervisor", "administrator")
    assert may_see_site(Who(role=role), "permits") == staff
    assert may_see_site(Who(role=role, sites=("permits",)), "permits") == staff
    assert not may_see_site(Who(role=role, sites=("taxes",)), "permits")


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_supervisors_read_the_sessions_of_their_sites(role: Role) -> None:
    assert may_read_session(Who(role=role, id="vera", sites=("permits",)), "permits", (), TEAMS)
    assert not may_read_session(Who(role=role, id="vera", sites=("permits",)), "taxes", ("vera",), TEAMS)


def test_agents_read_the_sessions_they_took_part_in() -> None:
    maya = Who(role="agent", id="maya", sites=("permits",), teams=("parking",))
    assert may_read_session(maya, "permits", ("noor", "maya"), TEAMS)
    assert not may_read_session(maya, "permits", ("noor",), TEAMS)
    assert not may_read_session(maya, "permits", (), TEAMS)
    assert not may_read_session(maya, "taxes", ("maya",), TEAMS)


@pytest.mark.parametrize(
    ("agents", "reads"),
    [((), True), (("maya",), True), (("noor",), False), (("noor", "maya"), True), (("somebody",), False)],
)
def test_a_supervisor_of_teams_reads_what_their_agents_took_part_in_and_what_nobody_took(
    agents: tuple[str, ...], reads: bool
) -> None:
    vera = Who(role="supervisor", id="vera", teams=("parking",))
    assert may_read_session(vera, "permits", agents, TEAMS) == reads
    assert may_read_session(replace(vera, role="administrator"), "permits", agents, TEAMS)


@pytest.mark.parametrize("who", [Who(role="customer", session="s1"), SYSTEM])
def test_nobody_else_reads_sessions(who: Who) -> None:
    assert not may_read_session(who, "permits", ("", "maya"), TEAMS)


# --- tokens ---------------------------------------------------------------------------------------------

KEY = "the server's secret key, 32 bytes long"
MAYA = Who(role="agent", id="maya", name="Maya", teams=("parking",), site="permits", session="s1")
NOW = 1_780_000_000
TOKEN = session_token(KEY, MAYA, expires_at=NOW + 60)


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def refusal(token: str, *, key: str = KEY, now: int = NOW) -> NotAllowed:
    with pytest.raises(NotAllowed) as refused:
        read_session_token(key, token, now=now)
    return refused.value


def test_a_session_token_says_who_holds_it() -> None:
    assert read_session_token(KEY, TOKEN, now=NOW) == MAYA


def test_a_customers_token_says_their_session() -> None:
    customer = Who(role="customer", site="permits", session="s1")
    token = session_token(KEY, customer, expires_at=NOW + 60)
    assert read_session_token(KEY, token, now=NOW) == customer


def test_a_refused_token_is_refused_with_a_sentence() -> None:
    refused = refusal("nonsense")
    assert refused.code == "bad_token"
    assert refused.says == "Please start again: this key is not valid, or no longer."


def test_an_expired_token_is_refused() -> None:
    refusal(TOKEN, now=NOW + 61)


def test_a_token_signed_with_another_key_is_refused() -> None:
    refusal(TOKEN, key="another key which is also 32 bytes long")


def test_a_token_with_changed_claims_is_refused() -> None:
    head, body, signature = TOKEN.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    refusal(f"{head}.{part({**claims, 'sid': 's2'})}.{signature}")


@pytest.mark.parametrize("algorithm", ["none", "None", "HS512", "RS256"])
def test_a_token_that_names_another_algorithm_is_refused(algorithm: str) -> None:
    _, body, signature = TOKEN.split(".")
    head = part({"alg": algorithm, "typ": "JWT"})
    refusal(f"{head}.{body}.")
    refusal(f"{head}.{body}.{signature}")


def test_a_console_cookie_opens_no_session() -> None:
    refusal(console_token(KEY, "maya", token_id="t1", expires_at=NOW + 60))


def test_a_session_token_is_no_console_cookie() -> None:
    with pytest.raises(NotAllowed):
        read_console_token(KEY, TOKEN, now=NOW)


def test_a_console_cookie_says_the_account_and_its_own_id() -> None:
    cookie = console_token(KEY, "maya", token_id="t1", expires_at=NOW + 60)
    assert read_console_token(KEY, cookie, now=NOW) == ("maya", "t1")
    with pytest.raises(NotAllowed):
        read_console_token(KEY, cookie, now=NOW + 61)


@given(st.text() | st.lists(st.text(max_size=40), min_size=3, max_size=5).map(".".join))
def test_no_text_raises_anything_but_a_refusal(token: str) -> None:
    refusal(token)


@given(st.integers(0, len(TOKEN) - 2), st.sampled_from("Aa0_-."))  # the last character holds spare bits
def test_no_changed_character_is_accepted(place: int, character: str) -> None:
    assume(TOKEN[place] != character)
    refusal(TOKEN[:place] + character + TOKEN[place + 1 :])


def test_what_is_kept_of_a_code_depends_on_code_and_key_and_holds_no_digit_run() -> None:
    digest = code_digest(KEY, "123456")
    assert digest == code_digest(KEY, "123456")
    assert digest not in (code_digest(KEY, "123457"), code_digest("another key", "123456"))
    assert "123456" not in digest


# --- origins --------------------------------------------------------------------------------------------

SITE = Site(name="Permits", origins=("https://forms.example.org", "http://localhost:8701"))
SETTINGS = Settings(public_url="https://help.example.org/base", sites={"permits": SITE}, secret_key=KEY)
TROUBLE = [
    "http://[",
    "null",
    "",
    "about:blank",
    "//",
    "help.example.org",
    "\x00",
    "https://help.example.org.evil",
]


@pytest.mark.parametrize("origin", SITE.origins)
def test_a_site_is_used_from_its_own_origins(origin: str) -> None:
    check_site_origin(SETTINGS, "permits", origin)


@pytest.mark.parametrize(
    "origin",
    [None, "null", "https://evil.example", "http://forms.example.org", "https://forms.example.org:8443"],
)
def test_any_other_origin_is_refused_naming_it_and_the_setting(origin: str | None) -> None:
    with pytest.raises(NotAllowed) as refused:
        check_site_origin(SETTINGS, "permits", origin)
    assert refused.value.code == "wrong_origin"
    assert (origin or "(none)") in refused.value.says
    assert "sites.permits.origins" in refused.value.says


def test_an_unknown_site_is_refused_naming_the_attribute() -> None:
    with pytest.raises(NotAllowed) as refused:
        check_site_origin(SETTINGS, "permit", "https://forms.example.org")
    assert refused.value.code == "no_site"
    assert "'permit'" in refused.value.says
    assert "data-site" in refused.value.says


@pytest.mark.parametrize("origin", ["https://help.example.org", "http://127.0.0.1:8700"])
def test_the_console_is_used_from_the_public_address_or_the_host_that_was_asked(origin: str) -> None:
    check_own_origin(SETTINGS, {"Host": "127.0.0.1:8700"}, origin)


@pytest.mark.parametrize("origin", [None, "https://forms.example.org", "http://127.0.0.1:8701", *TROUBLE])
def test_the_console_is_used_from_nowhere_else(origin: str | None) -> None:
    with pytest.raises(NotAllowed, match="only be used from its own address"):
        check_own_origin(SETTINGS, {"Host": "127.0.0.1:8700"}, origin)


@pytest.mark.parametrize("origin", TROUBLE)
def test_a_request_without_a_host_belongs_to_no_origin(origin: str) -> None:
    assert not is_own_origin(replace(SETTINGS, public_url="http://127.0.0.1:8700"), "", origin)
