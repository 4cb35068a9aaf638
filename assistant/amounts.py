"""The direct answer that is a number: of those in a sentence, the one that counts what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import measures, quantities, trends
from assistant.evidence import Candidate, Lexicon
from assistant.found import Found, nearness, pointed_at, trimmed
from assistant.names import UPPER
from assistant.question import Kind, Question
from assistant.reader.protocol import Reading
from index.types import Span
from index.words import STOPWORDS, fold, is_plural, stem, words

_UNIT_MATCH = 0.35
"""Word likeness from which one counted thing passes for the other ("troops", "soldiers")."""
_OF = 30
"""Characters behind a share in which stands what it is one of: "nearly half of all voters"."""
_CLAUSE = re.compile(r"[,;:(]\s|\s(?=\()")
_NATION = re.compile(rf"{UPPER}\w+(?:an|ian|ish|ese|ic|ern)s?")
_ROOT = 4
"""Letters that a country has in common with what is of it: Ukraine, Ukrainian."""
_THEIRS = re.compile(r"\s(?:of|from|in|by)\s", re.IGNORECASE)
_MONEY = frozenset("money cash dollars euros pounds aid funding funds cost price".split())


def amount(
    question: Question, candidate: Candidate, lexicon: Lexicon, reading: Reading | None
) -> Found | None:
    """The number that the sentence gives of what is counted, measured or paid, or None."""
    text = candidate.text
    found = quantities.find(text)
    if question.kind is Kind.HOW_LONG:
        found = [q for q in found if q.is_duration or q.is_length]
    elif question.kind is Kind.HOW_MANY:
        found = [q for q in found if _is_number_of(question, q, text)]
    trend = trends.asked(question.text)
    found = [q for q in found if not trend or trends.told(text, q.span) != -trend]
    found = [q for q in found if trend and trends.told(text, q.span) == trend] or found
    if not found:
        return None
    pointed = [q for q in found if pointed_at(q.span, reading)]
    best = max(pointed or found, key=lambda q: _fit(question, text, q, lexicon))
    other = question.target and _unit_fit(question, best, text, lexicon) < _UNIT_MATCH
    if _of_others(question, best, text) or (other and not pointed):
        return None
    span = _said(text, best, reading if pointed else None, bool(other))
    return Found(candidate, text[slice(*span)], best, span)


def _said(text: str, q: quantities.Quantity, reading: Reading | None, other: bool) -> Span:
    """The quantity's place, up to where the reader ends it if nothing asked for is lost."""
    start, end = q.span
    if reading:
        start = min(start, reading.span[0])
        told = quantities.find(text[start : reading.span[1]])
        clause = _CLAUSE.search(text, end)
        last = min(reading.span[1], clause.start() if clause else len(text))
        end = last if told and (told[0].unit or other) else end
    return trimmed(text, (start, min(end, _noun_end(text, q))), " ,")


def _noun_end(text: str, q: quantities.Quantity) -> int:
    """Where the noun of what is counted ends: "1.2 million monitors sold" counts monitors."""
    nouns = [word for word in q.unit if is_plural(word)] if q.measure.kind == "count" else []
    return text.rindex(nouns[-1], *q.span) + len(nouns[-1]) if nouns else len(text)


def _of_others(question: Question, q: quantities.Quantity, text: str) -> bool:
    """Whether another's are counted, by name or by who has them: for Ukrainian soldiers, "Russian
    soldiers", or "Russia sent 70,000 soldiers to Ukraine"."""
    wanted = {stem(w) for w in question.target if w[0].isupper()}
    counted = {stem(w) for w in q.unit if w[0].isupper()}
    if not (wanted and not counted):
        return bool(wanted) and not wanted & counted
    roots = {fold(w)[:_ROOT] for w in question.target if _NATION.fullmatch(w)}
    before, after = (
        {fold(w)[:_ROOT] for w in words(part) if w[0].isupper() and fold(w) not in STOPWORDS}
        for part in (text[: q.span[0]], text[q.span[1] :])
    )
    theirs = _THEIRS.match(text[q.span[1] :])
    return bool(roots and before) and not roots & before and bool(roots & after) and not theirs


def _is_number_of(question: Question, q: quantities.Quantity, text: str) -> bool:
    """Whether a quantity can tell how many: a count, hours where hours are asked for, a share of
    what is asked for."""
    kind = q.measure.kind
    if kind in ("time", "length"):
        return any(measures.of((w,)).kind == kind for w in question.target)
    of = {stem(w) for w in (*q.unit, *words(text[q.span[0] : q.span[1] + _OF]))}
    return kind == "count" or (not q.money and any(stem(w) in of for w in question.target))


def _fit(question: Question, text: str, q: quantities.Quantity, lexicon: Lexicon) -> float:
    return 2 * _unit_fit(question, q, text, lexicon) + nearness(question, text, q.span, lexicon)


def _unit_fit(question: Question, q: quantities.Quantity, text: str, lexicon: Lexicon) -> float:
    """How well what is counted is what was asked for, 0 to 1."""
    wanted = [w for w in question.target if not w[0].isupper()] or list(question.target)
    if q.money and any(fold(w) in _MONEY for w in wanted):
        return 1.0
    if q.is_duration and any(fold(w) == "time" for w in wanted):
        return 1.0
    around = words(text[q.span[1] : q.span[1] + 30])[:2]
    return likeness(wanted, [*q.unit, *around], lexicon)


def likeness(wanted: Sequence[str], told: Sequence[str], lexicon: Lexicon) -> float:
    """How like the nearest pair of words is, 0 to 1; 1 for the same word in any spelling."""
    told = [w for w in told if fold(w) not in STOPWORDS]
    if not wanted or not told:
        return 0.0
    same = {s for w in wanted for s in lexicon.stems(w)}
    if any(stem(w) in same for w in told):
        return 1.0
    alike = lexicon.vectors([fold(w) for w in wanted]) @ lexicon.vectors([fold(w) for w in told]).T
    return float(alike.max())


def counts_others(question: Question, candidate: Candidate) -> bool:
    """Whether all that the sentence counts belongs to somebody else than is asked for."""
    found = quantities.find(candidate.text)
    return bool(found) and all(_of_others(question, q, candidate.text) for q in found)
