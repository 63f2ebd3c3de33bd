"""Templates, rendered with the names of the built front-end files they refer to."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from alongside.access import Who
from alongside.assets import Assets

TEMPLATES = Path(__file__).parent.parent / "templates"


class Rendering:
    """Renders templates; autoescaped, and a missing variable is an error."""

    def __init__(self, assets: Assets) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["assets"] = assets.names

    def page(self, template: str, *, who: Who | None = None, status: int = 200, **context: Any) -> web.Response:
        """A page. `who` is shown as signed in."""
        text = self._environment.get_template(template).render(who=who, **context)
        return web.Response(text=text, content_type="text/html", status=status)


def moment(millis: int) -> datetime:
    """A time of the log for a template."""
    return datetime.fromtimestamp(millis / 1000, UTC)
