"""What many tests stand on: one real Valkey for the whole run; for each test keys, hubs, a server of its own."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
import structlog
from aiohttp import ClientSession
from hubs import process
from hypothesis import HealthCheck, settings
from serving import Served, SettableClock, serving

from alongside.embedded import Embedded
from alongside.hub import Hub

# A busy machine is no reason to fail. CI takes the same examples at every run; what chance finds, it finds elsewhere.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("unhurried"), derandomize=True)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def log_lines() -> None:
    """Log as for a machine: a traceback made pretty takes seconds."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()])


@pytest_asyncio.fixture(scope="session")
async def redis_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a real store that lives as long as the test run."""
    async with Embedded(Path(tmp_path_factory.mktemp("store"))) as store:
        yield store.url


@pytest.fixture
def prefix() -> str:
    """What the keys of this one test begin with."""
    return f"test-{uuid4().hex[:12]}:"


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
async def hub(redis_url: str, prefix: str, clock: SettableClock) -> AsyncIterator[Hub]:
    async with process(redis_url, prefix, clock) as hub:
        yield hub


@pytest.fixture
async def other(redis_url: str, prefix: str, clock: SettableClock) -> AsyncIterator[Hub]:
    """The hub of a second process."""
    async with process(redis_url, prefix, clock) as hub:
        yield hub


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    """A whole server, with the usual sites and people."""
    async with serving(redis_url, prefix) as server:
        yield server


@pytest.fixture
async def web() -> AsyncIterator[ClientSession]:
    """A browser that keeps no page."""
    async with ClientSession() as session:
        yield session
