"""Whether two sentences, said of one thing, give different values, as far as their form tells.

Candidates for a conflict, not conflicts: whether they speak of one thing, the reader must say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant import dates, names, quantities
from assistant.comparison import Match, compare, worlds_apart
from assistant.evidence import Candidate
from assistant.found import Found
from assistant.stance import CUES
from assistant.types import Kind
from index.types import Article, Span
from index.words import STOPWORDS, fold, stem, stems, words

_SHARED = 0.5
"""Share of the shorter sentence's words that the other has, for names and denials to be rivals."""
_SUBJECT = 0.15
"""The same for numbers and dates, which are rivals only if they are of one kind, too."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two answers that cannot both hold if their sentences speak of one thing."""

    kind: Kind
    one: Found
    other: Found


def rivals(one: Candidate, other: Candidate) -> list[Rivals]:
    """The values on which two sentences differ."""
    shared = _overlap(one.text, other.text)
    if shared < _SUBJECT:
        return []
    found = [*_quantities(one, other), *_dates(one, other)]
    if found or shared < _SHARED:
        return found
    denial = _denial(one, other)
    return [denial] if denial else list(_names(one, other))


def _overlap(one: str, other: str) -> float:
    a, b = _stems(one), _stems(other)
    return len(a & b) / (min(len(a), len(b)) or 1)


# A sentence is compared with several others, one soon after the other.
@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


@lru_cache(maxsize=4096)
def _counts(text: str) -> tuple[quantities.Quantity, ...]:
    return tuple(quantities.find(text))


@lru_cache(maxsize=4096)
def _times(text: str, day: str | None) -> tuple[dates.When, ...]:
    return tuple(dates.find(text, day))


def _quantities(one: Candidate, other: Candidate) -> Iterator[Rivals]:
    """Numbers of one kind and unit of which none in the other sentence is compatible."""
    told = _counts(other.text)
    for q in _counts(one.text):
        alike = [r for r in told if _one_unit(q, r)]
        if alike and not any(quantities.compatible(q, r) for r in alike):
            yield Rivals("quantity", _found(one, q.span, q), _found(other, alike[0].span, alike[0]))


def _one_unit(one: quantities.Quantity, other: quantities.Quantity) -> bool:
    if not quantities.comparable(one, other) or worlds_apart(one, other):
        return False
    if one.measure.kind != "count":
        return True
    a, b = ({stem(w) for w in q.unit if fold(w) not in STOPWORDS} for q in (one, other))
    return bool(a & b)


def _dates(one: Candidate, other: Candidate) -> Iterator[Rivals]:
    """Dates or times of which none in the other sentence can be the same."""
    told = [_found(other, w.span, w) for w in _times(other.text, _day(other))]
    for when in _times(one.text, _day(one)):
        mine = _found(one, when.span, when)
        matches = [(compare(mine, theirs), theirs) for theirs in told]
        if any(match is Match.SAME for match, _ in matches):
            continue
        for match, theirs in matches:
            if match is Match.DIFFERENT:
                yield Rivals("date", mine, theirs)


def _denial(one: Candidate, other: Candidate) -> Rivals | None:
    """A denial or negation in one of two sentences that say much the same."""
    if bool(CUES.search(one.text)) == bool(CUES.search(other.text)):
        return None
    whole = [_found(c, (0, len(c.text)), None) for c in (one, other)]
    return Rivals("statement", *whole)


def _names(one: Candidate, other: Candidate) -> Iterator[Rivals]:
    """Names that the other's whole article lacks, in two sentences that say much the same."""
    theirs = _unknown(other, one.hit.article)
    for kind, span in _unknown(one, other.hit.article):
        rival = next((s for k, s in theirs if k == kind), None)
        if rival is None:
            continue
        mine, another = _found(one, span, None), _found(other, rival, None)
        if compare(mine, another) is not Match.SAME:
            yield Rivals(kind, mine, another)


def _unknown(candidate: Candidate, article: Article) -> list[tuple[Kind, Span]]:
    """The names in a sentence of which an article holds no word."""
    known = _words(article)
    places = names.places(candidate.text)
    return [
        ("place" if any(a <= span[0] and span[1] <= b for a, b in places) else "name", span)
        for span in names.find(candidate.text)
        if not {stem(w) for w in words(candidate.text[slice(*span)])} & known
    ]


@lru_cache(maxsize=512)
def _words(article: Article) -> frozenset[str]:
    return frozenset(stem(w) for w in words(f"{article.title} {article.text}"))


def _day(candidate: Candidate) -> str | None:
    return candidate.hit.article.published


def _found(
    candidate: Candidate, span: Span, value: quantities.Quantity | dates.When | None
) -> Found:
    return Found(candidate, candidate.text[slice(*span)].strip(" ,"), value, span)
