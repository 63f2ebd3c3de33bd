"""Health: is the process up, and can it serve?"""

from aiohttp import web

from alongside.log import Log, StoreGone


def routes(log: Log) -> list[web.RouteDef]:
    """/healthz and /readyz."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def ready(_: web.Request) -> web.Response:
        try:
            await log.ping()
        except StoreGone:
            says = "Redis does not answer. Check that it runs and that redis_url is right."
            return web.json_response({"ok": False, "code": "unsaved", "says": says}, status=503)
        return web.json_response({"ok": True})

    return [web.get("/healthz", alive), web.get("/readyz", ready)]
