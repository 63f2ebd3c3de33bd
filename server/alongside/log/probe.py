"""Is this Redis fit to hold the log? Used by `alongside check` and at start-up.

Never raises for what is wrong with the address, the server or its settings: each becomes a sentence with
a remedy. Must not show a password: no sentence repeats the address beyond host and port.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, InvalidResponse, NoPermissionError, ResponseError
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as Silent

from alongside.log.store import TROUBLE, close_client, open_client

OLDEST = 7  # the first with XADD and EXPIRE as used here, and functions of the Cluster


@dataclass(slots=True)
class Probe:
    """What a Redis says of itself. `problems` forbid to start; `warnings` ought to be put right."""

    version: str = ""
    flavour: str = ""
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


async def probe(url: str) -> Probe:
    """Look at the Redis at this address, for a few seconds at most."""
    try:
        client = open_client(url, Retry(NoBackoff(), 0))
    except (ValueError, TypeError):
        return Probe(problems=[NO_ADDRESS])
    try:
        return judge(await _facts(client))
    except (*TROUBLE, UnicodeError) as trouble:
        return Probe(problems=[_explain(trouble, _place(url))])
    finally:
        await close_client(client)


NO_ADDRESS = (
    "The Redis address cannot be read. Write it like redis://host:6379/0, rediss://user:password@host:6379/0 "
    "(TLS), unix:///run/redis.sock, redis+sentinel://host:26379/name or redis+cluster://host:6379; "
    "in a password write %40 for @, %3A for : and %2F for /."
)


async def _facts(client: Redis) -> dict[str, Any]:
    """INFO, and those settings which INFO does not tell, where the server lets us ask."""
    facts: dict[str, Any] = {}
    for section in ("server", "persistence", "memory"):
        facts |= await client.info(section)
    with suppress(ResponseError):  # hosted Redis often forbids CONFIG; then its owner answers for it
        facts |= cast(dict[str, Any], await client.config_get("appendfsync"))
    return _as_text(facts)


def _as_text(facts: Mapping[Any, Any]) -> dict[str, Any]:
    def text(value: Any) -> Any:
        return value.decode() if isinstance(value, bytes) else value

    return {text(key): text(value) for key, value in facts.items()}


def judge(facts: Mapping[str, Any]) -> Probe:
    """From what INFO said to problems and warnings."""
    valkey = facts.get("valkey_version")
    found = Probe(str(valkey or facts.get("redis_version", "")), "Valkey" if valkey else "Redis")
    major = found.version.partition(".")[0]
    if not major.isdigit() or int(major) < OLDEST:
        found.problems.append(
            f"{found.flavour} {found.version or 'of unknown version'} is too old. "
            f"Upgrade it to Redis {OLDEST} or newer, or to any Valkey."
        )
    found.warnings.extend(_durability(facts))
    found.warnings.extend(_eviction(facts))
    return found


def _durability(facts: Mapping[str, Any]) -> list[str]:
    if str(facts.get("aof_enabled", "1")) == "0":
        return [
            "appendonly is off: acknowledged messages may be lost when Redis stops. "
            "Set `appendonly yes` and `appendfsync always`."
        ]
    fsync = facts.get("appendfsync", "always")
    if fsync != "always":
        return [
            f"appendfsync is {fsync}: about the last second of acknowledged messages may be lost when "
            "Redis is killed. Set `appendfsync always`."
        ]
    return []


def _eviction(facts: Mapping[str, Any]) -> list[str]:
    policy = facts.get("maxmemory_policy", "noeviction")
    if policy == "noeviction":
        return []
    return [
        f"maxmemory-policy is {policy}: Redis may throw logs away when memory runs short. "
        "Set `maxmemory-policy noeviction`."
    ]


def _explain(trouble: Exception, place: str) -> str:
    said = str(trouble).lower()
    if isinstance(trouble, AuthenticationError):
        return (
            f"Redis at {place} refuses the log-in. Correct the user name and password in the address, "
            "as redis://user:password@host or redis://:password@host."
        )
    if isinstance(trouble, NoPermissionError):
        return f"Redis at {place} does not let this user ask for INFO. Allow its ACL user all commands."
    if isinstance(trouble, InvalidResponse) or "ssl" in said or "tls" in said:
        return (
            f"What answers at {place} does not speak Redis as expected. Check the port, and use "
            "rediss:// where the server wants TLS and redis:// where it does not."
        )
    if isinstance(trouble, Silent):
        return (
            f"Redis at {place} does not answer in time. Check the address, that no firewall is between, and "
            "that the address begins with rediss:// only where the server wants TLS."
        )
    if "loading" in said:
        return f"Redis at {place} is still loading its data. Try again in a moment."
    if "name or service not known" in said or "nodename" in said or "name resolution" in said:
        return f"The host of {place} cannot be found. Correct the name in the Redis address."
    if isinstance(trouble, Unreachable | OSError):
        return f"Nothing answers at {place}. Start Redis there, or correct the address."
    return f"Redis at {place} refuses: {trouble}. Look into its log."


def _place(url: str) -> str:
    """Host and port, or the socket's path: what may be shown of an address."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2] or parts.path or "this address"
