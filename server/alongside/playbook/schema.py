"""The JSON Schemas that help an editor while a playbook is written: made from the shapes, and from nothing
else.

They know types, names and bounds. What only `checking` knows, such as a verdict that never comes, they let
pass.
"""

from __future__ import annotations

import msgspec

from alongside.playbook.shapes import Playbook, SharedPart


def playbook_schema() -> str:
    """The JSON text of playbooks/schema.json."""
    return _text(Playbook, "urn:alongside:playbook")


def part_schema() -> str:
    """The JSON text of playbooks/parts/schema.json."""
    return _text(SharedPart, "urn:alongside:playbook-part")


def _text(shape: type[msgspec.Struct], name: str) -> str:
    schema = {"$id": name, **msgspec.json.schema(shape)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"
