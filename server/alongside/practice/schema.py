"""The JSON Schema that helps an editor while a practice script is written."""

import msgspec

from alongside.practice.shapes import Script


def script_schema() -> str:
    """The JSON text of playbooks/practice/schema.json."""
    schema = {"$id": "urn:alongside:practice-script", **msgspec.json.schema(Script)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"
