"""The import levels of the server: a module imports only from lower ones, and the lowest three are pure.

Levels and their meaning are in the architecture page. A package counts as the one module it is named after.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "server" / "alongside"

LEVELS = (
    ("protocol", "config"),
    ("privacy", "spreadsheet"),  # the lens scrubs by its rules
    ("lens", "playbook", "identity", "access", "faults"),
    ("session", "metrics", "coaching", "export"),
    ("practice", "replaying", "staffing"),
    ("tasks", "instruments"),
    ("log", "embedded", "assets", "shelf", "typesetting"),
    ("webhooks", "journal", "transcripts"),
    ("hub", "verifier"),  # neither knows the other
    ("sockets", "pages", "api", "demosite", "demo"),
    ("app",),
    ("cli",),  # runs the app
    ("__main__",),
)
LEVEL = {name: number for number, names in enumerate(LEVELS) for name in names}
PURE = LEVEL["practice"]  # up to here without I/O, clock and chance

IMPURE_IMPORTS = {
    *("asyncio", "aiohttp", "socketio", "engineio", "redis", "socket", "subprocess", "threading"),
    *("time", "random", "secrets", "uuid", "os"),
}
IMPURE_CALLS = {"now", "utcnow", "today", "open", "read_text", "read_bytes", "write_text", "write_bytes"}

FILES = sorted(path for path in ROOT.rglob("*.py") if path.name != "__init__.py" or path.parent != ROOT)


def _module(path: Path) -> str:
    """The module of the level table that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    """Every module a file imports, by its full name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full, from alongside on"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(path: Path) -> set[str]:
    """The modules of the level table that a file imports, other than its own."""
    names = {name.split(".")[1] for name in _imports(path) if name.startswith("alongside.")}
    return {name for name in names if name in LEVEL} - {_module(path)}


def _calls(path: Path) -> set[str]:
    """The last names of everything a file calls."""
    calls = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_module_has_a_level(path: Path) -> None:
    assert _module(path) in LEVEL, "give the module a level, in LEVELS here and in the architecture page"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_module_imports_only_from_lower_levels(path: Path) -> None:
    own = LEVEL.get(_module(path), 0)
    assert {name for name in _ours(path) if LEVEL[name] >= own} == set()


@pytest.mark.parametrize("path", [p for p in FILES if LEVEL.get(_module(p), 9) <= PURE], ids=_name)
def test_the_lowest_levels_are_pure(path: Path) -> None:
    imports = {name.split(".")[0] for name in _imports(path)}
    assert imports & IMPURE_IMPORTS == set()
    assert _calls(path) & IMPURE_CALLS == set(), "the time and what files hold come in as arguments"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_only_the_log_knows_redis(path: Path) -> None:
    assert _module(path) == "log" or not any(name.split(".")[0] == "redis" for name in _imports(path))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))
