"""/api/v1: sessions, transcripts, figures and registers for the programs of the organisation that runs the server.

operations.py  the shape of a route: what it takes and answers, who may ask
table.py       every operation there is; routes and document are both made of it
shapes.py lists.py   the types that are taken and answered; selecting.py paging.py   which rows, and how many
sessions.py figures.py reviews.py registers.py deliveries.py service.py   what the operations do
answering.py   from a request to an answer: token, limits, parameters; troubles as problems
problems.py    every way to fail, with its words (RFC 9457)
accepting.py   the Accept header
openapi.py     the OpenAPI document        reading.py   that, and a page for people

The console's cookie opens nothing here, and a token opens no page: so no other site's page can call with a
reader's rights.
"""

from aiohttp import web

from alongside.api.v1 import reading
from alongside.api.v1.answering import serve, troubles
from alongside.api.v1.operations import Serves
from alongside.api.v1.table import OPERATIONS
from alongside.config import Settings
from alongside.hub import Hub

__all__ = ["OPERATIONS", "routes", "troubles"]


def routes(settings: Settings, hub: Hub, pages: reading.Pages) -> list[web.RouteDef]:
    """Everything below /api/v1."""
    serves = Serves(settings, hub, hub.boards)
    return [*reading.routes(serves, OPERATIONS, pages), *(serve(serves, each) for each in OPERATIONS)]
