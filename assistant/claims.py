"""What each source answers to a question: one answer a source, the surest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import direct, quantities
from assistant.evidence import Evidence, Lexicon
from assistant.found import Found, is_read
from assistant.question import Kind, Question, counting
from assistant.reader.protocol import Reader
from index.words import is_plural

_LESS = 4.5
"""Times over which the odds of the likeliest sentence may exceed those of one that is believed."""
_LEAST = 1e-6
_SOURCES = 8
"""Sources that are compared; those after them are the least sure."""


def read(reader: Reader, question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with what the reader points at in it."""
    readings = reader.read(question.text, [e.candidate.text for e in evidence])
    return [replace(e, reading=r) for e, r in zip(evidence, readings, strict=True)]


def certainty(item: Evidence) -> float:
    """That the sentence answers, and that what was read in it is the answer; 0 to 1."""
    return item.score * (item.reading.score if item.reading else 1.0)


def direct_answers(
    question: Question, evidence: Sequence[Evidence], lexicon: Lexicon
) -> list[Found]:
    """The direct answers that the reader reads, too, in sentences not much less likely to answer
    than the likeliest; the surest first."""
    best = max((_odds(e) for e in evidence), default=0.0)
    near = [e for e in evidence if _odds(e) >= best / _LESS]
    surest = sorted(near, key=certainty, reverse=True)
    found = [(e, direct.read(question, e.candidate, lexicon, e.reading)) for e in surest]
    return [f for e, f in found if f and is_read(f, e.reading)]


def _odds(item: Evidence) -> float:
    return item.score / max(1 - item.score, _LEAST)


def claims(question: Question, evidence: Sequence[Evidence], lexicon: Lexicon) -> list[Found]:
    """The surest answer of each article to the question; near-copies are one article's."""
    found: dict[str, Found] = {}
    for item in sorted(evidence, key=certainty, reverse=True):
        article = item.candidate.hit.article.id
        if article not in found and (answer := _answer(question, item, lexicon)):
            found[article] = answer
    return list(found.values())[:_SOURCES]


def _answer(question: Question, item: Evidence, lexicon: Lexicon) -> Found | None:
    """The answer that the evidence holds, also where a whole sentence is shown for it."""
    found = direct.read(question, item.candidate, lexicon, item.reading)
    if found is None and question.kind in (Kind.LIST, Kind.OPEN):
        return direct.stated(question, item.candidate, item.reading)
    return found if found and is_read(found, item.reading) else None


def counted(question: Question) -> Question | None:
    """ "Did 70 boats sink?" as "How many boats did sink?", or None if it names no count."""
    if question.kind is not Kind.YES_NO:
        return None
    for q in quantities.find(question.text):
        if q.measure.kind == "count" and q.low > 1 and any(map(is_plural, q.unit)):
            return counting(question.text, q.span, q.unit)
    return None
