"""A session's recording: takes the log's entries in order, and gives its outline and its chunks.

How this works
--------------
Two readings of the same entries. The outline needs no view: each entry is looked at once, as it comes, and what
changes the form alone is not folded for it. A chunk needs the state at its start. States are kept at every chunk's
start; those of one session share what did not change, so that eighty of them cost little more than one. They are
made one after the other (`fold_to`), by whoever asks first or by the caller ahead of time.

Entries are kept as the log has them, as bytes: a long session's are some megabytes, and its decoded entries many
times that.
"""

from collections.abc import Iterable
from itertools import accumulate

from alongside.protocol import CueSeen, Entry, FaultSeen, LensChanged, LensOpened, PromptShown, Role, decode_entry
from alongside.protocol.replays import Chunk, Outline
from alongside.replaying.form import Form
from alongside.replaying.marking import Marking
from alongside.replaying.spans import Spans, chapters
from alongside.replaying.withholding import Withholding
from alongside.session import State, fold_entry, new_state, update_between, withheld

CHUNK = 250
"""Entries a chunk: some 100 kB and 20 ms of making on a form of sixty fields."""

_FORM_ONLY = (LensOpened, LensChanged, CueSeen, FaultSeen, PromptShown)


class Recording:
    """The entries 1 to `number` of one session. Not for several threads at once."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.course = new_state(session)
        """The state but for the form and the prompts: how the session stands, who took part."""
        self._payloads: list[bytes] = []
        self._starts: list[State] = [new_state(session)]
        self._times: list[int] = []
        self._form, self._marking, self._spans, self._withholding = Form(), Marking(), Spans(), Withholding()

    @property
    def number(self) -> int:
        """How many entries there are."""
        return len(self._payloads)

    @property
    def last(self) -> bytes | None:
        """The last entry as it was stored: tells whether a log is still the same."""
        return self._payloads[-1] if self._payloads else None

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.number // CHUNK)

    def extend(self, payloads: Iterable[bytes]) -> None:
        """Take the next entries. Raises msgspec.ValidationError for what is none."""
        for payload in payloads:
            entry = decode_entry(self.number + 1, payload)
            self._payloads.append(payload)
            self._note(entry)

    def _note(self, entry: Entry) -> None:
        """For the outline. Clocks of several servers differ a little; an entry is never before the one before it."""
        self._times.append(max(entry.at, self._times[-1]) if self._times else entry.at)
        offset = self._times[-1] - self._times[0]
        if not all(isinstance(event, _FORM_ONLY) for decision in entry.decisions for event in decision.events):
            self.course = fold_entry(self.course, entry)
        if withheld(self.course):
            self._withholding.take(entry.number, offset)
        for decision in entry.decisions:
            for event in decision.events:
                shared = self.course.sharing
                self._marking.take(entry.number, decision.actor, event)
                if shared or not isinstance(event, _FORM_ONLY):
                    self._marking.marks.extend(self._form.take(entry.number, offset, event))
                self._spans.take(entry.number, offset, decision.actor, event)

    def outline(self, role: Role = "agent") -> Outline:
        """The outline of what there is so far, as `role` may have it: see `session.view`."""
        end = self._times[-1] - self._times[0] if self._times else 0
        stretches = [*self._spans.until(end), *self._form.stretches_until(end)]
        marks = tuple(sorted(self._marking.marks, key=lambda mark: mark.entry))
        if role != "agent":
            marks, stretches = self._withholding.marks(marks), self._withholding.stretches(stretches)
        return Outline(
            session=self.session,
            epoch=self.course.epoch,
            started=self._times[0] if self._times else 0,
            chunk=CHUNK,
            waits=tuple(
                after - before for before, after in zip(self._times[:1] + self._times, self._times, strict=False)
            ),
            marks=marks,
            stretches=tuple(sorted(stretches, key=lambda stretch: (stretch.since, stretch.entry))),
            chapters=tuple(chapters(marks)),
            running=self.course.info.ended is None,
        )

    def fold_to(self, chunk: int, at_most: int = 10**9) -> bool:
        """Make the states up to the start of `chunk` (from 0), but no more than `at_most` chunks at a time; whether
        they are all there."""
        for number in range(len(self._starts), min(chunk, len(self._starts) - 1 + at_most, self.number // CHUNK) + 1):
            *_, state = self._states(number - 1)
            self._starts.append(state)
        return len(self._starts) > min(chunk, self.number // CHUNK)

    def chunk(self, chunk: int, role: Role = "agent") -> Chunk:
        """Chunk `chunk`, from 0, as `role` may have it. Raises IndexError where there is none."""
        if not 0 <= chunk < self.chunks:
            raise IndexError(chunk)
        self.fold_to(chunk)
        before: State | None = None
        updates = []
        for state in self._states(chunk):
            updates.append(update_between(before, state, role))
            before = state
        return Chunk(updates=tuple(updates))

    def _states(self, chunk: int) -> Iterable[State]:
        """The states after each entry of a chunk whose start is known."""
        first = chunk * CHUNK
        payloads = self._payloads[first : first + CHUNK]
        entries = (decode_entry(number, payload) for number, payload in enumerate(payloads, first + 1))
        states = accumulate(entries, fold_entry, initial=self._starts[chunk])
        next(states)
        return states
