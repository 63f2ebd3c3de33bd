"""What describes /api/v1: the OpenAPI document for programs, a page for people. Both are open to everybody."""

from typing import Any, Protocol

import msgspec
from aiohttp import web

from alongside.access.scopes import SCOPES
from alongside.api.v1.openapi import ABOUT, Json, document
from alongside.api.v1.operations import ROOT, Operation, Serves
from alongside.api.v1.problems import KINDS


class Pages(Protocol):
    """Whoever renders templates."""

    def page(self, template: str, **context: Any) -> web.Response: ...


def routes(serves: Serves, operations: tuple[Operation, ...], pages: Pages) -> list[web.RouteDef]:
    """/api/v1/openapi.json and /api/v1/docs."""
    told = document(operations, serves.settings.public_url)
    body = msgspec.json.format(msgspec.json.encode(told))

    async def as_document(_: web.Request) -> web.Response:
        headers = {"Cache-Control": "public, max-age=300"}
        return web.Response(body=body, content_type="application/json", headers=headers)

    async def as_page(_: web.Request) -> web.Response:
        return pages.page(
            "api.html",
            about=ABOUT,
            operations=[_shown(each, told) for each in operations],
            scopes=SCOPES,
            problems=KINDS,
            per_minute=serves.settings.api_requests_per_minute,
        )

    return [web.get(f"{ROOT}/openapi.json", as_document), web.get(f"{ROOT}/docs", as_page)]


def _shown(operation: Operation, told: Json) -> dict[str, Any]:
    """An operation as the page shows it: the document's own words."""
    described = told["paths"][operation.address][operation.method.lower()]
    return {
        "id": operation.id,
        "method": operation.method,
        "address": operation.address,
        "summary": operation.summary,
        "about": operation.about,
        "scope": operation.scope or "",
        "parameters": [each | {"kind": _kind(each["schema"])} for each in described["parameters"]],
        "success": operation.success.says,
        "status": operation.success.status,
        "answers": [
            {"media": media, "fields": _fields(content["schema"], told)}
            for media, content in described["responses"][str(operation.success.status)].get("content", {}).items()
        ],
        "problems": [code for code in operation.problems if code in operation.refuses],
    }


def _fields(schema: Json, told: Json) -> list[dict[str, str]]:
    """The fields of an answer that is an object, with their kinds."""
    shape = told["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], {})
    return [{"name": name, "kind": _kind(of_field)} for name, of_field in shape.get("properties", {}).items()]


def _kind(schema: Json) -> str:
    """A schema in a word or two."""
    if name := schema.get("$ref", "").rpartition("/")[2]:
        return str(name)
    if words := schema.get("enum"):
        return " | ".join(str(word) or "(empty)" for word in words)
    if choices := schema.get("anyOf"):
        return " | ".join(map(_kind, choices))
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        return f"list of {_kind(schema['items'])}"
    limits = [f"{schema[key]}" for key in ("minimum", "maximum") if key in schema]
    if "maxLength" in schema:
        limits.append(f"at most {schema['maxLength']} characters")
    return f"{schema.get('type', 'any')} ({', '.join(limits)})" if limits else str(schema.get("type", "any"))
