"""The page docs/figures.md: every KPI with its formula and source, as the program reckons it.

python -m alongside.metrics.reference > docs/figures.md
"""

import sys

from alongside.metrics.duty import AT_ONCE, OCCUPANCY, OCCUPANCY_SOURCE
from alongside.metrics.kpis import KPIS

_HEAD = """# Every figure

Refreshed by `python -m alongside.metrics.reference > docs/figures.md`. How the pages are used stands in
[supervisors.md](supervisors.md).

Sessions count by the day of the request, in UTC. Practice never counts. A session is in a figure only while it is kept:
one that is erased, or whose time is over, is in none any more.
"""
_TABLE = "| Figure | How it is reckoned | Better | Source |\n|---|---|---|---|\n"
_BETTER = {"up": "higher", "down": "lower", "": "neither"}


def reference() -> str:
    """The page."""
    rows = [(kpi.name, kpi.formula, _BETTER[kpi.better], kpi.source) for kpi in KPIS]
    rows += [
        ("Occupied", OCCUPANCY, "neither", OCCUPANCY_SOURCE),
        ("Chats at once", AT_ONCE, "neither", OCCUPANCY_SOURCE),
    ]
    return f"{_HEAD}\n{_TABLE}" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(reference())
