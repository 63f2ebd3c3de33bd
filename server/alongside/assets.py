"""The built front end: which files there are, by their plain names. Knows nothing of how they are served."""

from pathlib import Path

import msgspec

BUILT = Path(__file__).parent / "static" / "built"


class NotBuilt(Exception):
    """The front end has not been built."""


class Assets:
    """The built files by their plain names (`console.js`), from the build's manifest."""

    def __init__(self, built: Path = BUILT) -> None:
        self.directory = built
        try:
            manifest = (built / "manifest.json").read_bytes()
        except FileNotFoundError:
            raise NotBuilt(
                "The front end is not built. In a checkout run scripts/demo (or `npm run build` in widget/); "
                "an installed wheel carries it."
            ) from None
        self.names: dict[str, str] = msgspec.json.decode(manifest, type=dict[str, str])

    @property
    def loader(self) -> bytes:
        """The text of /widget.js."""
        return (self.directory / "widget.js").read_bytes()
