"""Whether answers are complete, before they count as a try: so that a slip of the hand costs nobody one.

Says only what can be seen without knowing the right answer. Keeps nothing.
"""

import re
from collections.abc import Mapping

from alongside.protocol import CheckMethodOffer

_APART = re.compile(r"[\s.\u2010-\u2015-]+")


class Incomplete(Exception):
    """Something is missing, or cannot be an answer. The message is for the customer and quotes nothing."""


def tidy(offer: CheckMethodOffer, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as they are compared: without blanks around them, codes as bare digits. Raises Incomplete."""
    known = {field.id: field for field in offer.fields}
    given = {id: text.strip() for id, text in answers.items() if text.strip()}
    if not given.keys() <= known.keys():
        raise Incomplete("These are not the questions that were asked. Please load the page again.")
    missing = [field for field in offer.fields if field.required and field.id not in given]
    optional = sum(not known[id].required for id in given)
    if missing or optional < offer.any_of:
        raise Incomplete(_more(offer))
    return {id: _digits(text) if known[id].kind == "code" else text for id, text in given.items()}


def _more(offer: CheckMethodOffer) -> str:
    if len(offer.fields) == 1:
        return "Please type the code first."
    if offer.any_of:
        return f"Please fill in every question that is needed, and {offer.any_of} of the others."
    return "Please fill in every question that is needed."


def _digits(text: str) -> str:
    bare = _APART.sub("", text)
    if not re.fullmatch("[0-9]{6}", bare):
        raise Incomplete("A code has 6 digits, as in 123 456. Please check it. This did not count as a try.")
    return bare
