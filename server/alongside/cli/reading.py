"""Reads the settings from where they are: the environment of this process and the file it names."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from alongside.config import CONFIG, Problem, Settings, SettingsError, load


def add_config_option(parser: argparse.ArgumentParser) -> None:
    """Let the command take the settings file as an option."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help=f"settings file (TOML); otherwise ${CONFIG}, if set"
    )


def settings(chosen: argparse.Namespace) -> Settings:
    """The settings for this run. Raises SettingsError."""
    path = chosen.config or os.environ.get(CONFIG)
    return load(os.environ, _read(Path(path)) if path else None)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"the file {path} cannot be read: {error.strerror}."
        raise SettingsError([Problem(CONFIG, what, "Correct the path, or the file's permissions.")]) from None
