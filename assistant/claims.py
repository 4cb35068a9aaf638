"""What each source answers to a question: one claim a source, the surest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import direct, quantities
from assistant.direct import Found
from assistant.evidence import Evidence, Lexicon
from assistant.question import Kind, Question, counting

_SOURCES = 8
"""Sources that are compared; those after them are the least sure."""


def certainty(item: Evidence) -> float:
    """That the sentence answers, and that what was read in it is the answer; 0 to 1."""
    return item.score * (item.reading.score if item.reading else 1.0)


def told(question: Question, evidence: Sequence[Evidence], lexicon: Lexicon) -> list[Found]:
    """The surest answer of each article to the question; near-copies are one article's."""
    found: dict[str, Found] = {}
    for item in sorted(evidence, key=certainty, reverse=True):
        article = item.candidate.hit.article.id
        if article not in found and (answer := _read(question, item, lexicon)):
            found[article] = answer
    return list(found.values())[:_SOURCES]


def _read(question: Question, item: Evidence, lexicon: Lexicon) -> Found | None:
    """The answer that the evidence holds, also where a whole sentence is shown for it."""
    kind = Kind.OPEN if question.kind is Kind.LIST else question.kind
    return direct.read(replace(question, kind=kind), item.candidate, lexicon, item.reading)


def counted(question: Question) -> Question | None:
    """ "Did 70 boats sink?" as "How many boats did sink?", or None if it names no count."""
    if question.kind is not Kind.YES_NO:
        return None
    for q in quantities.find(question.text):
        if q.measure.kind == "count" and q.unit and q.low > 1:
            return counting(question.text, q.span, q.unit)
    return None
