"""The protocol: its unions and generated types, entries as stored, and messages that are none of its own."""

import json
from types import ModuleType
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_strategies import logs, talks
from talk import EXAMPLES, Talk

from alongside import protocol
from alongside.protocol import (
    BadMessage,
    Command,
    Cursor,
    Entry,
    Event,
    Request,
    SendMessage,
    Typing,
    decode_entry,
    decode_request,
    decode_signal,
    encode_entry,
)
from alongside.protocol import commands as command_module
from alongside.protocol import events as event_module


def tagged(module: ModuleType) -> set[type]:
    """The structs of a module that go over the wire under a tag of their own."""
    found = [value for name, value in vars(module).items() if isinstance(value, type) and name[0] != "_"]
    return {shape for shape in found if issubclass(shape, msgspec.Struct) and shape.__struct_config__.tag}


# --- the vocabulary -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("module", "union"), [(command_module, Command), (event_module, Event)])
def test_everything_defined_is_in_its_union(module: ModuleType, union: object) -> None:
    assert tagged(module) == set(get_args(union))


@pytest.mark.parametrize("union", [Command, Event])
def test_every_tag_is_unique_and_of_the_form_noun_dot_verb(union: object) -> None:
    tags = [shape.__struct_config__.tag for shape in get_args(union)]
    assert len(set(tags)) == len(tags)
    assert all(tag.count(".") == 1 and tag.replace(".", "").replace("_", "").isalpha() for tag in tags)


@pytest.mark.parametrize("union", [Command, Event])
def test_every_word_of_the_vocabulary_is_given_by_the_package(union: object) -> None:
    assert {shape.__name__ for shape in get_args(union)} <= set(protocol.__all__)


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: command.__struct_config__.tag)
def test_every_command_is_understood_as_a_browser_sends_it(command: Command) -> None:
    request = Request("client-a", 7, command)
    assert decode_request(json.loads(msgspec.json.encode(request))) == request


# --- entries --------------------------------------------------------------------------------------------


@given(logs())
def test_entries_are_read_as_they_were_written(entries: list[Entry]) -> None:
    assert [decode_entry(entry.number, encode_entry(entry)) for entry in entries] == entries


@given(talks())
def test_the_entries_of_a_session_are_read_as_they_were_written(talk: Talk) -> None:
    assert [decode_entry(entry.number, encode_entry(entry)) for entry in talk.entries] == talk.entries


def test_a_stored_entry_does_not_repeat_its_number() -> None:
    entry = Entry(number=4711, at=1, decisions=())
    assert b"4711" not in encode_entry(entry)


def test_a_field_that_a_later_version_added_is_passed_over() -> None:
    gap = {"event": "log.gap", "first": 1, "last": 2, "cause": "fire"}
    decision = {"actor": {"role": "agent", "mood": "good"}, "events": [gap]}
    stored = msgspec.json.encode({"at": 1, "decisions": [decision], "weather": "fine"})
    assert decode_entry(1, stored).decisions[0].events == (protocol.LogGap(first=1, last=2),)


@pytest.mark.parametrize("stored", [b"", b"{}", b"[]", b'{"at":-1,"decisions":[]}', b"\xff"])
def test_what_is_no_entry_is_an_error(stored: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeError)):
        decode_entry(1, stored)


# --- hostile messages -----------------------------------------------------------------------------------


def request(**changed: object) -> dict[str, object]:
    """A good request with something of it changed."""
    return {"client": "client-a", "seq": 1, "command": {"do": "message.send", "text": "a"}, **changed}


def command(do: str, **fields: object) -> dict[str, object]:
    return request(command={"do": do, **fields})


def field(**changed: object) -> dict[str, object]:
    one = {"id": "a", "step": "s", "name": "n", "kind": "text", "state": "empty", **changed}
    return command("lens.open", model={"page": "p", "title": "t", "fields": [one]})


def nested(depth: int) -> object:
    value: object = "a"
    for _ in range(depth):
        value = [value]
    return value


HOSTILE: dict[str, tuple[object, str]] = {
    "nothing": (None, "Expected `object`, got `null`"),
    "a list": ([1, 2], "Expected `object`, got `array`"),
    "bytes": (b"\x00", "Expected `object`, got `bytes`"),
    "an empty object": ({}, "missing required field `client`"),
    "a field too many": (request(session="s2"), "unknown field `session`"),
    "no command": (request(command=None), "`$.command`"),
    "an unknown command": (command("session.hijack"), "Invalid value 'session.hijack' - at `$.command.do`"),
    "a command by number": (request(command={"do": 7}), "`$.command.do`"),
    "a command without a name": (request(command={"text": "a"}), "missing required field `do`"),
    "a field too many in a command": (
        command("message.send", text="a", value="x"),
        "`value` - at `$.command`",
    ),
    "a field of another command": (command("consent.ask", scope="lens", wording="x"), "`wording`"),
    "a field missing": (command("message.send"), "missing required field `text`"),
    "a number for words": (
        command("message.send", text=5),
        "Expected `str`, got `int` - at `$.command.text`",
    ),
    "a deep nest for words": (command("message.send", text=nested(100_000)), "`$.command.text`"),
    "a deep nest for a command": (request(command=nested(100_000)), "`$.command`"),
    "words without end": (command("message.send", text="a" * 20_001), "`$.command.text`"),
    "words for a number": (request(seq="1"), "Expected `int`, got `str` - at `$.seq`"),
    "no number": (request(seq=float("nan")), "Expected `int`, got `float` - at `$.seq`"),
    "no end of numbers": (request(seq=float("inf")), "`$.seq`"),
    "a truth for a number": (request(seq=True), "Expected `int`, got `bool` - at `$.seq`"),
    "number zero": (request(seq=0), "`int` >= 1 - at `$.seq`"),
    "a number beyond exactness": (request(seq=2**53), "`$.seq`"),
    "a number beyond 64 bits": (request(seq=2**70), "`$.seq`"),
    "a short client": (request(client="a"), "`str` of length >= 8 - at `$.client`"),
    "a long client": (request(client="a" * 41), "`str` of length <= 40 - at `$.client`"),
    "a client with markup": (request(client="<script>"), "`$.client`"),
    "a client with a line end": (request(client="client-a\n"), "`$.client`"),
    "a half character for a field": (request(**{"\ud83d": 1}), "not understood"),
    "a half character for a command": (command("\ud83d"), "not understood"),
    "a long id": (command("highlight.show", target="a" * 65), "`$.command.target`"),
    "an id with a path": (command("agent.lapse", agent="a/../b"), "`$.command.agent`"),
    "an unknown scope": (command("consent.give", scope="all", wording="w"), "'all' - at `$.command.scope`"),
    "ease of eight": (command("feedback.give", ease=8), "`$.command.ease`"),
    "a moment for whole days": (
        command("session.request", channel="queue", helped_before=1_780_000_000_000),
        "`$.command.helped_before`",
    ),
    "six stars": (command("feedback.give", rating=6), "`$.command.rating`"),
    "a field of an unknown kind": (field(kind="html"), "`$.command.model.fields[0].kind`"),
    "a long name": (field(name="a" * 301), "`$.command.model.fields[0].name`"),
    "less than no corrections": (field(corrections=-1), "`$.command.model.fields[0].corrections`"),
    "a crowd of ids": (command("lens.change", page="p", gone=["a"] * 5_001), "`$.command.gone`"),
    "a focus that is null": (command("lens.change", page="p", focus=None), "`$.command.focus`"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_request_is_a_bad_message_that_names_the_place(name: str) -> None:
    received, place = HOSTILE[name]
    with pytest.raises(BadMessage) as bad:
        decode_request(received)
    assert bad.value.code == "bad_command"
    assert bad.value.says.startswith("This message is not understood: ")
    assert place in bad.value.says


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_anything_else_is_a_bad_message_too(received: Any) -> None:
    for message in (received, request(command=received), request(seq=received, command=received)):
        with pytest.raises(BadMessage):
            decode_request(message)


def test_a_value_that_a_field_carries_along_is_dropped() -> None:
    decoded = decode_request(field(value="Secret-4711"))
    assert b"Secret-4711" not in msgspec.json.encode(decoded)


def test_a_signal_says_typing_and_nothing_else() -> None:
    assert decode_signal({"signal": "typing"}) == Typing()
    with pytest.raises(BadMessage) as bad:
        decode_signal({"signal": "presence", "customer": True, "agent": True})
    assert bad.value.code == "bad_signal"


@pytest.mark.parametrize("cursor", [{"number": -1}, {"number": 2**53}, {"epoch": -1}, {"session": "s2"}])
def test_a_cursor_from_nowhere_is_not_understood(cursor: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(cursor, Cursor)


def test_a_request_is_the_same_after_a_retry() -> None:
    sent = request()
    assert decode_request(sent) == decode_request(dict(sent)) == Request("client-a", 1, SendMessage(text="a"))
