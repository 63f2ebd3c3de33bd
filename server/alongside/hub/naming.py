"""New names for sessions. It knows nothing of what they name."""

import secrets


def new_session_id() -> str:
    """A name that nobody guesses: 96 random bits in 16 letters, digits, `-` and `_`.

    It never begins with `-`: a command line (`alongside transcript SESSION`) would take it for an option.
    """
    while (name := secrets.token_urlsafe(12)).startswith("-"):
        pass
    return name
