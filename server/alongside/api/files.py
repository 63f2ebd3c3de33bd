"""The built files. Their names carry a hash of their content, so they may be kept for ever."""

from aiohttp import web

from alongside.assets import Assets

FOR_EVER = "public, max-age=31536000, immutable"


def routes(assets: Assets) -> list[web.RouteDef]:
    """/static/NAME, readable by every page: the widget's modules load from the sites' own origins."""
    known = {path.name for path in assets.directory.iterdir() if path.is_file()}

    async def built(request: web.Request) -> web.FileResponse:
        name = request.match_info["name"]
        if name not in known:
            raise web.HTTPNotFound(reason="There is no such file.")
        headers = {
            "Cache-Control": FOR_EVER,
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return web.FileResponse(assets.directory / name, headers=headers)

    return [web.get("/static/{name}", built)]
