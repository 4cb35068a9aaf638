"""Whether two answers to one question say the same, as far as their form tells.

Numbers, dates and times are parsed and compared as such; other answers by their words. What
differs in form only (rounding, bounds, the same week, a spelling, an acronym) is the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from math import inf, log

from rapidfuzz import fuzz

from assistant import clock, dates, quantities
from assistant.found import Found
from assistant.wording import Texts
from index.words import STOPWORDS, fold, stem, words

_SPELLED_ALIKE = 80.0
"""Likeness (0 to 100) of two longer words from which one is a spelling of the other."""
_LONG = 5
_MOSTLY = 0.6
_WORLDS_APART = 1e4
"""Factor of two figures; "billion" for "million" is no more than a thousand."""


class Match(StrEnum):
    """How two answers stand to each other; UNCLEAR where their form doesn't tell."""

    SAME = "same"
    DIFFERENT = "different"
    UNCLEAR = "unclear"


def compare(one: Found, other: Found) -> Match:
    """How two answers to one question stand to each other."""
    a, b = one.value, other.value
    if isinstance(a, quantities.Quantity) and isinstance(b, quantities.Quantity):
        a, b = quantities.in_one_unit(a, b)
        if not quantities.comparable(a, b) or worlds_apart(a, b):
            return Match.UNCLEAR
        return _match(quantities.compatible(a, b))
    if isinstance(a, dates.When) and isinstance(b, dates.When):
        return _times(a, b)
    if a is not None or b is not None:
        return Match.UNCLEAR
    return _phrases(one.text, other.text)


def worlds_apart(one: quantities.Quantity, other: quantities.Quantity) -> bool:
    """Whether one is so much more that they are of different things: no two accounts of one price
    say $149 and $60 million."""
    return times_over(one, other) > log(_WORLDS_APART)


def times_over(one: quantities.Quantity, other: quantities.Quantity) -> float:
    """How many times one is the other, as a natural logarithm; 0 where one is nothing."""
    small, large = sorted(
        (q.low if q.high == inf else q.high) * q.measure.size
        for q in quantities.in_one_unit(one, other)
    )
    return log(large / small) if small > 0 else 0.0


def same(one: Found, other: Found) -> bool:
    """Whether two direct answers say the same, so that one can be put down to both outlets.

    Stricter than what can both hold: "between 70 and 94" is no words of one that says 70.
    """
    a, b = one.value, other.value
    if isinstance(a, quantities.Quantity) and isinstance(b, quantities.Quantity):
        least = quantities.compatible(replace(a, high=a.low), replace(b, high=b.low))
        most = a.high == b.high or (
            inf not in (a.high, b.high)
            and quantities.compatible(replace(a, low=a.high), replace(b, low=b.high))
        )
        return quantities.comparable(a, b) and least and most
    return compare(one, other) is Match.SAME


def in_other_words(told: Sequence[Found], t: Texts) -> str:
    """Why answers that are the same in other words are: the days that all mean, or rounding."""
    if len({f.text.lower() for f in told}) < 2:
        return ""
    values = [f.value for f in told]
    spans = [(v.first, v.last) for v in values if isinstance(v, dates.When) and v.first and v.last]
    if len(spans) == len(told):
        first, last = max(a for a, _ in spans), min(b for _, b in spans)
        return t("compared.days", days=t.days(first, last)) if first <= last else ""
    figures = [v for v in values if isinstance(v, quantities.Quantity)]
    exact = len({(q.low * q.measure.size, q.high * q.measure.size) for q in figures}) == 1
    return t("compared.rounding") if len(figures) == len(told) and not exact else ""


def _match(compatible: bool) -> Match:
    return Match.SAME if compatible else Match.DIFFERENT


def _times(a: dates.When, b: dates.When) -> Match:
    if a.clock and b.clock:
        return _match(clock.compatible(a.clock, b.clock))
    if a.first and b.first:
        apart = a.at and b.at and not clock.compatible(a.at, b.at)
        return _match(not (dates.apart(a, b) or apart))
    return Match.DIFFERENT if dates.apart(a, b) else Match.UNCLEAR


def _phrases(one: str, other: str) -> Match:
    """Answers in words: the same if most of the shorter one is in the longer."""
    a, b = _content(one), _content(other)
    if not a or not b:
        return Match.UNCLEAR
    counted = _counted(one, other)
    if counted is not Match.UNCLEAR:
        return counted
    if _initials(one) & {w.upper() for w in b} or _initials(other) & {w.upper() for w in a}:
        return Match.SAME
    few, many = sorted((a, b), key=len)
    shared = sum(any(_alike(w, v) for v in many) for w in few) / len(few)
    if shared >= _MOSTLY:
        return Match.SAME
    return Match.UNCLEAR if shared else Match.DIFFERENT


def _counted(one: str, other: str) -> Match:
    """How the numbers in two phrases stand to each other, if there are any in both."""
    a, b = quantities.find(one), quantities.find(other)
    if not a or not b:
        return Match.UNCLEAR
    pairs = [(x, y) for x in a for y in b if quantities.comparable(x, y)]
    if not pairs:
        return Match.UNCLEAR
    return _match(any(quantities.compatible(x, y) for x, y in pairs))


def _content(text: str) -> list[str]:
    return [fold(w) for w in words(text) if fold(w) not in STOPWORDS]


def _alike(one: str, other: str) -> bool:
    if stem(one) == stem(other):
        return True
    if min(len(one), len(other)) < _LONG or one[0] != other[0]:
        return False
    return fuzz.ratio(one, other) >= _SPELLED_ALIKE


def _initials(text: str) -> set[str]:
    """The acronym of a name of several words, with and without its small ones."""
    tokens = re.findall(r"[^\W\d_][\w’'-]*", text)
    capitals = "".join(t[0] for t in tokens if t[0].isupper())
    return {name for name in (capitals,) if len(name) > 1}
