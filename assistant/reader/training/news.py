"""Examples from sentences of news: altered, rounded, attributed, and beside others of a name."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training import edits
from assistant.reader.training.examples import Example, shared
from assistant.reader.training.sources import Record


def news(records: Sequence[Record], names: edits.Names, rng: random.Random) -> Iterator[Example]:
    """Sentences of news against themselves: altered, rounded, attributed, or their neighbours."""
    texts = [r["text"] for r in records if 6 <= len(r["text"].split()) <= 45]
    about = _by_name(texts, names)
    for text in texts:
        wrong = _altered(text, names, rng)
        if wrong and rng.random() < 0.5:
            yield _dressed(Example(text, wrong, verify=CONTRADICTS, source="altered"), names, rng)
            if rng.random() < 0.2:
                yield _dressed(
                    Example(wrong, text, verify=CONTRADICTS, source="altered"), names, rng
                )
        if rng.random() < 0.1:
            denied = edits.denied(text, rng)
            yield Example(text, denied, verify=CONTRADICTS, source="denied")
        draw = rng.random()
        same = edits.rounded(text, rng) or (edits.attributed(text, rng) if draw < 0.5 else None)
        if same and draw < 0.8:
            yield _dressed(Example(text, same, verify=SUPPORTS, source="reworded"), names, rng)
        elif draw < 0.6:
            yield _dressed(Example(text, text, verify=SUPPORTS, source="repeated"), names, rng)
        other = _other(text, about, names, rng)
        if other and rng.random() < 0.5:
            yield _dressed(Example(text, other, verify=NEUTRAL, source="same name"), names, rng)


def _by_name(texts: Sequence[str], names: edits.Names) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for text in texts:
        for name, _ in names.find(text):
            told.setdefault(name, []).append(text)
    return told


def _other(
    text: str, about: dict[str, list[str]], names: edits.Names, rng: random.Random
) -> str | None:
    """Another sentence that shares a name with this one, the likest of a few."""
    pool = [t for name, _ in names.find(text) for t in about.get(name, []) if t != text]
    some = rng.sample(pool, min(6, len(pool)))
    return max(some, key=lambda t: shared(text, t), default=None)


def _altered(text: str, names: edits.Names, rng: random.Random) -> str | None:
    ways: list[edits.Edit] = [
        edits.number, edits.number, edits.calendar, edits.opposite, edits.negation, names.swap
    ]  # fmt: skip
    rng.shuffle(ways)
    return next((wrong for way in ways if (wrong := way(text, rng))), None)


def _dressed(example: Example, names: edits.Names, rng: random.Random) -> Example:
    """The same pair as news dresses its sentences; what is said stays."""
    first, second = example.first, example.second
    draw = rng.random()
    if draw < 0.2:
        second = edits.dateline(second, names, rng)
    elif draw < 0.4:
        second = edits.attributed(second, rng)
    elif draw < 0.5:
        first = edits.headline(first) or first
    elif draw < 0.6:
        second = edits.headline(second) or second
    return replace(example, first=first, second=second)
