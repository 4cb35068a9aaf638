"""Several outlets' sentences on one event, with questions that some of them answer.

`stories.jsonl` holds them, written by hand over invented events: what a retrieval finds for a
question is mostly about the event, and mostly no answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.reader.training.events import Event, Report
from assistant.reader.training.examples import shared

FILE = Path(__file__).parent / "stories.jsonl"
_LIKEST, _FURTHER = 3, 2
"""Sentences that don't answer a question, which are shown with it: the likest, and some more."""


def stories(file: Path = FILE) -> list[list[Event]]:
    """The events of each story, one a question."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_events(json.loads(line)) for line in lines]


def _events(story: Mapping[str, Any]) -> list[Event]:
    sentences: Sequence[str] = story["s"]
    return [
        _event(question, {int(i): text for i, text in told.items()}, rows, sentences)
        for question, told, rows in story["q"]
    ]


def _event(
    question: str, told: Mapping[int, str], rows: Sequence[Sequence[int]], sentences: Sequence[str]
) -> Event:
    """A question; those that give the first sentence's answer, or none that differs, agree."""
    beside = [s for i, s in enumerate(sentences) if i not in told]
    beside.sort(key=lambda s: -shared(question, s))
    step = max(1, (len(beside) - _LIKEST) // _FURTHER)
    first = next(iter(told), 0)
    against = {i for row in rows if first in row for i in row} - {first}
    return Event(
        question=question,
        agreeing=tuple(_report(sentences[i], told[i]) for i in told if i not in against),
        clashing=tuple(_report(sentences[i], told[i]) for i in told if i in against),
        others=tuple(map(Report, [*beside[:_LIKEST], *beside[_LIKEST::step][:_FURTHER]])),
        verdict=told[first] if told.get(first) in ("Yes", "No") else "",
    )


def _report(text: str, answer: str) -> Report:
    if answer in ("Yes", "No"):
        return Report(text)
    at = text.index(answer)
    return Report(text, (at, at + len(answer)))
