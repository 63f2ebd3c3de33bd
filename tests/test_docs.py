"""The pages for readers say what the program does: every setting stands in them, as it is now."""

from pathlib import Path

import msgspec
import pytest

from alongside.config import Account, CannedReply, LensRules, Settings, Site, help_text, page

DOCS = Path(__file__).parents[1] / "docs"
SHAPES = (Settings, Site, LensRules, CannedReply, Account)


def test_the_settings_page_is_fresh() -> None:
    remedy = "refresh it: .venv/bin/alongside settings > docs/settings.md"
    assert (DOCS / "settings.md").read_text() == page(), remedy


@pytest.mark.parametrize("shape", SHAPES)
def test_every_setting_is_explained(shape: type[msgspec.Struct]) -> None:
    text = page()
    tables = {"sites": "[sites.NAME]", "accounts": "[accounts.NAME]", "lens": "[sites.NAME.lens]"}
    for name in shape.__struct_fields__:
        assert f"`{tables.get(name, name)}`" in text


def test_the_command_line_explains_every_setting_of_the_environment() -> None:
    text = help_text()
    for name in set(Settings.__struct_fields__) - {"sites", "accounts"}:
        assert f"ALONGSIDE_{name.upper()}\n" in text


@pytest.mark.parametrize("command", ["serve", "check", "transcript", "hash-password", "demo"])
def test_the_operators_page_names_every_command(command: str) -> None:
    assert f"alongside {command}" in (DOCS / "operators.md").read_text()
