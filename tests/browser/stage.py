"""The stage of the browser tests: the demo as a person starts it, in a process of its own, on free ports.

It can be stopped, killed and started again on the same data and the same ports.
"""

import asyncio
import json
import os
import re
import secrets
import signal
import sys
from contextlib import suppress
from pathlib import Path

from log_store import free_port

START_SECONDS = 60


class Stage:
    """A running demo: `url` is the server's address, `site_url` the form's, on another origin.

    `playbooks` is a directory of playbooks; the demo's own, if there is none.
    """

    def __init__(self, data_dir: Path, playbooks: Path | None = None) -> None:
        self.data_dir = data_dir
        self.playbooks = playbooks
        self.url = ""
        self.site_url = ""
        self.printed = ""
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        self.printed = ""
        self._keep_ports()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "alongside", "demo", "--data-dir", str(self.data_dir)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=os.environ | ({"ALONGSIDE_PLAYBOOKS_DIR": str(self.playbooks)} if self.playbooks else {}),
        )
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(ready))
        try:
            async with asyncio.timeout(START_SECONDS):
                await ready.wait()
        except TimeoutError:
            raise AssertionError(f"the demo did not start:\n{self.printed}") from None
        self.url = self._address(r"agent, open\s+(http://\S+)/console")
        self.site_url = self._address(r"customer, open\s+(http://\S+)/")

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it as Ctrl-C does, or kill it; its exit code."""
        assert self._process is not None
        assert self._reading is not None
        with suppress(ProcessLookupError):  # it has ended already
            self._process.send_signal(how)
        code = await self._process.wait()
        await self._reading
        return code

    def _keep_ports(self) -> None:
        """Give it ports of its own before its first start: two stages may start in the same moment."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = self.data_dir / "demo.json"
        if not kept.exists():
            ports = {"port": free_port(), "site_port": free_port()}
            kept.write_text(json.dumps({"secret_key": secrets.token_urlsafe(48), **ports}))

    def store_process(self) -> int:
        """The process number of the embedded store."""
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        stores = [child for child in children if "valkey" in _command(child) or "redis" in _command(child)]
        assert stores, f"no store among {[_command(child) for child in children]}"
        return int(stores[0])

    async def _read(self, ready: asyncio.Event) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.printed += line.decode()
            if "Ctrl-C stops everything" in self.printed:
                ready.set()

    def _address(self, pattern: str) -> str:
        found = re.search(pattern, self.printed)
        assert found, self.printed
        return found.group(1)


def _command(pid: str) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
