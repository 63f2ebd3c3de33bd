"""What changed in the playbooks: told to each agent until they acknowledge it, and only what came after that."""

import pytest
from msgspec.structs import replace
from talk import BOOK

from alongside.playbook.changes import newer, newest
from alongside.playbook.shapes import Change

CHANGED = ("1.9", "1.10", "1.2")
PLAYBOOK = replace(BOOK.playbook, changed=tuple(Change(version=each, note=f"In {each}") for each in CHANGED))


@pytest.mark.parametrize(
    ("acknowledged", "told"),
    [("", ["1.10", "1.9", "1.2"]), ("1.2", ["1.10", "1.9"]), ("1.9", ["1.10"]), ("1.10", []), ("2.0", [])],
)
def test_only_what_is_newer_than_what_was_acknowledged_is_told_newest_first(acknowledged: str, told: list[str]) -> None:
    assert [change.version for change in newer(PLAYBOOK, acknowledged)] == told


def test_the_newest_version_with_a_note_is_what_gets_acknowledged() -> None:
    assert newest(PLAYBOOK) == "1.10"
    assert newest(BOOK.playbook) == ""


@pytest.mark.parametrize(("older", "later"), [("2026-2", "2026-11"), ("1", "1.1"), ("2.0-beta", "2.0-1")])
def test_versions_are_compared_as_people_read_them(older: str, later: str) -> None:
    changed = (Change(version=later, note="Later"),)
    assert newer(replace(PLAYBOOK, changed=changed), older) == changed
