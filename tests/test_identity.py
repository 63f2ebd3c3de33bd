"""The rules of ID checks: levels, gates, masked addresses, digests, sealed accounts, and settings that fit together."""

from typing import Any

import pytest

from alongside.config import Identity, Known, Organisation, Problem, Question, SettingsError, SignedIdentity, load
from alongside.config.identity_rules import identity
from alongside.identity import Pass, at_least, barrier, offering, usable
from alongside.identity.digests import account, code
from alongside.identity.masking import masked
from alongside.protocol import CheckMethod, CheckRule
from alongside.verifier.sealing import Sealing

KEY = "k" * 40
SIGNING = "whsec_" + "QUJD" * 10
STRONG = CheckRule(id="a", title="A", level="strong", steps=("pay",), acts=("reveal",))
BASIC = CheckRule(id="b", title="B", level="basic", acts=("suggestion",))


def test_levels_are_in_order() -> None:
    assert at_least("strong", "basic")
    assert at_least("basic", "basic")
    assert not at_least("basic", "strong")
    assert at_least("none", "none")


@pytest.mark.parametrize(
    ("wanted", "level", "left"),
    [
        (("signed", "code", "questions"), "basic", ["signed", "questions"]),
        (("signed", "questions"), "strong", ["signed"]),
        (("code", "questions"), "basic", []),
        (("totp",), "basic", []),
    ],
)
def test_what_is_usable(wanted: tuple[CheckMethod, ...], level: Any, left: list[str]) -> None:
    assert usable(wanted, level, {"signed", "questions"}) == left


def test_a_rule_stands_in_the_way_of_its_steps_and_acts_alone() -> None:
    rules = (BASIC, STRONG)
    assert barrier(rules, (), now=0, step="pay") is STRONG
    assert barrier(rules, (), now=0, act="suggestion") is BASIC
    assert barrier(rules, (), now=0, step="name") is None
    assert barrier(rules, (), now=0, act="highlight") is None
    assert barrier(rules, (), now=0) is None


def test_a_pass_counts_until_its_end() -> None:
    passes = (Pass("strong", 10),)
    assert barrier((STRONG,), passes, now=9, step="pay") is None
    assert barrier((STRONG,), passes, now=10, step="pay") is STRONG


@pytest.mark.parametrize(
    ("kind", "address", "shown"),
    [
        ("email", "jane.doe@example.org", "j•••@e•••.org"),
        ("email", "j@e.co.uk", "j•••@e•••.uk"),
        ("sms", "+44 7700 900142", "••• 42"),
        ("sms", "1234", "•••"),
        ("email", "nonsense", "•••@n•••"),
    ],
)
def test_addresses_are_masked(kind: str, address: str, shown: str) -> None:
    assert masked(kind, address) == shown


@pytest.mark.parametrize("spelling", ["ab-12", "A.B./12", "\uff21\uff22\uff11\uff12", "ab\u200b12", "ab\u00ad12"])
def test_another_spelling_of_an_account_is_the_same_account(spelling: str) -> None:
    assert account(KEY, "s", spelling) == account(KEY, "s", "AB12")


def test_digests_differ_by_key_site_and_account_and_not_by_capitals_or_blanks() -> None:
    assert account(KEY, "s", "AB 12") == account(KEY, "s", " ab12 ")
    assert (
        len({account(KEY, "s", "a"), account("o" * 40, "s", "a"), account(KEY, "t", "a"), account(KEY, "s", "b")}) == 4
    )
    assert code(KEY, "s", "c", "w", "123456") != code(KEY, "s", "c", "v", "123456")
    assert account(KEY, "a", "bc") != account(KEY, "ab", "c")


def test_a_sealed_account_is_opened_for_its_purpose_and_by_its_key_alone() -> None:
    sealed = Sealing(KEY).seal("ANNA-4711", "account:s-1:who")
    assert b"ANNA" not in sealed
    assert Sealing(KEY).opened(sealed, "account:s-1:who") == "ANNA-4711"
    assert Sealing(KEY).opened(sealed, "account:s-2:who") is None
    assert Sealing("o" * 40).opened(sealed, "account:s-1:who") is None
    assert Sealing(KEY).opened(None, "x") is None
    assert Sealing(KEY).opened(sealed[:-4] + b"AAAA", "account:s-1:who") is None


def test_a_site_offers_what_it_has_set_up() -> None:
    assert offering(Identity()).ways == {}
    site = Identity(
        account_label="Customer number",
        signed=SignedIdentity(audience="alongside", keys={"k": KEY}),
        code_by=("email", "sms"),
        ask_questions=True,
        questions=(Question(id="postcode", label="Postcode"), Question(id="year", label="Year", required=False)),
        any_of=1,
        people={"anna": Known(totp_secret="A" * 16)},
    )
    offered = offering(site)
    assert list(offered.ways) == ["signed", "code", "totp", "questions"]
    assert [destination.shown for destination in offered.ways["code"].destinations] == ["", ""]
    assert offered.ways["questions"].any_of == 1


def problems(mail: bool = True, **settings: Any) -> list[str]:
    found: list[Problem] = list(identity("identity", Identity(**settings), mail=mail))
    return [problem.where for problem in found]


def test_questions_are_off_until_they_are_switched_on() -> None:
    assert "questions" not in offering(Identity(questions=(Question(id="a", label="A"),))).ways


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"signed": SignedIdentity(audience="a")}, "identity.signed"),
        ({"signed": SignedIdentity(audience="a", keys={"k": KEY}, jwks_file="x")}, "identity.signed"),
        ({"signed": SignedIdentity(audience="a", jwks_url="http://example.org/jwks")}, "identity.signed.jwks_url"),
        ({"signed": SignedIdentity(audience="a", keys={"k": "short"})}, "identity.signed.keys.k"),
        ({"organisation": Organisation(url="http://example.org", key=SIGNING)}, "identity.organisation.url"),
        ({"organisation": Organisation(url="https://example.org")}, "identity.organisation.key"),
        ({"organisation": Organisation(url="https://example.org", key="whsec_abc")}, "identity.organisation.key"),
        ({"code_by": ("sms",), "people": {"a": Known()}}, "identity.code_by"),
        ({"any_of": 1}, "identity.any_of"),
        ({"questions": (Question(id="a", label="A"), Question(id="a", label="B"))}, "identity.questions[1].id"),
    ],
)
def test_settings_that_do_not_fit_together_are_told(settings: dict[str, Any], where: str) -> None:
    assert problems(**settings) == [where]


def test_settings_that_do_fit_together() -> None:
    organisation = Organisation(url="https://example.org/alongside", key=SIGNING, totp=True)
    sms = Organisation(url="http://localhost:9/sms", key=SIGNING)
    signed = SignedIdentity(audience="a", jwks_url="https://example.org/jwks")
    assert problems(organisation=organisation, sms=sms, signed=signed, code_by=("email", "sms")) == []
    assert problems(mail=False, code_by=("email",), people={"a": Known()}) == ["identity.code_by"]


def test_the_settings_of_a_site_are_read_and_their_secrets_are_not_shown() -> None:
    toml = f"""
    [sites.parking]
    name = "Parking"
    origins = ["https://forms.example.org"]
    [sites.parking.identity]
    account_label = "Customer number"
    [sites.parking.identity.signed]
    audience = "alongside"
    keys = {{ k1 = "{KEY}" }}
    [sites.parking.identity.organisation]
    url = "https://example.org/alongside"
    key = "{SIGNING}"
    [[sites.parking.identity.questions]]
    id = "postcode"
    label = "Your postcode"
    [sites.parking.identity.people.anna]
    totp_secret = "JBSWY3DPEHPK3PXP"
    """
    settings = load({"ALONGSIDE_SMTP_PASSWORD": "hunter22"}, toml.encode())
    assert settings.sites["parking"].identity.questions[0].label == "Your postcode"
    assert settings.sites["parking"].identity.signed.keys == {"k1": KEY}
    for secret in (KEY, SIGNING, "JBSWY3DPEHPK3PXP", "hunter22"):
        assert secret not in repr(settings)


def test_a_mistake_in_them_is_told_with_its_place() -> None:
    toml = '[sites.p]\nname = "P"\norigins = ["https://a.example.org"]\n[sites.p.identity.signed]\naudience = "a"\n'
    with pytest.raises(SettingsError, match=r"sites\.p\.identity\.signed"):
        load({}, toml.encode())
