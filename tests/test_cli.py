"""The command line as a person meets it: each command in a process of its own."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from log_store import opened

from alongside.cli import main
from alongside.config import load
from alongside.demo import plan
from alongside.embedded import Embedded, running
from alongside.log import Log, OutboxStore
from alongside.protocol import Actor, Decision, Entry, MessageSent, Part, encode_entry
from alongside.webhooks.messages import Message, encode_message

KEY = "k" * 40
ACCOUNT = '[accounts.maya]\ndisplay = "Maya"\npassword_hash = "{}"\n'
SITE = '[sites.parking]\nname = "Parking"\norigins = ["https://forms.example.org"]\n'


def alongside(*arguments: str, typed: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command with these settings and no others."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ALONGSIDE_")}
    settings = {f"ALONGSIDE_{name}": value for name, value in environment.items()}
    return subprocess.run(
        [sys.executable, "-m", "alongside", *arguments],
        input=typed, env=clean | settings, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def hashed(password: str) -> str:
    return alongside("hash-password", typed=f"{password}\n").stdout.strip()


def test_serve_does_not_start_without_a_secret_key_and_says_how_to_make_one() -> None:
    done = alongside("serve")
    assert done.returncode == 1
    assert 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"' in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_explains_every_setting() -> None:
    assert "ALONGSIDE_RETENTION_DAYS\n      Days a finished session is kept" in alongside("serve", "--help").stdout


def test_a_settings_file_that_is_not_there_is_named() -> None:
    done = alongside("check", CONFIG="/nowhere/alongside.toml")
    assert done.returncode == 1
    assert "/nowhere/alongside.toml cannot be read: No such file or directory" in done.stderr


def test_every_problem_is_printed_with_its_place_and_remedy(tmp_path: Path) -> None:
    file = tmp_path / "alongside.toml"
    file.write_text("prt = 1\nlog_level = 'loud'")
    done = alongside("check", "--config", str(file), PORT="0")
    for line in ("prt: there is no such setting", "Did you mean port?", "log_level: ", "ALONGSIDE_PORT: "):
        assert line in done.stderr


def test_check_names_what_keeps_a_server_from_being_of_use(tmp_path: Path) -> None:
    done = alongside("check", DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert [place for place in ("secret_key:", "sites:", "accounts:") if place not in done.stderr] == []
    assert "redis:" not in done.stderr


def test_check_says_that_nothing_answers_at_the_redis_address() -> None:
    done = alongside("check", REDIS_URL="redis://:swordfish@127.0.0.1:1")
    assert done.returncode == 1
    assert "redis: Nothing answers at 127.0.0.1:1." in done.stderr
    assert "swordfish" not in done.stderr


def test_check_finds_nothing_to_complain_about_in_good_settings(redis_url: str, tmp_path: Path) -> None:
    file = tmp_path / "alongside.toml"
    file.write_text(SITE + ACCOUNT.format(hashed("hunter22")))
    done = alongside("check", "--config", str(file), SECRET_KEY=KEY, REDIS_URL=redis_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "All is well: 1 sites, 1 accounts, Valkey" in done.stdout


PLAYBOOK = """\
title: Renew a permit
task: I want to renew my permit
owner: Parking team
version: "1"
changed: [{version: "1", note: New.}]
applies_to: {sites: [parking, parkng]}
steps: [{id: number, title: Permit number, match: {name: Permit number}, say: {new: Please type the number.}}]
"""


def test_check_names_a_site_of_a_playbook_that_the_settings_do_not_have(redis_url: str, tmp_path: Path) -> None:
    (tmp_path / "permit.yaml").write_text(PLAYBOOK)
    file = tmp_path / "alongside.toml"
    file.write_text(SITE + ACCOUNT.format(hashed("hunter22")))
    given = {"SECRET_KEY": KEY, "REDIS_URL": redis_url, "PLAYBOOKS_DIR": str(tmp_path)}
    done = alongside("check", "--config", str(file), **given)
    assert done.returncode == 0
    told = f"{tmp_path}/permit.yaml: there is no site `parkng` in the settings. There are: parking."
    assert told in done.stdout + done.stderr


def test_a_hashed_password_can_stand_in_the_settings() -> None:
    toml = ACCOUNT.format(hashed("hunter22"))
    assert load({}, toml.encode()).accounts["maya"].password_hash.startswith("$argon2id$")


def test_a_short_password_is_refused() -> None:
    done = alongside("hash-password", typed="short\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert "at least 8 characters" in done.stderr


async def test_a_transcript_is_printed_beside_a_running_server(tmp_path: Path) -> None:
    async with Embedded(tmp_path) as store:
        await _say(store.url, "s1", "Which number is meant?")
        done = await asyncio.to_thread(alongside, "transcript", "s1", "--data-dir", str(tmp_path))
    assert "Maya: Which number is meant?" in done.stdout


def test_a_transcript_of_a_session_there_is_not_says_so(tmp_path: Path) -> None:
    done = alongside("transcript", "nobody", "--data-dir", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no session nobody." in done.stderr


async def test_reindex_finds_the_sessions_in_the_logs_and_says_how_many(tmp_path: Path) -> None:
    async with Embedded(tmp_path) as store:
        for session in ("s1", "s2"):
            await _say(store.url, session, "Which number is meant?")
        done = await asyncio.to_thread(alongside, "reindex", "--data-dir", str(tmp_path))
        assert (done.returncode, done.stdout, done.stderr) == (0, "2 sessions are in the indexes.\n", "")


async def test_what_webhooks_did_not_deliver_is_listed_and_sent_again(
    redis_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'redis_url = "{redis_url}"\n{SITE}')
    letter = encode_message(Message(site="parking", kind="session.ended", at=time.time(), facts={}, reason="away"))

    async def said(*arguments: str) -> str:
        """What it says, in a process it shares with the test: starting one takes seconds."""
        await asyncio.to_thread(main, ["webhooks", *arguments, "--config", str(settings)])
        return "".join(capsys.readouterr())

    async with opened(redis_url, "") as log:
        outbox, now = OutboxStore(log), time.time()
        await outbox.put("session.1", letter, now)
        await outbox.bury("session.1", letter, now, since=0, limit=10)
        assert "session.1  away" in await said("list")
        assert "1 message will be sent again." in await said("replay", "session.1")
        assert await outbox.waiting() == 1
        assert "has no webhook" in await said("test", "parking")
        await outbox.drop("session.1")


def test_the_settings_page_is_printed() -> None:
    assert alongside("settings").stdout.startswith("# Settings\n")


def test_the_demo_keeps_its_key_and_ports_from_one_start_to_the_next(tmp_path: Path) -> None:
    first, one = plan(tmp_path, host="127.0.0.1", public_host="localhost")
    second, two = plan(tmp_path, host="127.0.0.1", public_host="localhost")
    assert (first.secret_key, first.port, one.site_port) == (second.secret_key, second.port, two.site_port)
    assert (tmp_path / "demo.json").stat().st_mode & 0o777 == 0o600


def test_the_demo_works_by_the_playbooks_of_the_directory_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_PLAYBOOKS_DIR", "/srv/playbooks")
    assert plan(tmp_path, host="127.0.0.1", public_host="localhost")[0].playbooks_dir == Path("/srv/playbooks")
    monkeypatch.delenv("ALONGSIDE_PLAYBOOKS_DIR")
    assert (plan(tmp_path, host="127.0.0.1", public_host="localhost")[0].playbooks_dir / "kiosk-payment.yaml").is_file()


def test_the_demo_prints_no_well_known_password_where_strangers_can_connect(tmp_path: Path) -> None:
    _, known = plan(tmp_path, host="127.0.0.1", public_host="localhost")
    _, open_to_all = plan(tmp_path, host="0.0.0.0", public_host="demo.example.org")
    assert [person.password for person in known.people] == ["demo-maya", "demo-sam", "demo-ruth", "demo-adam"]
    assert not {person.password for person in known.people} & {p.password for p in open_to_all.people}


def test_the_demo_says_where_to_go_and_as_whom(tmp_path: Path) -> None:
    settings, demo = plan(tmp_path, host="127.0.0.1", public_host="localhost")
    greeting = demo.greeting(settings)
    for part in (demo.site_origin, settings.public_url, "maya", "demo-ruth", "Ctrl-C"):
        assert part in greeting


@asynccontextmanager
async def demo_running(data_dir: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, int]]]:
    """A demo that is ready, and its ports."""
    command = [sys.executable, "-m", "alongside", "demo", "--data-dir", str(data_dir)]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    assert process.stdout
    await process.stdout.readuntil(b"Ctrl-C")
    try:
        yield process, json.loads((data_dir / "demo.json").read_bytes())
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def test_the_demo_serves_the_console_and_a_form_on_another_origin(tmp_path: Path) -> None:
    async with demo_running(tmp_path) as (_, kept), ClientSession() as browser:
        async with browser.get(f"http://localhost:{kept['port']}/readyz") as answer:
            assert answer.status == 200
        async with browser.get(f"http://localhost:{kept['site_port']}/") as answer:
            assert f"http://localhost:{kept['port']}/widget.js" in await answer.text()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_the_demo_stops_all_of_itself_without_a_complaint(tmp_path: Path, how: signal.Signals) -> None:
    async with demo_running(tmp_path) as (process, _):
        process.send_signal(how)
        async with asyncio.timeout(10):
            _, complaints = await process.communicate()
    assert (process.returncode, complaints) == (0, b"")
    assert await running(tmp_path) is None


async def test_a_second_demo_on_the_same_directory_says_that_it_is_in_use(tmp_path: Path) -> None:
    async with demo_running(tmp_path):
        done = await asyncio.to_thread(alongside, "demo", "--data-dir", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Another Alongside is using the data directory {tmp_path}.")


async def test_serve_says_so_when_its_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        environment = {"PORT": port, "SECRET_KEY": KEY, "DATA_DIR": str(tmp_path)}
        done = await asyncio.to_thread(alongside, "serve", **environment)
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1, port {port}: Address already in use." in done.stderr


async def _say(url: str, session: str, words: str) -> None:
    """Put one message of an agent's into a session's log."""
    maya = Actor(role="agent", id="maya", name="Maya")
    said = MessageSent(id="m1", parts=(Part(text=words),))
    entry = Entry(number=1, at=0, decisions=(Decision(actor=maya, events=(said,)),))
    log = Log(url, retention=timedelta(days=1))
    await log.start()
    await log.append(session, 1, encode_entry(entry))
    await log.close()
