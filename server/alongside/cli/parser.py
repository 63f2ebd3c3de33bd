"""What can be typed, and the help for it. The work itself is in the neighbours."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.access.scopes import SCOPES
from alongside.assets import NotBuilt
from alongside.cli import (
    accounts,
    checking,
    erasing,
    playbooks,
    preview,
    reading,
    reindexing,
    serving,
    telling,
    tokens,
    transcripts,
    webhooks,
)
from alongside.config import SettingsError, help_text
from alongside.embedded import StoreError

if TYPE_CHECKING:  # generic for the type checker only
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        status: int = chosen.work(chosen)
        return status
    except SettingsError as error:
        telling.problems("The settings cannot be used:", error.problems)
    except (StoreError, NotBuilt, serving.CannotServe, playbooks.NoPlaybook) as error:
        telling.sentence(str(error))
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="alongside", description="Live help with online forms, without seeing what people type."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_serve(commands)
    _add_demo(commands)
    _add_check(commands)
    _add_transcript(commands)
    _add_erase(commands)
    _add_playbook(commands)
    _add_token(commands)
    _add_webhooks(commands)
    _add_small_ones(commands)
    return parser


def _add_serve(commands: _Commands) -> None:
    serve = commands.add_parser(
        "serve",
        help="run the server",
        description="Run the server until Ctrl-C or SIGTERM.",
        epilog=help_text(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reading.add_config_option(serve)
    serve.set_defaults(work=serving.serve)


def _add_demo(commands: _Commands) -> None:
    demo = commands.add_parser(
        "demo",
        help="run a demo: a form to be helped with and the console to help from",
        description="Run the server with demo accounts, and a form on its own origin. Not for production.",
    )
    demo.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="where the demo keeps its sessions (default: var/demo)"
    )
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    demo.add_argument(
        "--public-host",
        default="localhost",
        metavar="NAME",
        help="name browsers reach this machine by (default: %(default)s)",
    )
    demo.set_defaults(work=serving.demo)


def _add_check(commands: _Commands) -> None:
    check = commands.add_parser(
        "check",
        help="check settings, playbooks, front end and Redis; name each problem with its remedy",
        description="Check settings, playbooks, front end and Redis. Exit status 1 if something must be put right.",
    )
    reading.add_config_option(check)
    check.set_defaults(work=checking.check)


def _add_transcript(commands: _Commands) -> None:
    transcript = commands.add_parser(
        "transcript",
        help="print what was said and done in a session",
        description="Print a session's log for people to read.",
    )
    transcript.add_argument("session", metavar="SESSION", help="the session's id")
    transcript.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="read the store of this directory, as in var/demo"
    )
    transcript.add_argument("--json", action="store_true", help="print it for programs")
    reading.add_config_option(transcript)
    transcript.set_defaults(work=transcripts.print_transcript)


def _add_erase(commands: _Commands) -> None:
    erase = commands.add_parser(
        "erase",
        help="erase sessions for good, before their time",
        description="Erase everything that is kept of these sessions. It cannot be had back. Exit status 1 if one of "
        "them could not be erased, 2 if you did not confirm it.",
    )
    erase.add_argument("sessions", nargs="+", metavar="SESSION", help="a session's id")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    erase.add_argument("--data-dir", type=Path, metavar="DIR", help="the store of this directory, as in var/demo")
    reading.add_config_option(erase)
    erase.set_defaults(work=erasing.erase)


def _add_playbook(commands: _Commands) -> None:
    playbook = commands.add_parser("playbook", help="for writing playbooks: check them, look at them")
    actions = playbook.add_subparsers(title="what to do", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="name every problem with its file, line and remedy",
        description="Check playbooks and shared parts. Exit status 1 if there is any problem.",
    )
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="DIR|FILE",
        help=f"what to check (default: {playbooks.USUAL}/)",
    )
    check.set_defaults(work=playbooks.check)
    _add_preview(actions)
    schema = actions.add_parser("schema", help="print the JSON Schema of playbooks, for editors")
    schema.add_argument("--parts", action="store_true", help="that of shared parts instead")
    schema.add_argument("--practice", action="store_true", help="that of practice scripts instead")
    schema.add_argument("--scorecard", action="store_true", help="that of scorecards instead")
    schema.set_defaults(work=playbooks.schema)


def _add_preview(actions: _Commands) -> None:
    show = actions.add_parser(
        "preview",
        help="render a playbook as a page to read or print",
        description="Render a playbook as one page of HTML that needs no other file.",
    )
    show.add_argument("file", type=Path, metavar="FILE", help="the playbook, as in playbooks/permit.yaml")
    show.add_argument(
        "--for",
        dest="familiarity",
        choices=preview.FAMILIARITIES,
        help="show only what is said to such a customer (default: to all three)",
    )
    show.add_argument("-o", "--output", type=Path, metavar="FILE.html", help="where to write it (default: print it)")
    show.set_defaults(work=preview.show)


def _add_token(commands: _Commands) -> None:
    token = commands.add_parser("token", help="for programs that read from this server: make, list, revoke tokens")
    actions = token.add_subparsers(title="what to do", metavar="ACTION", required=True)
    create = actions.add_parser(
        "create",
        help="make a token and print it, once",
        description="Make a token for /api/v1 and print it. It is not kept: nobody can print it again.",
    )
    create.add_argument("--name", required=True, help="what it is for, as in 'CRM import'")
    create.add_argument(
        "--scope", action="append", required=True, choices=tuple(SCOPES), dest="scopes", help="may be repeated"
    )
    create.add_argument("--site", action="append", default=[], dest="sites", help="may be repeated (default: all)")
    create.add_argument("--days", type=int, default=tokens.USUAL_DAYS, help="days it is valid (default: %(default)s)")
    create.set_defaults(work=tokens.create)
    listed = actions.add_parser("list", help="list the tokens: what they may do, when they were last used")
    listed.set_defaults(work=tokens.listed)
    revoke = actions.add_parser("revoke", help="have a token count no longer, at once")
    revoke.add_argument("token", metavar="ID", help="its id, as `alongside token list` prints it")
    revoke.set_defaults(work=tokens.revoke)
    for action in (create, listed, revoke):
        action.add_argument("--data-dir", type=Path, metavar="DIR", help="the store of this directory, as in var/demo")
        reading.add_config_option(action)


def _add_webhooks(commands: _Commands) -> None:
    hooks = commands.add_parser("webhooks", help="what your own servers were told: list it, send it again, test it")
    actions = hooks.add_subparsers(title="what to do", metavar="ACTION", required=True, dest="action")
    actions.add_parser("list", help="what waits, what failed and what was given up")
    replay = actions.add_parser("replay", help="send what was given up again")
    discard = actions.add_parser("discard", help="throw away what was given up")
    for action in (replay, discard):
        action.add_argument("id", nargs="?", default="", metavar="ID", help="one message (default: all)")
    test = actions.add_parser("test", help="send a site's server a message that tells nothing")
    test.add_argument("site", metavar="SITE", help="the site's name in the settings")
    for action in actions.choices.values():
        action.add_argument("--data-dir", type=Path, metavar="DIR", help="the store of this directory, as in var/demo")
        reading.add_config_option(action)
        action.set_defaults(work=webhooks.work)


def _add_small_ones(commands: _Commands) -> None:
    hashing = commands.add_parser(
        "hash-password",
        help="print the hash of a password, for an account in the settings",
        description="Ask for a password (or read it from the standard input) and print its argon2 hash.",
    )
    hashing.set_defaults(work=accounts.hash_password)
    again = commands.add_parser(
        "reindex",
        help="make the indexes anew from the logs",
        description="Make the lists of sessions, of what is left to do and of faults anew from the logs.",
    )
    again.add_argument("--data-dir", type=Path, metavar="DIR", help="the store of this directory, as in var/demo")
    reading.add_config_option(again)
    again.set_defaults(work=reindexing.reindex)
    page = commands.add_parser("settings", help="print the page that explains every setting (Markdown)")
    page.set_defaults(work=telling.settings_page)
