"""A board in words and links: cards of figures, rows of charts and tables, each number with the sessions behind it.

What a figure is stands in metrics.kpis; what a number may open is asked when it is opened.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from alongside.metrics.board import COLUMNS, Board, Group
from alongside.metrics.breaking import By, day_name
from alongside.metrics.kpis import BY_ID, KPIS, Kpi, Unit
from alongside.metrics.matching import answer_times
from alongside.metrics.selection import Selection
from alongside.metrics.tally import Figure
from alongside.metrics.telling import moved, told
from alongside.metrics.zones import number_of
from alongside.pages.wanted import behind, day_words, query

_DEPENDS_ON_TIME = ("service_level", "answered_late")
"""The figures that are reckoned by the sites' answer times."""
_NOBODYS = "Customers who gave up were no agent’s and no team’s: they are left out here, so compare agents with agents."
_RESULTS = ("passed", "failed", "locked", "cancelled", "expired")


class Told(Struct, frozen=True):
    """A number in a table: as it is drawn, as it is read, and where it leads."""

    value: float | str
    text: str = ""
    link: str = ""


class Page:
    """A board in words and links."""

    def __init__(self, board: Board, wanted: Selection, seconds: Mapping[str, int], names: Mapping[str, str]) -> None:
        """`seconds`: the answer times of the sites that the reader sees; `names`: what the sites are called."""
        self.board = board
        self.span = board.span
        self.wanted = wanted
        self._seconds = seconds
        self._names = names

    def part(self, group: str, title: str) -> dict[str, Any]:
        """A heading with its cards: KPIs of one measure share one."""
        cards: dict[str, list[Kpi]] = {}
        for kpi in KPIS:
            if kpi.group == group and not (kpi.id == "abandonment" and self._of_people):
                cards.setdefault(kpi.measure, []).append(kpi)
        return {"title": title, "cards": [self._card(kpis) for kpis in cards.values()]}

    def _card(self, kpis: list[Kpi]) -> dict[str, Any]:
        first, several = kpis[0], len(kpis) > 1
        now = self.board.now[first.id]
        return {
            "name": first.name.partition(",")[0] if several else first.name,
            "values": [self._value(kpi, several) for kpi in kpis],
            "of": self._of(first, now),
            "moved": moved(first, now, self.board.before[first.id]),
            "lines": [*(_formula(kpi, several) for kpi in kpis), *self._answer_times(first)],
            "source": first.source,
        }

    def _value(self, kpi: Kpi, several: bool) -> dict[str, str]:
        now = self.board.now[kpi.id]
        label = kpi.name.partition(", ")[2] if several else ""
        return {"label": label, "text": told(kpi.unit, now.value), "link": self.link(kpi.id) if now.n else ""}

    def _of(self, kpi: Kpi, now: Figure) -> list[dict[str, str]]:
        """The sessions behind a figure in words: those that add to it, of those that count."""
        if not now.n:
            return [{"text": f"No {kpi.counts} to reckon it from", "link": ""}]
        if kpi.way == "count":
            return []
        counted = kpi.counts if now.n > 1 else kpi.counts.removesuffix("s")
        of = {"text": f"{now.n:,} {counted}", "link": self.link(kpi.id)}
        if kpi.way not in ("share", "net"):
            return [{"text": "of ", "link": ""}, of]
        adds = kpi.met.removesuffix("s") if kpi.way == "net" and now.met == 1 else kpi.met
        met = {"text": f"{now.met:,} {adds}", "link": self.link(kpi.id, "met") if now.met else ""}
        return [met, {"text": " of ", "link": ""}, of]

    def _answer_times(self, kpi: Kpi) -> list[str]:
        if kpi.id not in _DEPENDS_ON_TIME:
            return []
        times = (f"{self._names.get(site, site)} {seconds} s" for site, seconds in self._seconds.items())
        lines = [f"Answer times: {', '.join(times)}."]
        return [*lines, _NOBODYS] if self._of_people else lines

    @property
    def _of_people(self) -> bool:
        """Whether these are an agent's or a team's figures: who gave up was nobody's customer."""
        return bool(self.wanted.agent or self.wanted.team)

    def link(self, figure: str, part: str = "", **others: Any) -> str:
        """To the sessions behind a figure."""
        within = answer_times(self._seconds) if figure in _DEPENDS_ON_TIME else ""
        return behind(self.wanted, self.span, figure=figure, part=part, within=within, **others)

    def days(self) -> list[dict[str, Any]]:
        """Each day's row of the two charts: what became of the queue's customers, and how long they waited."""
        return [self._day(day, figures) for day, figures in self.board.days]

    def _day(self, day: str, of: Mapping[str, Figure]) -> dict[str, Any]:
        on = {"from_day": day, "to_day": day}
        ids = ("service_level", "answered_late", "abandonment")
        queue = [Told(of[id].met, link=self.link(id, "met", **on)) for id in ids]
        waits = [_cell("seconds", of[id]) for id in ("wait_median", "wait_p90")]
        return {"name": day_words(day), "short": day_words(day)[:-5], "queue": queue, "waits": waits}

    def checks(self) -> list[dict[str, Any]]:
        """Each ID check's outcomes."""
        return [
            {
                "name": name,
                "counts": [
                    Told(counts[result], link=behind(self.wanted, self.span, method=name, check=result))
                    for result in _RESULTS
                ],
            }
            for name, counts in self.board.checks.items()
        ]

    def columns(self, by: By | None, order: str) -> list[dict[str, Any]]:
        """The heads of the table broken down: each orders by its column."""
        base = {"by": by or ""}
        return [
            {
                "name": BY_ID[id].name,
                "sorted": "descending" if id == order else "",
                "link": f"/figures{query(self.wanted, self.span, **base, order='' if id == order else id)}#by",
            }
            for id in COLUMNS
        ]

    def groups(self, by: By | None, order: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows broken down, ordered by a column or else by name; those that are not compared come last."""
        if by is None:
            return []

        def place(group: Group) -> tuple[Any, ...]:
            value = group.now[order].value if order in COLUMNS and group.ranked else None
            return (not group.ranked, value is None, -(value or 0), names.get(group.key, group.key).casefold())

        return [self._group(by, group, names) for group in sorted(self.board.groups, key=place)]

    def _group(self, by: By, group: Group, names: Mapping[str, str]) -> dict[str, Any]:
        name = names.get(group.key, group.key)
        filters = self._filters(by, group.key)
        ids = COLUMNS if group.ranked else COLUMNS[:1]
        values = [
            _cell(BY_ID[id].unit, group.now[id], self.link(id, **filters) if group.now[id].n else "") for id in ids
        ]
        values += [Told("", "–") for _ in COLUMNS[len(ids) :]]
        short = name[:-5] if by in ("day", "week") else name
        link = self.link("sessions", **filters) if group.now["sessions"].n else ""
        return {"name": name, "short": short, "link": link, "cells": values, "ranked": group.ranked}

    def _filters(self, by: By, key: str) -> dict[str, Any]:
        """What selects a group."""
        if by == "site":
            return {"sites": (key,)}
        if by == "hour":
            return {"hour": int(key)}
        if by == "day":
            return {"from_day": key, "to_day": key}
        if by == "week":
            sunday = day_name(number_of(date.fromisoformat(key)) + 6)
            return {"from_day": max(key, str(self.span.first)), "to_day": min(sunday, str(self.span.last))}
        return {"playbook" if by == "task" else by: key}


def _cell(unit: Unit, of: Figure, link: str = "") -> Told:
    return Told("" if of.value is None else round(of.value, 4), told(unit, of.value), link)


def _formula(kpi: Kpi, several: bool) -> str:
    return f"{kpi.name.partition(', ')[2].capitalize()}: {kpi.formula}" if several else kpi.formula
