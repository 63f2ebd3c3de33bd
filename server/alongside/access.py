"""Who is asking, and what each role may do. Deny by default: what is not listed here is not allowed.

Tokens are signed (HS256) with the server's secret key and say which session their holder may reach, so that
no message needs to name one. Pure: the key and the time are arguments. It knows nothing of cookies or
sockets.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from msgspec import Struct

from alongside import protocol
from alongside.protocol import Actor, Role

SESSION_AUDIENCE = "alongside-session"
CONSOLE_AUDIENCE = "alongside-console"

_BOTH = frozenset({protocol.SendMessage, protocol.ClearHighlight, protocol.EndSession})

_COMMANDS: Mapping[Role, frozenset[type]] = {
    "customer": _BOTH
    | {
        protocol.RequestHelp,
        protocol.IssueCode,
        protocol.GiveConsent,
        protocol.DeclineConsent,
        protocol.WithdrawConsent,
        protocol.OpenLens,
        protocol.ChangeLens,
        protocol.GiveFeedback,
    },
    "agent": _BOTH
    | {
        protocol.JoinSession,
        protocol.AskConsent,
        protocol.ShowHighlight,
        protocol.TransferSession,
        protocol.ReturnToQueue,
    },
    "supervisor": frozenset(),
    "administrator": frozenset(),
    "system": frozenset({protocol.LapseAgent, protocol.RecordGap, protocol.EndSession}),
}


class NotAllowed(Exception):
    """The caller may not do this. `says` is a sentence for a person."""

    def __init__(self, says: str, code: str = "not_allowed") -> None:
        super().__init__(says)
        self.says = says
        self.code = code


class Who(Struct, frozen=True, kw_only=True):
    """A caller: role and account; `session` and `site` bind them to one session where a token does.

    `sites` empty means every site. A customer has no account: `id` is empty.
    """

    role: Role
    id: str = ""
    name: str = ""
    teams: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    site: str = ""
    session: str = ""

    @property
    def actor(self) -> Actor:
        """This caller as the log keeps them."""
        return Actor(role=self.role, id=self.id, name=self.name)


SYSTEM = Who(role="system")


def may_send(who: Who, command: protocol.Command) -> bool:
    """Whether this role may send this kind of command at all; `session.decide` asks about the moment."""
    return type(command) in _COMMANDS[who.role]


def may_work_desk(who: Who) -> bool:
    """Whether they see the queue and may take customers."""
    return who.role == "agent"


def may_see_site(who: Who, site: str) -> bool:
    return who.role in ("agent", "supervisor", "administrator") and (not who.sites or site in who.sites)


def may_read_transcript(who: Who, site: str, agents: tuple[str, ...]) -> bool:
    """Supervisors and administrators read their sites' sessions, agents those they took part in."""
    if not may_see_site(who, site):
        return False
    return who.role in ("supervisor", "administrator") or who.id in agents


def session_token(key: str, who: Who, *, expires_at: int) -> str:
    """A signed key to the one session `who.session`, good until `expires_at` (seconds since 1970)."""
    claims: dict[str, Any] = {
        "aud": SESSION_AUDIENCE,
        "exp": expires_at,
        "role": who.role,
        "sub": who.id,
        "name": who.name,
        "teams": list(who.teams),
        "site": who.site,
        "sid": who.session,
    }
    return _signed(key, claims)


def read_session_token(key: str, token: str, *, now: int) -> Who:
    """Who holds this session token. Raises NotAllowed when it is forged, of another kind, or too old."""
    claims = _verified(key, token, SESSION_AUDIENCE, now)
    return Who(
        role=claims["role"],
        id=claims["sub"],
        name=claims["name"],
        teams=tuple(claims["teams"]),
        site=claims["site"],
        session=claims["sid"],
    )


def console_token(key: str, account: str, *, token_id: str, expires_at: int) -> str:
    """The signed value of the console's cookie. Role and teams are looked up anew on each request."""
    return _signed(key, {"aud": CONSOLE_AUDIENCE, "exp": expires_at, "sub": account, "jti": token_id})


def read_console_token(key: str, token: str, *, now: int) -> tuple[str, str]:
    """(account, token id) of a console cookie. Raises NotAllowed."""
    claims = _verified(key, token, CONSOLE_AUDIENCE, now)
    return str(claims["sub"]), str(claims["jti"])


def code_digest(key: str, digits: str) -> str:
    """What is kept of a spoken code: a keyed digest, so that Redis never holds the digits."""
    return hmac.new(key.encode(), b"spoken-code:" + digits.encode(), hashlib.sha256).hexdigest()


def _signed(key: str, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(key))


def _verified(key: str, token: str, audience: str, now: int) -> dict[str, Any]:
    registry = jwt.JWTClaimsRegistry(
        now=now, aud={"essential": True, "value": audience}, exp={"essential": True}
    )
    try:
        decoded = jwt.decode(token, OctKey.import_key(key), algorithms=["HS256"])
        registry.validate(decoded.claims)
    except (JoseError, ValueError, TypeError):
        raise NotAllowed("Please start again: this key is not valid, or no longer.", "bad_token") from None
    return dict(decoded.claims)
