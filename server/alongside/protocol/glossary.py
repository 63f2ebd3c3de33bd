"""The glossary: words that customers may not know, each with the plain words for it.

A playbook and a site each have one; the console marks these words while an agent writes. Knows nothing of how.
"""

from typing import Annotated

from msgspec import Meta

from alongside.protocol.rules import PlaybookPart


class Term(PlaybookPart, frozen=True, kw_only=True):
    """A word or short phrase, and what to say instead."""

    term: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=80,
            description="The word or phrase, as in `supporting evidence`. Capitals count only where all of it is in "
            "capitals, as in `PCN`.",
        ),
    ]
    plain: Annotated[
        str,
        Meta(max_length=200, description="The plain words for it. Empty: it is a good word here, and not marked."),
    ] = ""
