"""Practice: customers who do not exist, for agents to practise with.

    shapes.py     what a script is made of        reading.py  text -> Script, or every mistake; schema.py for editors
    form.py       the form a scripted customer fills in, as the lens would report it
    actor.py      the scripted customer           recorded.py a customer of a finished session, once more
    part.py       what both are to whoever runs them
    checking.py   either of them, answering ID checks

Pure: a script, a memory and a view come in, commands go out. Knows nothing of clocks, sockets or files.
"""

from alongside.practice.actor import Scripted
from alongside.practice.checking import Willing
from alongside.practice.form import sheet_of
from alongside.practice.part import Move, Part
from alongside.practice.reading import PRACTICE, ScriptReading, review_script
from alongside.practice.recorded import Recorded, Recording, recording
from alongside.practice.schema import script_schema
from alongside.practice.shapes import Script

__all__ = [
    "PRACTICE",
    "Move",
    "Part",
    "Recorded",
    "Recording",
    "Script",
    "ScriptReading",
    "Scripted",
    "Willing",
    "recording",
    "review_script",
    "script_schema",
    "sheet_of",
]
