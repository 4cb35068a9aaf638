"""Examples from a question and what several reports of the event, or of others, say to it."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, TypeVar

from assistant import dates, quantities
from assistant.blank import Value, blanked
from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS, claim
from assistant.reader.training.examples import NOWHERE, Example
from assistant.reader.training.questions import as_typed
from assistant.reader.training.sources import normal
from index.types import Span

KEPT_EVENTS = "events, kept"
"""The source of examples that are not trained on but calibrated on."""
_ONE_IN = 8
"""One group of events in so many is kept."""
_OTHERWISE = {"Yes": "No", "No": "Yes"}
_OF_A_KIND = 4
"""Examples of one kind that a question gives at most."""

T = TypeVar("T")
Pair = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Report:
    """What one source writes, and where its answer, or what looks like one, stands."""

    text: str
    span: Span | None = None

    @property
    def answer(self) -> str:
        """The answer's words, or ""."""
        return self.text[slice(*self.span)] if self.span else ""


@dataclass(frozen=True, slots=True)
class Event:
    """A question with reports that give one answer, that give others, and that give none.

    `near` are questions that look like it and that none of the reports answers; `verdict` is the
    answer "Yes" or "No" of the agreeing ones to a yes-or-no question, else "".
    """

    question: str
    agreeing: tuple[Report, ...]
    clashing: tuple[Report, ...]
    others: tuple[Report, ...]
    near: tuple[str, ...] = ()
    verdict: str = ""

    @property
    def answering(self) -> tuple[Report, ...]:
        """All reports that answer the question, one way or another."""
        return self.agreeing + self.clashing


def examples(groups: Sequence[Sequence[Event]], rng: random.Random) -> Iterator[Example]:
    """All examples of the events, which come in groups that belong together; of a group whose
    first question is to be kept, all are kept from training."""
    for events in groups:
        source = KEPT_EVENTS if kept(events[0].question) else "events"
        for event in events:
            made = [_choices(event, rng), _whole(event, rng)]
            made += [_sided(event)] if event.verdict else [_valued(event, rng), _blanks(event, rng)]
            for pairs in made:
                for first, second, targets in pairs:
                    yield Example(first, second, source=source, **targets)


def kept(key: str) -> bool:
    """Whether what goes by this text is kept from training: for the text alone, as ever."""
    return zlib.crc32(normal(key).encode()) % _ONE_IN == 0


def _choices(event: Event, rng: random.Random) -> Iterator[Pair]:
    """Which reports answer the question, and where; none answers what only looks like it."""
    for report in event.answering:
        yield as_typed(event.question, rng), report.text, _found(report)
    for report in event.others:
        yield as_typed(event.question, rng), report.text, _absent(event)
    for near in event.near:
        for report in _some(event.answering, 2, rng):
            yield as_typed(near, rng), report.text, _absent(event)


def _valued(event: Event, rng: random.Random) -> Iterator[Pair]:
    """Answers put to the other reports as statements."""
    question = event.question
    for one, other in _some([*permutations(event.agreeing, 2)], 3, rng):
        yield claim(question, one.answer), other.text, {"verify": SUPPORTS}
    for clash in _some(event.clashing, _OF_A_KIND, rng):
        told = rng.choice(event.agreeing)
        yield claim(question, clash.answer), told.text, {"verify": CONTRADICTS}
        yield claim(question, told.answer), clash.text, {"verify": CONTRADICTS}
        yield claim(question, clash.answer), clash.text, {"verify": SUPPORTS}
    for other in _some(event.others, _OF_A_KIND, rng):
        for told in _some(event.answering, 2, rng):
            yield claim(question, told.answer), other.text, {"verify": NEUTRAL}
    for near in event.near:
        told = rng.choice(event.answering)
        said = rng.choice((told, *event.others)).answer or told.answer
        yield claim(near, said), told.text, {"verify": NEUTRAL}


def _blanks(event: Event, rng: random.Random) -> Iterator[Pair]:
    """Reports as questions, with their answers blanked: the others of the event answer them."""
    for asked, told in _some([*permutations(event.answering, 2)], 3, rng):
        yield _blank(asked), told.text, _found(told)
    for other in _some(event.others, _OF_A_KIND, rng):
        for told in _some(event.answering, 1, rng):
            yield _blank(told), other.text, _absent(event)
            if other.span:
                yield _blank(other), told.text, _absent(event)


def _sided(event: Event) -> Iterator[Pair]:
    """Yes and no to a yes-or-no question, put to each report."""
    for told, holds in ((event.agreeing, SUPPORTS), (event.clashing, CONTRADICTS)):
        for report in told:
            yield claim(event.question, event.verdict), report.text, {"verify": holds}
            opposite = claim(event.question, _OTHERWISE[event.verdict])
            yield opposite, report.text, {"verify": SUPPORTS + CONTRADICTS - holds}
    for report in event.others[:_OF_A_KIND]:
        for said in _OTHERWISE:
            yield claim(event.question, said), report.text, {"verify": NEUTRAL}


def _whole(event: Event, rng: random.Random) -> Iterator[Pair]:
    """Reports put to each other as they are."""
    for one, other in _some([*permutations(event.agreeing, 2)], 1, rng):
        yield one.text, other.text, {"verify": SUPPORTS}
    for clash in _some(event.clashing, 2, rng):
        pair = rng.sample((rng.choice(event.agreeing).text, clash.text), 2)
        yield pair[0], pair[1], {"verify": CONTRADICTS}
    for beside in _some(event.others, 2, rng) if event.answering else ():
        pair = rng.sample((rng.choice(event.answering).text, beside.text), 2)
        yield pair[0], pair[1], {"verify": NEUTRAL}


def _some(items: Sequence[T], count: int, rng: random.Random) -> list[T]:
    return rng.sample(items, min(count, len(items)))


def _blank(report: Report) -> str:
    """As the assistant blanks an answer, which it takes for a date or a figure where it is one."""
    told: list[Value] = [*dates.find(report.answer), *quantities.find(report.answer)]
    return blanked(report.text, report.span or (0, 0), told[0] if told else None)


def _found(report: Report) -> dict[str, Any]:
    return {"select": 1, "span": report.span}


def _absent(event: Event) -> dict[str, Any]:
    return {"select": 0, "span": None if event.verdict else NOWHERE}
