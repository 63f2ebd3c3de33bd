"""Key figures, for programs. What a figure is stands in `metrics.kpis`."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import structs
from yarl import URL

from alongside.api.v1.lists import (
    FigureGroup,
    FigureQuery,
    FigureRow,
    Figures,
    FigureValue,
)
from alongside.api.v1.operations import JSON, ROOT, Answer, Call, Operation, Serves, Success
from alongside.api.v1.selecting import selection
from alongside.config import Settings
from alongside.metrics import Selection
from alongside.metrics.board import COLUMNS, Board, Span
from alongside.metrics.kpis import KPIS
from alongside.metrics.measures import Asked
from alongside.metrics.tally import Figure

EARLIEST = date(2000, 1, 1)
USUAL_DAYS, MOST_DAYS = 7, 366


async def list_figures(serves: Serves, call: Call) -> Answer:
    """The figures of a time, and of the same time before it."""
    wanted, seconds = selection(call.query), answer_seconds(serves.settings)
    span = _span(wanted, serves.hub.clock.millis())
    seen = await serves.hub.table.seen(call.caller.who)
    by, least = call.query.by or None, serves.settings.ranked_sessions
    asked = Asked(answer_seconds=seconds)
    board = await asyncio.to_thread(serves.boards.board, seen, wanted, span, asked, by, least)
    return Answer(content=_told(board, wanted))


def answer_seconds(settings: Settings) -> Mapping[str, int]:
    """The time within which each site means to answer."""
    return {id: site.answer_seconds for id, site in settings.sites.items()}


def _span(wanted: Selection, now: int) -> Span:
    """The days that are asked for, at most so many, and none that is to come."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    last = _within(wanted.to_day, today) if wanted.to_day else today
    first = _within(wanted.from_day, today) if wanted.from_day else last - timedelta(days=USUAL_DAYS - 1)
    first, last = min(first, last), max(first, last)
    return Span(max(first, last - timedelta(days=MOST_DAYS - 1)), last)


def _within(day: str, today: date) -> date:
    """The day, or the nearest that can be reckoned with."""
    return max(EARLIEST, min(date.fromisoformat(day), today))


def _told(board: Board, wanted: Selection) -> Figures:
    span = board.span
    days = {"from": str(span.first), "to": str(span.last)}
    filters = structs.replace(wanted, from_day="", to_day="", sort="latest", page=1).query() | days
    return Figures(
        first=span.first,
        last=span.last,
        figures=tuple(
            FigureRow(
                figure=kpi.id,
                name=kpi.name,
                unit=kpi.unit,
                now=_value(board.now[kpi.id]),
                before=_value(board.before[kpi.id]),
                formula=kpi.formula,
                source=kpi.source,
                sessions=_behind(filters | {"figure": kpi.id}),
            )
            for kpi in KPIS
        ),
        groups=tuple(
            FigureGroup(
                key=group.key,
                ranked=group.ranked,
                figures={id: _value(group.now[id]) for id in COLUMNS},
            )
            for group in board.groups
        ),
    )


def _behind(query: dict[str, str]) -> str:
    pairs: list[tuple[str, Any]] = [(name, each) for name, value in query.items() for each in _several(name, value)]
    return str(URL(f"{ROOT}/sessions").with_query(pairs))


def _several(name: str, value: str) -> list[str]:
    return value.split(",") if name == "site" else [value]


def _value(figure: Figure) -> FigureValue:
    return FigureValue(value=figure.value, n=figure.n, met=figure.met)


OPERATIONS = (
    Operation(
        id="listFigures",
        method="GET",
        path="/figures",
        tag="Figures",
        summary="Key figures",
        about="Of the days from `from` to `to` (the last seven, unless something else is said; at most 366, the latest "
        "of them), beside those of as many days before. `by` breaks some of them down. `sessions` is the address of "
        "the sessions that a figure counts. Agents with few sessions are not `ranked`: do not compare them.",
        scope="figures:read",
        handle=list_figures,
        in_query=FigureQuery,
        success=Success(says="The figures.", content={JSON: Figures}),
    ),
)
