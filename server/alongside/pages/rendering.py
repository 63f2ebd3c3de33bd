"""Templates, and the names of the built front-end files they refer to."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from alongside.access import Who
from alongside.export import plain

PACKAGE = Path(__file__).parent.parent
BUILT = PACKAGE / "static" / "built"


class NotBuilt(Exception):
    """The front end has not been built."""


class Assets:
    """The built files by their plain names (`console.js`), from the build's manifest."""

    def __init__(self, built: Path = BUILT) -> None:
        self.directory = built
        try:
            manifest = (built / "manifest.json").read_bytes()
        except FileNotFoundError:
            raise NotBuilt(
                "The front end is not built. In a checkout run scripts/demo (or `npm run build` in widget/); "
                "an installed wheel carries it."
            ) from None
        self.names: dict[str, str] = msgspec.json.decode(manifest, type=dict[str, str])

    def url(self, name: str) -> str:
        """The address of a built file."""
        return f"/static/{self.names[name]}"

    @property
    def loader(self) -> bytes:
        """The text of /widget.js."""
        return (self.directory / "widget.js").read_bytes()


class Rendering:
    """Renders templates; autoescaped, and a missing variable is an error."""

    def __init__(self, assets: Assets) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(PACKAGE / "templates"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["asset"] = assets.url
        self._environment.filters["embedded_json"] = embedded_json
        self._environment.filters["plain"] = plain

    def page(
        self, template: str, *, who: Who | None = None, status: int = 200, **context: Any
    ) -> web.Response:
        """A page. `who` is shown as signed in."""
        text = self._environment.get_template(template).render(who=who, **context)
        return web.Response(text=text, content_type="text/html", status=status)


def embedded_json(value: Any) -> Markup:
    """JSON that is safe inside a <script type="application/json"> element."""
    text = msgspec.json.encode(value).decode()
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)  # noqa: S704 - escaped above, for the one context it is used in


def moment(millis: int) -> datetime:
    """A time of the log for a template."""
    return datetime.fromtimestamp(millis / 1000, UTC)
