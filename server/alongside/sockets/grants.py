"""The key to one session, for who was let in on /desk or /wall."""

import msgspec

from alongside.access import Who, session_token
from alongside.config import Settings
from alongside.hub import Hub
from alongside.protocol import Grant, Role


def grant(hub: Hub, settings: Settings, who: Who, session: str, role: Role = "agent") -> Grant:
    """A key to this session. `role`: as what; a supervisor who helps a customer does it as an agent."""
    expires = int(hub.clock.seconds()) + settings.console_session_hours * 3600
    site = hub.rooms[session].state.info.site if session in hub.rooms else ""
    bound = msgspec.structs.replace(who, role=role, session=session, site=site)
    token = session_token(settings.secret_key, bound, expires_at=expires)
    return Grant(session=session, token=token, role=role)
