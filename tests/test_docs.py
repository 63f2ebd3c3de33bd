"""The pages for readers say what the program does, and every file that it prints is as it would print it now."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest
from test_role_matrix import ROUTES

from alongside.access.scopes import SCOPES
from alongside.api.v1 import OPERATIONS
from alongside.api.v1.problems import KINDS
from alongside.coaching.reading import schema as scorecard_schema
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
from alongside.playbook import part_schema, playbook_schema
from alongside.playbook.verdicts import typescript as verdict_words
from alongside.practice import script_schema
from alongside.protocol.reference import reference as protocol_page
from alongside.protocol.typescript import typescript as protocol_types

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PRINTED: Mapping[str, tuple[Callable[[], str], str]] = {
    "docs/settings.md": (page, "alongside settings"),
    "docs/protocol.md": (protocol_page, "python -m alongside.protocol.reference"),
    "docs/figures.md": (figures_page, "python -m alongside.metrics.reference"),
    "widget/src/shared/protocol.gen.ts": (protocol_types, "python -m alongside.protocol.typescript"),
    "widget/src/shared/verdict_words.ts": (verdict_words, "python -m alongside.playbook.verdicts"),
    "playbooks/schema.json": (playbook_schema, "alongside playbook schema"),
    "playbooks/parts/schema.json": (part_schema, "alongside playbook schema --parts"),
    "playbooks/practice/schema.json": (script_schema, "alongside playbook schema --practice"),
    "playbooks/scorecards/schema.json": (scorecard_schema, "alongside playbook schema --scorecard"),
}
"""Each with what makes it, and the command that prints it."""
SHAPES = (
    *(Settings, Site, LensRules, WebhookRules, CueRules, Offers, CannedReply, GlossaryTerm, Account),
    *(Identity, SignedIdentity, Organisation, Question, Known),
)


@pytest.mark.parametrize("file", PRINTED)
def test_every_file_that_the_program_prints_is_fresh(file: str) -> None:
    made, command = PRINTED[file]
    assert (ROOT / file).read_text() == made(), f"refresh it: .venv/bin/{command} > {file}"


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
