"""Who may do what: roles and rights, signed tokens, and which pages may connect.
Every event and route asks here.

Pure. Deny by default.
"""

from alongside.access.origins import check_own_origin, check_site_origin, is_own_origin
from alongside.access.rights import (
    SYSTEM,
    NotAllowed,
    Who,
    may_change_faults,
    may_coach,
    may_develop,
    may_plan_staffing,
    may_read_session,
    may_review,
    may_see_figures,
    may_see_outbox,
    may_see_site,
    may_send,
    may_watch_wall,
    may_work_desk,
    may_write_improvements,
)
from alongside.access.tokens import (
    code_digest,
    console_token,
    read_console_token,
    read_session_token,
    session_token,
)

__all__ = [
    "SYSTEM",
    "NotAllowed",
    "Who",
    "check_own_origin",
    "check_site_origin",
    "code_digest",
    "console_token",
    "is_own_origin",
    "may_change_faults",
    "may_coach",
    "may_develop",
    "may_plan_staffing",
    "may_read_session",
    "may_review",
    "may_see_figures",
    "may_see_outbox",
    "may_see_site",
    "may_send",
    "may_watch_wall",
    "may_work_desk",
    "may_write_improvements",
    "read_console_token",
    "read_session_token",
    "session_token",
]
