"""The OpenAPI document of /api/v1 against the server: schemathesis tries every operation, and finds nothing."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from api_calls import token
from clients import asking, desk
from serving import Served, serving

EXAMPLES = int(os.environ.get("ALONGSIDE_TEST_API_EXAMPLES", "5"))
"""Random requests for each operation, beside those that try each limit. Take 200 before a release."""

CONFIG = """\
[phases]
stateful.enabled = false
[generation]
deterministic = true
max-examples = {examples}
database = "none"
[warnings]
enabled = false
[[operations]]
include-name = "GET /api/v1/sessions/{{session}}/transcript"
parameters = {{ "path.session" = "{session}" }}
"""


@pytest.fixture(scope="module")
async def server(redis_url: str) -> AsyncIterator[Served]:
    async with serving(redis_url, "test-api-document:", api_requests_per_minute=1_000_000) as server:
        yield server


@pytest.mark.timeout(600)  # some 1,500 requests; longer with more examples
async def test_schemathesis_finds_nothing(server: Served, tmp_path: Path) -> None:
    visit = await server.visit()
    async with asking(server, visit) as customer, desk(server, "sam") as sam:
        await sam.ask("take", {"session": visit.session})
        await customer.command(do="session.end")
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.format(examples=EXAMPLES, session=visit.session))
    status, said = await ran(
        *("--config-file", str(config), "run", f"{server.url}/api/v1/openapi.json", "--no-color"),
        *("--header", f"Authorization: Bearer {await token(server)}"),
        directory=tmp_path,
    )
    print(said)
    assert status == 0, said


async def ran(*arguments: str, directory: Path) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli"),
        *arguments,
        cwd=directory,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()
