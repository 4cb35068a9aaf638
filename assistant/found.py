"""An answer found in one sentence: its words, its place, and the value that they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import dates, quantities
from assistant.evidence import Candidate, Lexicon
from assistant.names import UPPER
from assistant.question import Question
from assistant.reader.protocol import Reading
from index.types import Span
from index.words import stem

SURE = 0.3
"""Score from which the reader's words are taken before a guess at the nearest name."""
_ANSWER_WORDS = 12
_THE = re.compile(r"(?<=[^.!?:”\"] )The $")
"""Behind other words it is part of a name, which readers leave out: "a song by The Band"."""
_REST = re.compile(r"(?:(?<=[a-z])-\w+)+")
"""Of a word of which readers leave the end out, "intermediate[-range]"; but "Paris" is a name."""
_NAMED = re.compile(rf"(?<!\w){UPPER}[\w’'-]*$")
_AROUND = " ,.;:!?“”\"'‘’()"


@dataclass(frozen=True, slots=True)
class Found:
    """A direct answer read from one sentence: the words, and the value they stand for.

    The words are for the reader model; `told` has them as they are shown.
    `span` is where the sentence holds it, None if it is not said in one place.
    """

    candidate: Candidate
    text: str
    value: quantities.Quantity | dates.When | None = None
    span: Span | None = None


def pointed(candidate: Candidate, reading: Reading | None, least: float = 0.0) -> Found | None:
    """The words that the reader points at, if it is sure enough and they are few enough."""
    if reading is None or reading.score < least:
        return None
    start, end = trimmed(candidate.text, reading.span, _AROUND)
    the = _THE.search(candidate.text[:start]) if candidate.text[start:end][:1].isupper() else None
    rest = _REST.match(candidate.text, end) if not _NAMED.search(candidate.text[:end]) else None
    span = (the.start() if the else start, rest.end() if rest else end)
    said = candidate.text[slice(*span)]
    good = said and len(said.split()) <= _ANSWER_WORDS
    return Found(candidate, said, span=span) if good else None


def trimmed(text: str, span: Span, around: str) -> Span:
    """The span without such characters at its ends."""
    inside = text[slice(*span)]
    start = span[0] + len(inside) - len(inside.lstrip(around))
    return start, max(start, span[1] - len(inside) + len(inside.rstrip(around)))


def pointed_at(span: Span, reading: Reading | None) -> bool:
    """Whether a sure reader's answer is there, or about there."""
    return (
        reading is not None
        and reading.score >= SURE
        and span[0] < reading.span[1]
        and reading.span[0] < span[1]
    )


def is_read(found: Found, reading: Reading | None) -> bool:
    """Whether the reader points at the answer, too, and not at something else in the sentence."""
    if reading is None or found.span is None:
        return True
    return found.span[0] < reading.span[1] and reading.span[0] < found.span[1]


def nearness(question: Question, text: str, span: tuple[int, int], lexicon: Lexicon) -> float:
    """Share of the question's weight found in the clause around a span, nearer words first."""
    total = 0.0
    for term in question.terms:
        same = lexicon.stems(term)
        gaps = [
            max(span[0] - m.end(), m.start() - span[1], 0)
            for m in re.finditer(r"[^\W_]+", text)
            if stem(m[0]) in same
        ]
        if gaps:
            total += lexicon.weights.get(term, 1.0) / (1 + min(gaps) / 40)
    return total / (sum(lexicon.weights.values()) or 1.0)
