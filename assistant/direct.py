"""The direct answer: the words of the evidence that the question asks for."""

from __future__ import annotations

import re

from assistant import date_bounds, dates, names, quantities
from assistant.amounts import amount
from assistant.evidence import Candidate, Lexicon
from assistant.found import SURE, Found, nearness, pointed, pointed_at, trimmed
from assistant.phrasing import AUX
from assistant.question import Kind, Question
from assistant.reader.protocol import Reading
from assistant.speakers import SPEECH, speakers
from assistant.wording import DEFAULT, Texts, texts
from index.types import Span
from index.words import STOPWORDS, fold, stem, words

_CLOCK = re.compile(
    r"\bwhat (?:exact )?time\b|\bat what hour\b|\bo'clock\b|\bexact(?:ly what)? time\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(?:what|which)\s(?:date|day|week|month|year)\b|\bdate of\b", re.IGNORECASE)
_SAYING = re.compile(
    rf"\bwho(?:m)?\s(?:\w+\s)?(?:{SPEECH}|called|used the (?:\w+\s)?(?:words?|phrase|terms?)|spoke of|mentioned)\b"
    r"|\bwhose (?:words|claim|view)",
    re.IGNORECASE,
)
_PRONOUNS = frozenset("he she it they we i you him her them who".split())
_DESCRIBES = re.compile(r"[A-Z][\w-]*(?:an|ish|ese|ed)\s[a-z]")
"""An adjective before its noun ("Russian-backed forces"): no answer to who."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PAST = re.compile(r"\b(?:was|were|did|had)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|shall|due|is going to|are going to|supposed|expected|scheduled|planned)\b"
    r"|\b(?:does|do)\b.*\b(?:start|begin|open|end|close|resume|take effect)\b",
    re.IGNORECASE,
)
_THING = re.compile(rf"\b(?:what|which)\s(?!{AUX}\b)\w+", re.IGNORECASE)
_DOES = re.compile(rf"{AUX}\b", re.IGNORECASE)
_END = re.compile(
    r"\b(?:until|till|since|through|up to)\s(?:(?:at least|about|around|the|early|late)\s)*(?P<rest>[^,.;]*)$",
    re.IGNORECASE,
)
_SURER = 0.5
"""Score from which the reader's words are taken where nothing is known of the answer's form."""


def read(
    question: Question, candidate: Candidate, lexicon: Lexicon, reading: Reading | None = None
) -> Found | None:
    """The direct answer that the sentence holds, or None.

    Numbers and dates are parsed, and of several the one that the reader points at is taken;
    what has no such form is the reader's words, or else the nearest name.
    """
    if question.kind in (Kind.HOW_MANY, Kind.HOW_MUCH):
        return amount(question, candidate, lexicon, reading)
    if question.kind is Kind.HOW_LONG:
        return amount(question, candidate, lexicon, reading) or _until(candidate, reading)
    if question.kind is Kind.WHEN:
        return _date(question, candidate, lexicon, reading)
    if question.kind is Kind.WHO:
        return _who(question, candidate, lexicon, reading)
    if question.kind is Kind.WHERE:
        found = pointed(candidate, reading, SURE)
        if found and (not _is_new(question, found) or _is_date(found.text)):
            return None
        return found if found and _LETTERS.search(found.text) else _place(question, candidate)
    found = stated(question, candidate, reading, _SURER) if question.kind is Kind.OPEN else None
    return found if found and _is_new(question, found) else None


def stated(
    question: Question, candidate: Candidate, reading: Reading | None, least: float = 0.0
) -> Found | None:
    """The reader's words, unless they tell what is done where a thing is asked for."""
    found = pointed(candidate, reading, least)
    done = found and _DOES.match(found.text) and _THING.search(question.text)
    return None if done else found


def asks_who_said(question: Question) -> bool:
    """Whether it is a speaker that is asked for."""
    return bool(_SAYING.search(question.text))


def _date(
    question: Question, candidate: Candidate, lexicon: Lexicon, reading: Reading | None
) -> Found | None:
    found = dates.find(candidate.text, candidate.hit.article.published)
    asked = _stems(question.text)
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
    sure = [w for w in told if pointed_at(w.span, reading)]
    resolved = [w for w in told if w.first or clock]
    best = max(
        sure or resolved or told,
        key=lambda w: nearness(question, candidate.text, w.span, lexicon),
    )
    start = date_bounds.told_from(candidate.text, best.span)
    span = trimmed(candidate.text, (start, best.span[1]), " ,")
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


def _who(
    question: Question, candidate: Candidate, lexicon: Lexicon, reading: Reading | None
) -> Found | None:
    """The reader's words if they name somebody; of who said something, one who speaks there."""
    found = pointed(candidate, reading, SURE)
    if found and (_is_number(found.text) or fold(found.text) in _PRONOUNS):
        found = None
    if found and found.span and _is_asked(question, candidate.text, found.span):
        found = None
    if not asks_who_said(question):
        return found or _name(question, candidate, lexicon)
    asked = _stems(question.text)
    speaking = [s for s in speakers(candidate) if not _stems(s) <= asked]
    if found and any(_stems(found.text) & _stems(s) for s in speaking):
        return found
    if speaking:
        return Found(candidate, speaking[0])
    return found or _name(question, candidate, lexicon)


def _name(question: Question, candidate: Candidate, lexicon: Lexicon) -> Found | None:
    """The name nearest to what the question says of it; a place is none unless it acts."""
    text = candidate.text
    asked = _stems(question.text)
    where = names.places(text)
    spans = [
        s
        for s in names.find(text)
        if _tells_more(text[s[0] : s[1]], asked)
        and not _is_asked(question, text, s)
        and not any(a <= s[0] and s[1] <= b for a, b in where)
        and not _DESCRIBES.match(text, s[0])
    ]
    if not spans:
        return None
    best = max(spans, key=lambda s: nearness(question, text, s, lexicon) - 0.001 * s[0])
    return Found(candidate, text[best[0] : best[1]], span=best)


def _is_new(question: Question, found: Found) -> bool:
    """Whether an answer says more than its question, which may name two to choose from."""
    said = {stem(w) for w in words(found.text) if fold(w) not in STOPWORDS}
    return not said <= _stems(question.text) or " or " in question.text


def _is_number(text: str) -> bool:
    """Whether a text has digits, or is a number and nothing else."""
    return bool(re.search(r"\d", text)) or any(
        q.span == (0, len(text)) and not q.unit for q in quantities.find(text)
    )


def _until(candidate: Candidate, reading: Reading | None) -> Found | None:
    """How long, told by its end or its beginning: "until at least 2030"."""
    found = pointed(candidate, reading, SURE)
    end = found and found.span and _END.search(candidate.text, 0, found.span[1])
    if not (found and found.span and end and end.start() <= found.span[0] <= end.start("rest")):
        return None
    span = (end.start(), found.span[1])
    return Found(candidate, candidate.text[slice(*span)], span=span)


def _is_date(text: str) -> bool:
    """Whether a text is a date, with no more than as much beside it."""
    return any(w.span[1] - w.span[0] > len(text) / 2 for w in dates.find(text))


def _is_asked(question: Question, text: str, span: Span) -> bool:
    """Whether the span is in the name of one whom the question names: "Ada Finch" for "Who is
    Finch's lawyer?", but not for "Who is Finch?", nor where it asks which of two."""
    whole = next((s for s in names.find(text) if s[0] <= span[0] and span[1] <= s[1]), span)
    named = [stem(w) for w in words(text[slice(*whole)])]
    asked = {stem(w) for w in question.terms}
    same = bool(named) and named[-1] in {stem(n) for n in question.names}
    return same and not asked <= set(named) and " or " not in question.text


def _stems(text: str) -> set[str]:
    return {stem(w) for w in words(text)}


def _tells_more(name: str, asked: set[str]) -> bool:
    """Whether a name says more than the question and a title do."""
    new = [w for w in words(name) if stem(w) not in asked and fold(w) not in STOPWORDS]
    return any(w[0].isupper() for w in new)


def _place(question: Question, candidate: Candidate) -> Found | None:
    text = candidate.text
    asked = _stems(question.text)
    spans = [s for s in names.places(text) if not asked >= _stems(text[s[0] : s[1]])]
    return Found(candidate, text[slice(*spans[0])], span=spans[0]) if spans else None
