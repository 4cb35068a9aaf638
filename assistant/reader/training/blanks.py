"""Sentences with a value blanked, asked of others that answer them and of near ones that don't.

This is how two sources' sentences are found to speak of one thing (`assistant.crosscheck`): the
other sentence answers such a question even where its value is another one, and does not where it
tells of another person, year or event in much the same words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import dates, quantities
from assistant.blank import Value, blanked
from assistant.reader.training import edits
from assistant.reader.training.examples import NOWHERE, WORDS, Example, shared
from assistant.reader.training.questions import Asked
from assistant.reader.training.sources import Record, normal
from index.types import Span

_SHORTEST, _LONGEST = 7, 45
"""Words of a sentence that is blanked."""
_ASIDE = re.compile(r", [^,.;“”\"]{4,60}(?=,|\.$)")


@dataclass(frozen=True, slots=True)
class Blank:
    """A value of a sentence."""

    text: str
    span: Span
    value: Value

    @property
    def words(self) -> str:
        """The value as it is said."""
        return self.text[slice(*self.span)]

    @property
    def question(self) -> str:
        """The sentence as the question for it."""
        return blanked(self.text, self.span, self.value)


def blanks(text: str, names: edits.Names) -> list[Blank]:
    """The quantities, dates and names of a sentence."""
    found = [Blank(text, q.span, q) for q in quantities.find(text)]
    found += [Blank(text, w.span, w) for w in dates.find(text)]
    taken = [b.span for b in found]
    for name, start in names.find(text):
        span = (start, start + len(name))
        if not any(a < span[1] and span[0] < b for a, b in taken):
            found.append(Blank(text, span, None))
    return found


def told_again(texts: Sequence[str], names: edits.Names, rng: random.Random) -> Iterator[Example]:
    """Sentences of news, blanked, against themselves: retold with another value, or of others."""
    about = _by_name(texts, names)
    for text in texts:
        if not _SHORTEST <= len(text.split()) <= _LONGEST:
            continue
        found = blanks(text, names)
        if not found:
            continue
        blank = _drawn(found, rng)
        question = _shortened(blank, rng).question
        draw = rng.random()
        if draw < 0.55:
            yield _retold(blank, question, names, rng)
        elif draw < 0.8:
            elsewhere = _elsewhere(blank, names, rng)
            if elsewhere:
                yield Example(question, elsewhere, 0, NOWHERE, source="blank of others")
        near = _near(blank, about, names, rng)
        if near and draw < 0.7:
            yield Example(question, near, 0, NOWHERE, source="blank nearby")


def asked_within(items: Sequence[Asked], rng: random.Random) -> Iterator[Example]:
    """The sentence that answers a question, blanked, against another one of the same passage."""
    for item in items:
        start, end = item.sentences[item.home]
        home = item.passage[start:end]
        others = [
            s for i, (a, b) in enumerate(item.sentences)
            if i != item.home and normal(item.text) not in normal(s := item.passage[a:b])
            and len(s.split()) >= _SHORTEST
        ]  # fmt: skip
        long = _SHORTEST <= len(home.split()) <= _LONGEST and item.answer[1] <= end
        if not (others and long) or rng.random() > 0.15:
            continue
        span = (item.answer[0] - start, item.answer[1] - start)
        question = Blank(home, span, _value(home, span)).question
        nearest = max(others, key=lambda s: shared(home, s))
        yield Example(question, nearest, 0, NOWHERE, source="blank neighbour")


def claimed(records: Sequence[Record], names: edits.Names, rng: random.Random) -> Iterator[Example]:
    """Claims with a value blanked, asked of the text that bears them out or contradicts them."""
    for r in records:
        claim, text = r["hypothesis"], r["premise"]
        if len(text.split()) > WORDS or rng.random() > 0.6:
            continue
        found = [b for b in blanks(claim, names) if b.span[0]]
        held = [b for b in found if b.words in text]
        missing = [b for b in found if b.words.lower() not in text.lower()]
        if r["label"] == "supports" and held:
            blank = _drawn(held, rng)
            at = text.index(blank.words)
            span = (at, at + len(blank.words))
            yield Example(blank.question, text, 1, span, source="blank claim")
            other = _elsewhere(blank, names, rng) if rng.random() < 0.4 else None
            if other and blank.words in other:
                at = other.index(blank.words)
                moved = Blank(other, (at, at + len(blank.words)), blank.value)
                yield Example(moved.question, text, 0, NOWHERE, source="blank claim of others")
        elif r["label"] == "contradicts" and len(missing) == 1:
            yield Example(missing[0].question, text, 1, None, source="blank wrong claim")
        elif r["label"] == "neutral" and found:
            yield Example(_drawn(found, rng).question, text, 0, NOWHERE, source="blank open claim")


def _drawn(found: Sequence[Blank], rng: random.Random) -> Blank:
    """One of them, a quantity or date sooner than a name."""
    return rng.choices(found, [1.0 if b.value is None else 2.0 for b in found])[0]


def _value(text: str, span: Span) -> Value:
    """The quantity or date that stands at the span, or None."""
    values: list[quantities.Quantity | dates.When] = [*quantities.find(text), *dates.find(text)]
    for value in values:
        if value.span[0] < span[1] and span[0] < value.span[1]:
            return value
    return None


def _retold(blank: Blank, question: str, names: edits.Names, rng: random.Random) -> Example:
    """The sentence with another value, or the same, shortened or dressed: it still answers."""
    told = _shortened(blank, rng)
    value = _another(told, names, rng) if rng.random() < 0.75 else told.words
    start, end = told.span
    text = told.text[:start] + value + told.text[end:]
    dressed = text
    draw = rng.random()
    if draw < 0.2:
        dressed = edits.dateline(text, names, rng)
    elif draw < 0.5:
        dressed = edits.attributed(text, rng)
    at = dressed.find(text[start : start + len(value)], dressed.lower().find(text[:start].lower()))
    span = (at, at + len(value)) if at >= 0 else None
    return Example(question, dressed, 1, span, source="blank retold")


def _another(blank: Blank, names: edits.Names, rng: random.Random) -> str:
    """Another value of the same form, or the same where none is found."""
    if blank.value is None:
        return names.other(blank.words, rng) or blank.words
    ways = [edits.number, edits.calendar]
    rng.shuffle(ways)
    return next((other for way in ways if (other := way(blank.words, rng))), blank.words)


def _shortened(blank: Blank, rng: random.Random) -> Blank:
    """At times without an aside between commas, as another source would leave it out."""
    if rng.random() < 0.5:
        return blank
    start, end = blank.span
    asides = [m.span() for m in _ASIDE.finditer(blank.text)]
    beside = [(a, b) for a, b in asides if b <= start or end <= a]
    if not beside:
        return blank
    a, b = rng.choice(beside)
    moved = b - a if b <= start else 0
    return Blank(blank.text[:a] + blank.text[b:], (start - moved, end - moved), blank.value)


def _elsewhere(blank: Blank, names: edits.Names, rng: random.Random) -> str | None:
    """The sentence told of others: each name but the blanked one is another."""
    text = blank.text
    told = dict.fromkeys(name for name, _ in names.find(text) if name not in blank.words)
    swapped = [(name, other) for name in told if (other := names.other(name, rng))]
    for name, other in swapped:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", other, text)
    return text if swapped else None


def _by_name(texts: Sequence[str], names: edits.Names) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for text in texts:
        for name, _ in names.find(text):
            told.setdefault(name, []).append(text)
    return told


def _near(
    blank: Blank, about: dict[str, list[str]], names: edits.Names, rng: random.Random
) -> str | None:
    """Of sentences that share a name with this one, the likest that holds a value of its kind."""
    pool = [t for name, _ in names.find(blank.text) for t in about.get(name, []) if t != blank.text]
    kind = type(blank.value)
    some = rng.sample(pool, min(12, len(pool)))
    alike = [t for t in some if any(type(b.value) is kind for b in blanks(t, names))]
    return max(alike, key=lambda t: shared(blank.text, t), default=None)
