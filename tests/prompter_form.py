"""The demo's permit form as its lens reports it, driven by a customer made of calls: for tests of the prompter."""

from functools import cache
from pathlib import Path

from msgspec import structs

from alongside.playbook import Playbook, read
from alongside.playbook.prompter import Prompter
from alongside.playbook.situation import LiveField, Situation
from alongside.protocol import Familiarity
from alongside.protocol.prompts import Prompt

DIRECTORY = Path(__file__).parents[1] / "playbooks"
BEGUN = ("opening", "opening:1", "opening:2", "agree", "try_again")


@cache
def playbook(name: str) -> Playbook:
    parts = {path.stem: path.read_text() for path in (DIRECTORY / "parts").glob("*.yaml")}
    return read(f"{name}.yaml", (DIRECTORY / f"{name}.yaml").read_text(), parts)


class Customer:
    """Somebody on a form. Each call is what the lens would report next; `now` is the prompt that follows."""

    def __init__(self, book: Playbook, familiarity: Familiarity = "new", done: tuple[str, ...] = BEGUN) -> None:
        self.prompter = Prompter(book)
        self.situation = Situation(familiarity=familiarity, sharing=True, done=done)
        self.prompts: list[Prompt] = []
        self._loads = 0

    def opens(self, page: str, *names: str) -> Prompt:
        """A page is loaded, with required fields of these names; "Group: Part" is a part of a group."""
        self._loads += 1
        fields = tuple(_field(number, name, page) for number, name in enumerate(names, 1))
        return self._then(page=f"{page} – Resident parking permit", step=page, load=f"load{self._loads}", fields=fields)

    def goes_to(self, name: str) -> Prompt:
        """The focus moves to a field."""
        return self._with({field.id: {"focused": field.name == name} for field in self.situation.fields})

    def leaves(self) -> Prompt:
        """The focus leaves the form."""
        return self.goes_to("")

    def types(self, name: str) -> Prompt:
        """A key is pressed in a field."""
        self.goes_to(name)
        return self._set(name, state="typing")

    def fills(self, name: str, verdict: str = "") -> Prompt:
        """A field is typed in and left; the device may have something to say of what was typed."""
        self.types(name)
        self._set(name, state="filled", verdict=verdict, error="")
        return self.leaves()

    def is_told(self, name: str, error: str) -> Prompt:
        """The form was sent, and the same page comes back with an error."""
        self._loads += 1
        self.situation = structs.replace(self.situation, load=f"load{self._loads}")
        return self._set(name, state="invalid", error=error)

    def says(self, *words: str) -> Prompt:
        return self._then(said=(*self.situation.said, *words))

    def deals_with(self, prompt: Prompt) -> Prompt:
        """The agent sends or waves away a prompt."""
        return self._then(done=(*self.situation.done, prompt.key))

    def has(self, **changes: object) -> Prompt:
        return self._then(**changes)

    @property
    def now(self) -> Prompt:
        return self.prompts[-1]

    def _set(self, name: str, **changes: object) -> Prompt:
        return self._with({field.id: changes for field in self.situation.fields if field.name == name})

    def _with(self, changes: dict[str, dict[str, object]]) -> Prompt:
        fields = self.situation.fields
        return self._then(fields=tuple(structs.replace(f, **changes.get(f.id, {})) for f in fields))

    def _then(self, **changes: object) -> Prompt:
        self.situation = structs.replace(self.situation, **changes)
        prompt = self.prompter.prompt(self.situation)
        troubles = self.prompter.troubles(self.situation)
        last = prompt.step or self.situation.last
        self.situation = structs.replace(self.situation, troubles=troubles, last=last)
        self.prompts.append(prompt)
        return prompt


def _field(number: int, name: str, page: str) -> LiveField:
    group, _, part = name.rpartition(": ")
    return LiveField(id=f"f{number}", name=part, group=group, step=page, required=True)


ABOUT_YOU = (
    "About you",
    "Full name",
    "Date of birth: Day",
    "Date of birth: Month",
    "Date of birth: Year",
    "E-mail address",
    "Phone number",
)
ADDRESS = ("Your address", "Postcode", "Address")
PAYMENT = (
    "Payment",
    "Card number",
    "Name on the card",
    "Expiry date: Month",
    "Expiry date: Year",
    "Security code",
)
