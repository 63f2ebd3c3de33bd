"""The OpenAPI 3.1 document of a table of operations, from the very types that are decoded and encoded."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from alongside.access.scopes import SCOPES
from alongside.api.v1.operations import Nothing, Operation
from alongside.api.v1.problems import KINDS, MEDIA_TYPE, Problem

VERSION = "1.0.0"
REF = "#/components/schemas/{name}"

ABOUT = """\
For the programs of an organisation that runs Alongside: sessions, transcripts, key figures, the fault register.

Send a token in the `Authorization` header, as in `Bearer als_...`; administrators make them at `/settings/tokens`, and
`alongside token create` does. Each operation names the scope that a token needs. Times are milliseconds since 1970,
UTC, unless something else is said. Every trouble is an RFC 9457 problem with a `code` to compare with. Fields may be
added to answers: pass over those that you do not know.
"""

Json = dict[str, Any]


def document(operations: Sequence[Operation], server: str) -> Json:
    """The whole document; `server` is this server's public address."""
    _, components = msgspec.json.schema_components(list(_types(operations)), ref_template=REF)
    queries = {shape.__name__ for each in operations for shape in (each.in_query, each.in_path)}
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.address, {})[operation.method.lower()] = _operation(operation, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Alongside", "version": VERSION, "description": ABOUT},
        "servers": [{"url": server}],
        "tags": [{"name": tag} for tag in dict.fromkeys(each.tag for each in operations)],
        "paths": paths,
        "components": {
            "schemas": {name: _named(schema) for name, schema in components.items() if name not in queries},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "als_...",
                    "description": "Scopes: " + "; ".join(f"`{name}`: {does}" for name, does in SCOPES.items()) + ".",
                }
            },
            "headers": HEADERS,
        },
    }


HEADERS: Json = {
    "X-Request-Id": {
        "description": "The request's number, as in the server's log.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Seconds to wait before the next try.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "WWW-Authenticate": {
        "description": "That a Bearer token is needed (RFC 6750).",
        "required": True,
        "schema": {"type": "string"},
    },
    "Link": {
        "description": 'The page after this one, as `<address>; rel="next"`, unless this is the last (RFC 8288).',
        "schema": {"type": "string"},
    },
}

_WITH_HEADER = {"too_many": "Retry-After", "unsaved": "Retry-After", "no_token": "WWW-Authenticate"}


def _types(operations: Iterable[Operation]) -> Iterable[Any]:
    yield Problem
    for operation in operations:
        yield from (shape for shape in (operation.in_path, operation.in_query) if shape is not Nothing)
        yield from (shape for shape in operation.success.content.values() if shape is not None)


def _operation(operation: Operation, components: Json) -> Json:
    scope = f"Scope: `{operation.scope}`." if operation.scope else "Any token will do."
    return {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": f"{operation.about} {scope}".strip(),
        "security": [{"token": [operation.scope] if operation.scope else []}],
        "parameters": [
            *_parameters(operation.in_path, "path", components),
            *_parameters(operation.in_query, "query", components),
        ],
        "responses": {str(operation.success.status): _success(operation), **_problems(operation.problems)},
    }


def _parameters(shape: type[Struct], where: str, components: Json) -> list[Json]:
    if shape is Nothing:
        return []
    schema = components[shape.__name__]
    found = []
    for name, of_field in schema["properties"].items():
        told: Json = {"name": name, "in": where, "required": name in schema.get("required", ())}
        if about := of_field.get("description"):
            told["description"] = about
        told["schema"] = {key: value for key, value in of_field.items() if key != "description"}
        found.append(told)
    return found


def _success(operation: Operation) -> Json:
    success = operation.success
    told: Json = {"description": success.says, "headers": _headers("X-Request-Id", *(["Link"] * success.paged))}
    if success.content:
        told["content"] = {media: _content(shape) for media, shape in success.content.items()}
    return told


def _content(shape: Any) -> Json:
    if shape is None:
        return {"schema": {}}
    (schema,), _ = msgspec.json.schema_components([shape], ref_template=REF)
    return {"schema": schema}


def _problems(codes: Iterable[str]) -> Json:
    """Every problem an operation answers with, by status."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(KINDS[code].status, []).append(code)
    return {
        str(status): {
            "description": " ".join(f"`{code}`: {KINDS[code].title}." for code in found),
            "headers": _headers("X-Request-Id", *(_WITH_HEADER[code] for code in found if code in _WITH_HEADER)),
            "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}},
        }
        for status, found in sorted(by_status.items())
    }


def _headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _named(schema: Json) -> Json:
    """A component without its title, which is its name."""
    return {key: _portable(value) for key, value in schema.items() if key != "title"}


def _portable(schema: Any) -> Any:
    """A schema whose patterns are those of JSON Schema, which knows no Python."""
    if isinstance(schema, list):
        return [_portable(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.replace("\\Z", "$") if key == "pattern" and isinstance(value, str) else _portable(value)
        for key, value in schema.items()
    }
