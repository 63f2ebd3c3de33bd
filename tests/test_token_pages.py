"""Tokens of programs: their shape, the administrators' page, the command line."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from api_calls import call
from hypothesis import given
from hypothesis import strategies as st
from serving import PARKING, Served, account, serving

from alongside.access.scopes import SECRET_BYTES, is_token, mint, token_digest
from alongside.cli import main
from alongside.embedded import Embedded


@given(st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES), st.integers(4, 52), st.sampled_from("0aZ"))
def test_a_mistyped_token_is_known_by_its_checksum(secret: bytes, place: int, letter: str) -> None:
    token = mint(secret)
    assert is_token(token)
    mistyped = token[:place] + letter + token[place + 1 :]
    assert is_token(mistyped) == (mistyped == token)
    assert token not in token_digest(token)


def test_what_is_no_token_is_known_as_such() -> None:
    assert not any(map(is_token, ("", "als_", "als_" + "0" * 49, mint(bytes(32)) + "0", mint(bytes(32)) + "\n")))


@pytest.fixture(scope="module")
async def server(redis_url: str) -> AsyncIterator[Served]:
    people = {
        "ada": account("Ada", "administrator"),
        "bob": account("Bob", "administrator", sites=(PARKING,)),
        "ruth": account("Ruth", "supervisor"),
    }
    async with serving(redis_url, "test-token-pages:", accounts=people) as server:
        yield server


class Page:
    """The page as somebody sees it."""

    def __init__(self, server: Served, headers: dict[str, str]) -> None:
        self.server, self.headers = server, headers

    async def make(self, **fields: str | list[str]) -> tuple[int, str]:
        data = [(name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)]
        return await self._sent("POST", "/settings/tokens", data)

    async def read(self) -> str:
        return (await self._sent("GET", "/settings/tokens"))[1]

    async def revoke(self, id: str) -> int:
        return (await self._sent("POST", f"/settings/tokens/{id}/revoke"))[0]

    async def _sent(self, method: str, path: str, data: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        url = self.server.url + path
        async with (
            ClientSession() as web,
            web.request(method, url, headers=self.headers, data=data, allow_redirects=False) as answer,
        ):
            return answer.status, await answer.text()


async def page(server: Served, name: str = "ada") -> Page:
    return Page(server, await server.cookie(name))


def secret_of(text: str) -> str:
    found = re.search(r'class="secret"[^>]*>(als_\w+)<', text)
    assert found is not None
    return found[1]


async def test_an_administrator_makes_a_token_and_sees_it_once(server: Served) -> None:
    ada = await page(server)
    status, text = await ada.make(name="CRM", scope=["faults:read", "playbooks:read"], site=PARKING, days="30")
    assert status == 200
    told = await call(server, secret_of(text), "/service")
    assert (told.value["scopes"], told.value["sites"]) == (["faults:read", "playbooks:read"], [PARKING])
    again = await ada.read()
    assert "CRM" in again
    assert "als_" not in again


async def test_a_form_without_a_name_or_a_scope_says_so_and_keeps_the_rest(server: Served) -> None:
    ada = await page(server)
    status, text = await ada.make(name="", scope="faults:read")
    assert (status, 'value="faults:read" checked' in text, 'role="alert"' in text) == (400, True, True)
    status, text = await ada.make(name="Nothing &amp; more")
    assert (status, 'value="Nothing &amp;amp; more"' in text) == (400, True)


async def test_a_token_that_is_revoked_on_the_page_counts_no_longer(server: Served) -> None:
    ada = await page(server)
    _, text = await ada.make(name="Old", scope="faults:read")
    secret = secret_of(text)
    id = (await call(server, secret, "/service")).value["token"]
    assert await ada.revoke(id) == 303
    assert (await call(server, secret, "/service")).code == "bad_token"
    assert await ada.revoke(id) == 403


async def test_an_administrator_of_some_sites_makes_no_token_for_others(server: Served) -> None:
    ada, bob = await page(server), await page(server, "bob")
    _, text = await bob.make(name="Mine", scope="faults:read", site="library")
    told = await call(server, secret_of(text), "/service")
    assert told.value["sites"] == [PARKING]
    _, text = await ada.make(name="Of all sites", scope="faults:read")
    id = (await call(server, secret_of(text), "/service")).value["token"]
    assert "Of all sites" not in await bob.read()
    assert await bob.revoke(id) == 403


async def test_nobody_else_sees_the_tokens(server: Served) -> None:
    assert "Administrators make the tokens" in await (await page(server, "ruth")).read()


async def test_tokens_are_made_listed_and_revoked_at_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def said(*arguments: str) -> tuple[int, str]:
        status = await asyncio.to_thread(main, ["token", *arguments, "--data-dir", str(tmp_path)])
        return status, capsys.readouterr().out

    async with Embedded(tmp_path):
        made, secret = await said("create", "--name", "CRM", "--scope", "faults:read", "--days", "7")
        assert (made, is_token(secret.strip())) == (0, True)
        _, listed = await said("list")
        assert "CRM" in listed
        assert secret.strip() not in listed
        id = listed.split(" ")[0]
        assert await said("revoke", id) == (0, f"Token {id} (CRM) counts no longer.\n")
        assert (await said("revoke", id))[0] == 1
        assert "revoked" in (await said("list"))[1]
        assert (await said("create", "--name", "CRM", "--scope", "faults:read", "--site", "nowhere"))[0] == 1
        assert (await said("create", "--name", "CRM", "--scope", "faults:read", "--days", "9999"))[0] == 1
