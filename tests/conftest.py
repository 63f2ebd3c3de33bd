"""What many tests stand on: a real Valkey for the whole run, and keys of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from alongside.embedded import Embedded


@pytest_asyncio.fixture(scope="session")
async def redis_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a real store that lives as long as the test run."""
    async with Embedded(Path(tmp_path_factory.mktemp("store"))) as store:
        yield store.url


@pytest.fixture
def prefix() -> str:
    """What the keys of this one test begin with."""
    return f"test-{uuid4().hex[:12]}:"
