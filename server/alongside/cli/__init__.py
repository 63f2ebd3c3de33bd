"""The command line: `serve`, `demo`, `check`, `transcript`, `reindex`, `playbook`, `hash-password`, `settings`.

Reads the environment and the settings file, which nothing else does. Every failure a person can mend
ends in sentences on stderr and exit status 1, never in a traceback.
"""

from alongside.cli.parser import main

__all__ = ["main"]
