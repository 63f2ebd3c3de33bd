"""Settings: where they come from, what is refused, and that every refusal names place and remedy."""

from pathlib import Path

import pytest

from alongside.config import Account, Problem, Settings, SettingsError, Site, advice, contrast, load, text_on

HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g"
KEY = "k" * 40
SITE = '[sites.parking]\nname = "Parking"\norigins = ["https://forms.example.org"]\n'


def problems(toml: str = "", **environment: str) -> list[Problem]:
    with pytest.raises(SettingsError) as caught:
        load({f"ALONGSIDE_{name}": value for name, value in environment.items()}, toml.encode())
    return caught.value.problems


def only(found: list[Problem]) -> Problem:
    assert len(found) == 1, found
    return found[0]


def test_without_any_setting_there_are_defaults() -> None:
    settings = load({})
    assert (settings.port, settings.retention_days, settings.redis_url) == (8700, 30, None)


def test_the_environment_wins_over_the_file() -> None:
    settings = load({"ALONGSIDE_PORT": "9000"}, b'port = 8000\nhost = "::1"')
    assert (settings.port, settings.host) == (9000, "::1")


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load({"ALONGSIDE_REDIS_URL": "", "ALONGSIDE_PORT": " "}, b"port = 8000").port == 8000


def test_the_data_directory_is_a_path() -> None:
    assert load({"ALONGSIDE_DATA_DIR": "/srv/alongside"}).data_dir == Path("/srv/alongside")


@pytest.mark.parametrize(
    ("given", "address"),
    [("", "http://localhost:9000"), ("https://help.example.org/", "https://help.example.org")],
)
def test_the_public_address_follows_the_port_unless_it_is_given(given: str, address: str) -> None:
    assert load({"ALONGSIDE_PORT": "9000", "ALONGSIDE_PUBLIC_URL": given}).public_url == address


def test_sites_and_accounts_come_from_the_file() -> None:
    account = f'[accounts.maya]\ndisplay = "Maya"\nsites = ["parking"]\npassword_hash = "{HASH}"'
    settings = load({}, f'{SITE}lens.private = [".bank"]\n{account}'.encode())
    assert settings.sites["parking"].lens.private == (".bank",)
    assert settings.accounts["maya"].role == "agent"


def test_every_problem_is_found_at_once() -> None:
    found = problems('prt = 1\n[sites.a]\nname = "A"\n[accounts.m]\nrole = "boss"', RETENTION_DAYS="ten")
    assert {problem.where for problem in found} == {
        "prt",
        "sites.a.origins",
        "accounts.m.role",
        "accounts.m.display",
        "accounts.m.password_hash",
        "ALONGSIDE_RETENTION_DAYS",
    }


@pytest.mark.parametrize(
    ("toml", "where", "what"),
    [
        ("port = 99999", "port", "a whole number <= 65535"),
        ("port = 'x'", "port", "expected a whole number, got text"),
        ("sites = 3", "sites", "expected a table"),
        ("[sites]\na = 3", "sites.a", "is not a table"),
        ("log_level = 'loud'", "log_level", "'loud'"),
        (SITE + "languages = ['fr']", "sites.parking.languages[0]", "'fr'"),
        (SITE + "lens.form = 'x'", "sites.parking.lens.form", "no such setting"),
        ("port =", "ALONGSIDE_CONFIG", "not TOML"),
        (SITE.replace("sites.parking", "sites.'A b'"), "sites.A b", "cannot be used as a name"),
    ],
)
def test_a_mistake_in_the_file_is_named_by_its_place(toml: str, where: str, what: str) -> None:
    problem = only(problems(toml))
    assert problem.where == where
    assert what in problem.what
    assert problem.remedy


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("PORT", "http", "a whole number"),
        ("PORT", "0", ">= 1"),
        ("CODE_MINUTES", "11", "<= 10"),
        ("REDIS_URL", "localhost:6379", "not the address of a Redis"),
        ("PUBLIC_URL", "help.example.org", "not the address of a server"),
        ("SECRET_KEY", "short", "at least 32 characters"),
    ],
)
def test_a_mistake_in_the_environment_is_named_by_its_variable(name: str, value: str, what: str) -> None:
    problem = only(problems(**{name: value}))
    assert problem.where == f"ALONGSIDE_{name}"
    assert what in problem.what


def test_a_slip_in_a_variable_is_noticed() -> None:
    assert only(problems(RETENTION_DAY="3")).remedy == "Did you mean ALONGSIDE_RETENTION_DAYS?"


def test_a_variable_that_is_no_setting_at_all_is_left_alone() -> None:
    assert load({"ALONGSIDE_PORT_8700_TCP_PROTO": "tcp"})


@pytest.mark.parametrize(
    ("origin", "right"),
    [
        ("https://forms.example.org/", "https://forms.example.org"),
        ("https://forms.example.org/apply?x=1", "https://forms.example.org"),
        ("HTTPS://Forms.Example.org", "https://forms.example.org"),
        ("https://forms.example.org:443", "https://forms.example.org"),
        ("http://localhost:80", "http://localhost"),
        ("forms.example.org", "https://forms.example.org"),
        ("https://*.example.org", "https://forms.example.org"),
        ("https://forms.example.org:port", "https://forms.example.org"),
    ],
)
def test_an_origin_that_no_browser_sends_is_refused_with_the_right_one(origin: str, right: str) -> None:
    problem = only(problems(SITE.replace("https://forms.example.org", origin)))
    assert problem.where == "sites.parking.origins[0]"
    assert problem.remedy.startswith(f"Write {right}:")


@pytest.mark.parametrize("origin", ["http://localhost:8701", "https://[::1]:8443", "https://a.example"])
def test_an_origin_as_browsers_send_it_is_accepted(origin: str) -> None:
    toml = SITE.replace("https://forms.example.org", origin)
    assert load({}, toml.encode()).sites["parking"].origins == (origin,)


def test_an_account_for_a_site_there_is_not_is_refused() -> None:
    toml = f'{SITE}[accounts.m]\ndisplay = "M"\nsites = ["parkin"]\npassword_hash = "{HASH}"'
    assert "There are: parking." in only(problems(toml)).remedy


def test_a_password_in_place_of_its_hash_is_refused_and_not_repeated() -> None:
    problem = only(problems('[accounts.m]\ndisplay = "M"\npassword_hash = "hunter22"'))
    assert "hash-password" in problem.remedy
    assert "hunter22" not in str(problem)


@pytest.mark.parametrize("colour", ["#1d4ed8", "#ffdd00", "#000000", "#FFFFFF"])
def test_an_accent_is_accepted_if_white_or_dark_text_reads_on_it(colour: str) -> None:
    assert load({}, f'{SITE}accent = "{colour}"'.encode()).sites["parking"].accent == colour


def test_an_accent_on_which_nothing_reads_is_refused_with_the_figures() -> None:
    assert "neither white text (4.2 to 1) nor dark text (4.3 to 1)" in only(problems(SITE + 'accent = "#7b7b7b"')).what


@pytest.mark.parametrize("name", ["Middle-earth/Shire", "", "../etc/passwd"])
def test_a_time_zone_that_nobody_knows_is_refused(name: str) -> None:
    assert "Europe/London" in only(problems(SITE + f'time_zone = "{name}"')).remedy


def test_an_accent_that_is_no_colour_is_refused() -> None:
    assert "#rrggbb" in only(problems(SITE + 'accent = "green"')).remedy


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert [text_on("#1d4ed8"), text_on("#ffdd00")] == ["#ffffff", "#14161a"]


def test_no_secret_is_shown_by_repr() -> None:
    settings = Settings(
        secret_key=KEY,
        redis_url="redis://:swordfish@redis",
        accounts={"m": Account(display="M", password_hash=HASH)},
    )
    assert not [secret for secret in (KEY, "swordfish", HASH) if secret in repr(settings)]


def test_what_would_make_a_server_useless_or_unsafe_is_told() -> None:
    assert [p.where for p in advice(load({}))] == ["sites", "accounts"]
    public = Settings(
        public_url="http://help.example.org",
        sites={"a": Site(name="A", origins=("https://a.example",))},
        accounts={"m": Account(display="M", password_hash=HASH)},
    )
    assert [p.where for p in advice(public)] == ["public_url"]
