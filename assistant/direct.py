"""The direct answer: the words of the evidence that the question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import dates, measures, names, quantities
from assistant.evidence import Candidate, Lexicon
from assistant.question import Kind, Question
from assistant.reader.protocol import Reading
from assistant.speakers import SPEECH, speakers
from assistant.wording import DEFAULT, Texts, texts
from index.types import Span
from index.words import STOPWORDS, fold, stem, words

_UNIT_MATCH = 0.35
"""Word likeness from which one counted thing passes for the other ("troops", "soldiers")."""
_CLOCK = re.compile(
    r"\bwhat (?:exact )?time\b|\bat what hour\b|\bo'clock\b|\bexact(?:ly what)? time\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(?:what|which)\s(?:date|day|week|month|year)\b|\bdate of\b", re.IGNORECASE)
_SAYING = re.compile(
    rf"\bwho(?:m)?\s(?:\w+\s)?(?:{SPEECH}|called|used|spoke of|mentioned|asked for|made)\b|\bwhose (?:words|claim|view)",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(r"[A-Z][\w-]*(?:an|ish|ese|ed)\s[a-z]")
"""An adjective before its noun ("Russian-backed forces"): no answer to who."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PAST = re.compile(r"\b(?:was|were|did|had)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|shall|due|is going to|are going to|supposed|expected|scheduled|planned)\b"
    r"|\b(?:does|do)\b.*\b(?:start|begin|open|end|close|resume|take effect)\b",
    re.IGNORECASE,
)
_SURE = 0.3
"""Score from which the reader's words are taken before a guess at the nearest name."""
_SURER = 0.5
"""The same where nothing is known of the answer's form."""
_ANSWER_WORDS = 12
_AROUND = " ,.;:!?“”\"'‘’()"
_MONEY = frozenset("money cash dollars euros pounds aid funding funds cost price".split())


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


def read(
    question: Question, candidate: Candidate, lexicon: Lexicon, reading: Reading | None = None
) -> Found | None:
    """The direct answer that the sentence holds, or None.

    Numbers and dates are parsed, and of several the one that the reader points at is taken;
    what has no such form is the reader's words, or else the nearest name.
    """
    if question.kind in (Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG):
        return _quantity(question, candidate, lexicon, reading)
    if question.kind is Kind.WHEN:
        return _date(question, candidate, lexicon, reading)
    if question.kind is Kind.WHO:
        found = pointed(candidate, reading, _SURE)
        if found and not re.search(r"\d", found.text):
            return found
        return _name(question, candidate, lexicon)
    if question.kind is Kind.WHERE:
        found = pointed(candidate, reading, _SURE)
        return found if found and _LETTERS.search(found.text) else _place(question, candidate)
    return pointed(candidate, reading, _SURER) if question.kind is Kind.OPEN else None


def pointed(candidate: Candidate, reading: Reading | None, least: float = 0.0) -> Found | None:
    """The words that the reader points at, if it is sure enough and they are few enough."""
    if reading is None or reading.score < least:
        return None
    span = _trimmed(candidate.text, reading.span, _AROUND)
    said = candidate.text[slice(*span)]
    good = said and len(said.split()) <= _ANSWER_WORDS
    return Found(candidate, said, span=span) if good else None


def asks_who_said(question: Question) -> bool:
    """Whether it is a speaker that is asked for."""
    return bool(_SAYING.search(question.text))


def _trimmed(text: str, span: Span, around: str) -> Span:
    """The span without such characters at its ends."""
    inside = text[slice(*span)]
    start = span[0] + len(inside) - len(inside.lstrip(around))
    return start, max(start, span[1] - len(inside) + len(inside.rstrip(around)))


def _pointed_at(span: Span, reading: Reading | None) -> bool:
    """Whether a sure reader's answer is there, or about there."""
    return (
        reading is not None
        and reading.score >= _SURE
        and span[0] < reading.span[1]
        and reading.span[0] < span[1]
    )


def _quantity(
    question: Question, candidate: Candidate, lexicon: Lexicon, reading: Reading | None
) -> Found | None:
    text = candidate.text
    found = quantities.find(text)
    if question.kind is Kind.HOW_LONG:
        found = [q for q in found if q.is_duration or q.is_length]
    elif question.kind is Kind.HOW_MANY:
        found = [
            q for q in found if not q.money and not (q.is_duration and not _asks_time(question))
        ]
    if not found:
        return None
    pointed = [q for q in found if _pointed_at(q.span, reading)]
    best = max(pointed or found, key=lambda q: _fit(question, text, q, lexicon))
    other = question.target and _unit_fit(question, best, text, lexicon) < _UNIT_MATCH
    if _of_others(question, best) or (other and not pointed):
        return None
    span = _said(text, best, reading if pointed else None, bool(other))
    return Found(candidate, text[slice(*span)], best, span)


def _said(text: str, q: quantities.Quantity, reading: Reading | None, other: bool) -> Span:
    """The quantity's place, up to where the reader ends it if nothing asked for is lost."""
    start, end = q.span
    if reading:
        start = min(start, reading.span[0])
        told = quantities.find(text[start : reading.span[1]])
        end = reading.span[1] if told and (told[0].unit or other) else end
    return _trimmed(text, (start, end), " ,")


def _of_others(question: Question, q: quantities.Quantity) -> bool:
    """Whether the count is of somebody else's: "Russian soldiers" where Ukrainian ones are asked."""
    wanted = {stem(w) for w in question.target if w[0].isupper()}
    counted = {stem(w) for w in q.unit if w[0].isupper()}
    return bool(wanted and counted and not wanted & counted)


def _asks_time(question: Question) -> bool:
    return any(measures.of((w,)).kind == "time" for w in question.target)


def _fit(question: Question, text: str, q: quantities.Quantity, lexicon: Lexicon) -> float:
    return 2 * _unit_fit(question, q, text, lexicon) + _nearness(question, text, q.span, lexicon)


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
    return bool(found) and all(_of_others(question, q) for q in found)


def _nearness(question: Question, text: str, span: tuple[int, int], lexicon: Lexicon) -> float:
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


def _date(
    question: Question, candidate: Candidate, lexicon: Lexicon, reading: Reading | None
) -> Found | None:
    found = dates.find(candidate.text, candidate.hit.article.published)
    asked = {stem(w) for w in words(question.text)}
    told = [
        w
        for w in found
        if not asked >= {stem(x) for x in words(candidate.text[w.span[0] : w.span[1]])}
    ]
    told = [w for w in told if _in_time(question, w, candidate.hit.article.published)]
    clock = bool(_CLOCK.search(question.text))
    fixed = clock or bool(_DAY.search(question.text))
    told = [w for w in told if bool(w.clock) == clock] or ([] if fixed else told)
    if not told:
        return None
    pointed = [w for w in told if _pointed_at(w.span, reading)]
    resolved = [w for w in told if w.first or clock]
    best = max(
        pointed or resolved or told,
        key=lambda w: _nearness(question, candidate.text, w.span, lexicon),
    )
    span = _trimmed(candidate.text, best.span, " ,")
    said = candidate.text[slice(*span)]
    return Found(candidate, _dated(said, best, texts(DEFAULT)), best, span)


def told(answer: Found, t: Texts) -> str:
    """The answer as it is shown: `text`, which the reader is put, with its dates in a language."""
    if not (isinstance(answer.value, dates.When) and answer.span):
        return answer.text
    said = answer.candidate.text[slice(*answer.span)].strip(" ,")
    return said if said == answer.text else _dated(said, answer.value, t)


def _dated(said: str, when: dates.When, t: Texts) -> str:
    """A date as it is said, after the days that it stands for where it doesn't name them."""
    resolved = dates.describe(when, t)
    same = not when.is_relative or fold(resolved) == fold(said)
    return said if same or not resolved else f"{resolved} ({t('quoted', text=said)})"


def _in_time(question: Question, when: dates.When, published: str | None) -> bool:
    """Whether what was is told of days gone by, and what will be of days to come."""
    if not (when.first and when.last and published and len(published) == 10):
        return True
    if _AHEAD.search(question.text):
        return when.last.isoformat() >= published
    return not _PAST.search(question.text) or when.first.isoformat() <= published


def _name(question: Question, candidate: Candidate, lexicon: Lexicon) -> Found | None:
    """The name nearest to what the question says of it; a place is none unless it acts."""
    text = candidate.text
    asked = {stem(w) for w in words(question.text)}
    if asks_who_said(question):
        told = [s for s in speakers(candidate) if not {stem(w) for w in words(s)} <= asked]
        if told:
            return Found(candidate, told[0])
    where = names.places(text)
    spans = [
        s
        for s in names.find(text)
        if _tells_more(text[s[0] : s[1]], asked)
        and not any(a <= s[0] and s[1] <= b for a, b in where)
        and not _DESCRIBES.match(text, s[0])
    ]
    if not spans:
        return None
    best = max(spans, key=lambda s: _nearness(question, text, s, lexicon) - 0.001 * s[0])
    return Found(candidate, text[best[0] : best[1]], span=best)


def _tells_more(name: str, asked: set[str]) -> bool:
    """Whether a name says more than the question and a title do."""
    new = [w for w in words(name) if stem(w) not in asked and fold(w) not in STOPWORDS]
    return any(w[0].isupper() for w in new)


def _place(question: Question, candidate: Candidate) -> Found | None:
    text = candidate.text
    asked = {stem(w) for w in words(question.text)}
    spans = [
        s for s in names.places(text) if not asked >= {stem(w) for w in words(text[s[0] : s[1]])}
    ]
    return Found(candidate, text[slice(*spans[0])], span=spans[0]) if spans else None
