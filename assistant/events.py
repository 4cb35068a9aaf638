"""The events of an answer that is streamed: the wire contract of `ask/stream`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant.types import Answer, Citation, Conflict, Sentence

_SHAPES: dict[str, TypeAdapter[Any]] = {
    "status": TypeAdapter(dict[str, str]),
    "sentence": TypeAdapter(Sentence),
    "citations": TypeAdapter(list[Citation]),
    "conflicts": TypeAdapter(list[Conflict]),
    "done": TypeAdapter(Answer),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One step of an answer.

    By name, `data` is: "status" what is being done (`{"step": "searching"}`), "sentence" one
    Sentence, "citations" and "conflicts" all of them as lists, "done" the whole Answer.
    """

    name: str
    data: Any

    def json(self) -> str:
        """The data as JSON."""
        return _SHAPES[self.name].dump_json(self.data).decode()


def read_event(name: str, data: str) -> Event | None:
    """An event from its JSON; None for a name that a later version may have brought.

    Raises pydantic's ValidationError for data that is not of that name.
    """
    shape = _SHAPES.get(name)
    return Event(name, shape.validate_json(data, extra="ignore")) if shape else None


def answer_events(answer: Answer, told: int = 0) -> Iterator[Event]:
    """An answer, sentence by sentence after those told, then what it rests on, then as a whole."""
    for sentence in answer.sentences[told:]:
        yield Event("sentence", sentence)
    yield Event("citations", answer.citations)
    yield Event("conflicts", answer.conflicts)
    yield Event("done", answer)
