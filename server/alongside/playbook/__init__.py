"""Playbooks: what an agent does and says for one task, bound to the live step of the customer's form.

    shapes.py           what a playbook is made of
    reading.py          texts -> Playbook, or every mistake at once; its content hash
      tree.py           YAML text -> a bounded tree that knows its lines
      shaping.py        tree -> shapes: types, unknown, missing and doubled keys
      checking.py       what must hold between keys: names, patterns, dates, verdicts, parts
      regular.py        which regular expressions a playbook may hold
      yields.py         which verdicts a rule can give
      problems.py       a mistake: file, line, what, remedy
    articles.py         the text of an article -> Article, or every mistake at once
      markdown.py       its words -> blocks; what cannot be shown is a mistake
    schema.py           the JSON Schemas for editors
    expect.py           a rule and a value -> a verdict; with dates.py, checksums.py, verdicts.py
    prompter.py         a situation -> the prompt that is due
      situation.py      what a prompt depends on
      troubles.py       which questions went wrong, how often, and whether they still are
      matching.py       a live field or page -> the step it belongs to
      place.py          where the customer is, and why the prompt is about that
      talking.py        prompts that no step asks for: beginning, being heard, another way, the end
      answering.py      cards with answers to tap, and what an answer makes due
      triggers.py       the customer's words that call for another way of talking
      words.py          the standard words, by familiarity

Pure: text and state come in, playbooks, problems and prompts go out. Knows nothing of files, sockets or
Redis.
"""

from alongside.playbook.articles import ARTICLES, ArticleReading, is_overdue, review_article
from alongside.playbook.problems import Problem, Problems
from alongside.playbook.reading import PARTS, Reading, content_hash, read, read_part, review
from alongside.playbook.schema import part_schema, playbook_schema
from alongside.playbook.shapes import Check, Playbook, SharedPart, Step
from alongside.playbook.tree import MOST_BYTES, decoded
from alongside.playbook.verdicts import verdict_words

__all__ = [
    "ARTICLES",
    "MOST_BYTES",
    "PARTS",
    "ArticleReading",
    "Check",
    "Playbook",
    "Problem",
    "Problems",
    "Reading",
    "SharedPart",
    "Step",
    "content_hash",
    "decoded",
    "is_overdue",
    "part_schema",
    "playbook_schema",
    "read",
    "read_part",
    "review",
    "review_article",
    "verdict_words",
]
