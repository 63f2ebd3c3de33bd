"""The pages for readers say what the program does: every setting stands in them, as it is now."""

from pathlib import Path

import msgspec
import pytest
from test_role_matrix import ROUTES

from alongside.access.scopes import SCOPES
from alongside.api.v1 import OPERATIONS
from alongside.api.v1.problems import KINDS
from alongside.config import (
    Account,
    CannedReply,
    CueRules,
    GlossaryTerm,
    Identity,
    Known,
    LensRules,
    Offers,
    Organisation,
    Question,
    Settings,
    SignedIdentity,
    Site,
    WebhookRules,
    help_text,
    page,
)
from alongside.metrics.reference import reference as figures_page
from alongside.protocol.reference import reference

DOCS = Path(__file__).parents[1] / "docs"
SHAPES = (
    *(Settings, Site, LensRules, WebhookRules, CueRules, Offers, CannedReply, GlossaryTerm, Account),
    *(Identity, SignedIdentity, Organisation, Question, Known),
)


def test_the_settings_page_is_fresh() -> None:
    remedy = "refresh it: .venv/bin/alongside settings > docs/settings.md"
    assert (DOCS / "settings.md").read_text() == page(), remedy


@pytest.mark.parametrize("shape", SHAPES)
def test_every_setting_is_explained(shape: type[msgspec.Struct]) -> None:
    text = page()
    tables = {"sites": "[sites.NAME]", "accounts": "[accounts.NAME]"}
    tables |= {name: f"[sites.NAME.{name}]" for name in ("lens", "cues", "offers", "webhook")}
    for name in shape.__struct_fields__:
        assert f"`{tables.get(name, name)}`" in text


def test_the_command_line_explains_every_setting_of_the_environment() -> None:
    text = help_text()
    for name in set(Settings.__struct_fields__) - {"sites", "accounts"}:
        assert f"ALONGSIDE_{name.upper()}\n" in text


COMMANDS = ("serve", "check", "transcript", "erase", "reindex", "hash-password", "token", "demo")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_operators_page_names_every_command(command: str) -> None:
    assert f"alongside {command}" in (DOCS / "operators.md").read_text()


def test_the_page_of_figures_is_fresh() -> None:
    remedy = "refresh it: .venv/bin/python -m alongside.metrics.reference > docs/figures.md"
    assert (DOCS / "figures.md").read_text() == figures_page(), remedy


def test_the_protocol_page_is_fresh() -> None:
    remedy = "refresh it: .venv/bin/python -m alongside.protocol.reference > docs/protocol.md"
    assert (DOCS / "protocol.md").read_text() == reference(), remedy


@pytest.mark.parametrize("attribute", ["private", "step", "label"])
def test_every_attribute_of_the_lens_stands_in_its_page(attribute: str) -> None:
    assert f"data-alongside-{attribute}" in (DOCS / "lens.md").read_text()


def test_every_route_is_named_for_operators() -> None:
    text = (DOCS / "operators.md").read_text()
    paths = {route.split(" ")[1] for route in ROUTES if "/api/v1/" not in route}
    assert [path for path in sorted(paths) if f"`{path}`" not in text] == []


def test_every_address_scope_and_problem_of_the_interface_stands_in_its_page() -> None:
    text = (DOCS / "api.md").read_text()
    words = [*(f"{each.method} {each.address}" for each in OPERATIONS), *SCOPES, *KINDS]
    assert [word for word in words if f"`{word}`" not in text] == []
