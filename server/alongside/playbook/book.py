"""A book: a playbook that is ready for use, by its id and the hash of its content."""

from typing import NamedTuple

from alongside.playbook.prompter import Prompter
from alongside.playbook.reading import content_hash
from alongside.playbook.shapes import Playbook


class Book(NamedTuple):
    """A playbook with its prompter, which is compiled once."""

    id: str
    hash: str
    playbook: Playbook
    prompter: Prompter


def bound(id: str, playbook: Playbook) -> Book:
    """The playbook `id`, ready for use."""
    return Book(id, content_hash(playbook), playbook, Prompter(playbook))
