"""Whether passages support a sentence: what can be checked by form, and what the reader says.

Figures, dates, names and quotes of the sentence have to be found in the passages that it cites;
then the reader judges whether one of them, or all together, supports it. Checks of this kind are
what factual-consistency measures rest on (Nan et al. 2021 for entities; SummaC, Laban et al. 2022,
for the sentence against each passage).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import isclose

from rapidfuzz import fuzz

from assistant import clock, dates, names, quantities
from assistant.quantities import Quantity
from assistant.reader.protocol import Reader
from index.words import STOPWORDS, fold, quotes, stem, words

_WORDS_OF_A_QUOTE = 3
_LONG = 4
_COUNTED = 12
_SOME_DAY = "2000-01-01"
"""Stands for a day that is not known, as the same expressions then mean the same."""
_BEFORE_DATE = re.compile(
    r"^(?:(?:late|early|in|on|by|since|until|of|during|for|at)\s)+", re.IGNORECASE
)
_FIRST_WORD = re.compile(r"^\S+\s(?=of\s)")
"""Written large for its place only: "Crowds of Peruvians"."""
_SAME_NAME = (
    r"US|U\.S\.|USA|United States|America|American|Americans",
    r"UK|U\.K\.|United Kingdom|Britain|British",
    r"EU|E\.U\.|European Union|European",
)
_SPELLED_ALIKE = 75.0
LEAST = 0.5
"""Probability of support from which the verifier is believed."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a sentence cites: the text, with the outlet and date under which it stands, and the
    full names of those whom it names in short."""

    text: str
    outlet: str = ""
    title: str = ""
    published: str | None = None
    in_full: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported, and if not, what is missing ("the figure 90,000")."""

    supported: bool
    missing: str = ""


def judge(sentence: str, passages: Sequence[Passage], reader: Reader) -> Verdict:
    """Whether the passages, alone or together, support the sentence."""
    missing = unfounded(sentence, passages) if passages else "a source"
    if missing:
        return Verdict(False, missing)
    supported = support(sentence, passages, reader) >= LEAST
    return Verdict(supported, "" if supported else "what it says")


def unfounded(sentence: str, passages: Sequence[Passage]) -> str:
    """The first quote, figure, date or name of the sentence that no passage holds; "" if none."""
    whole = " ".join(_plain(p.text) for p in passages)
    for quote in quotes(sentence):
        if len(quote.split()) >= _WORDS_OF_A_QUOTE and _plain(quote) not in whole:
            return f"the quote “{quote}”"
    return _figure(sentence, passages) or _date(sentence, passages) or _name(sentence, passages)


def support(sentence: str, passages: Sequence[Passage], reader: Reader) -> float:
    """The probability of support by the passage for which it is highest, or by all together.

    Each passage is read with and without its outlet's name before it: a sentence may tell whose
    report it is, or leave it out.
    """
    bare = [p.text for p in passages]
    named = [f"{p.outlet}: {p.text}" for p in passages if p.outlet]
    texts = [*bare, *named, *(" ".join(all_of) for all_of in (bare, named) if len(all_of) > 1)]
    return float(reader.grounded([(text, sentence) for text in texts]).max())


def _figure(sentence: str, passages: Sequence[Passage]) -> str:
    held = [q for p in passages for q in quantities.find(p.text)]
    for asked in quantities.find(sentence):
        told = sentence[slice(*asked.span)]
        alike = [q for q in held if quantities.comparable(asked, q)]
        fits = any(quantities.compatible(asked, q) for q in alike) or _worked_out(asked, alike)
        stands = any(_plain(told) in _plain(p.text) for p in passages)
        if not (fits or stands or _is_counted(asked, alike) or _is_decade(sentence, asked)):
            return f"the figure {told}"
    return ""


def _worked_out(asked: Quantity, held: Sequence[Quantity]) -> bool:
    """Whether a plain figure is the sum or the difference of two others, or twice one."""
    plain = [q.low * q.measure.size for q in held if q.low == q.high]
    pairs = combinations_with_replacement(plain, 2)
    made = {value for a, b in pairs for value in (a + b, abs(a - b))} - {0.0}
    said = asked.low * asked.measure.size
    return asked.low == asked.high and any(isclose(said, value) for value in made)


def _is_counted(asked: Quantity, held: Sequence[Quantity]) -> bool:
    """Whether a small number may count what a passage only lists ("two cities" of Rome and Bari):
    no figure of the same things stands against it. Then the reader alone decides."""
    things = {stem(w) for w in asked.unit}
    small = asked.low == asked.high and asked.low in range(1, _COUNTED + 1)
    return small and not any(things & {stem(w) for w in q.unit} for q in held)


def _is_decade(sentence: str, asked: Quantity) -> bool:
    """Whether a figure is that of a decade: "the 1980s"."""
    return bool(re.match(r"\d{3}0s\b", sentence[asked.span[0] :]))


def _date(sentence: str, passages: Sequence[Passage]) -> str:
    """A date has to stand in a passage, or cover a day that one names: the sentence may be less
    exact than its source ("in March" of "on 3 March"), not more."""
    days = [p.published or _SOME_DAY for p in passages]
    readings = [dates.find(sentence, day) for day in days]
    held = [dates.find(p.text, day) for p, day in zip(passages, days, strict=True)]
    for said in zip(*readings, strict=True):
        told = sentence[slice(*said[0].span)].rstrip(" .,")
        stands = any(_plain(_bare(told)) in _plain(p.text) for p in passages)
        vague = not (said[0].first or said[0].clock or re.search(r"[A-Z]", _bare(told)))
        founded = any(
            _covers(one, other) for one, named in zip(said, held, strict=True) for other in named
        )
        if not (stands or vague or founded):
            return f"the date {told}"
    return ""


def _covers(asked: dates.When, held: dates.When) -> bool:
    if asked.clock and held.clock:
        return clock.compatible(asked.clock, held.clock)
    if not (asked.first and asked.last and held.first and held.last):
        return False
    return asked.first <= held.first and held.last <= asked.last


def _bare(told: str) -> str:
    """A date without the preposition that its expression may open with."""
    return _BEFORE_DATE.sub("", told)


def _name(sentence: str, passages: Sequence[Passage]) -> str:
    texts = [" ".join((p.text, p.outlet, p.title, *p.in_full)) for p in passages]
    held = {_folded(w) for text in texts for w in words(text)}
    held |= {short for text in texts for short in _short_forms(text)}
    for start, end in names.find(sentence):
        name = sentence[start:end]
        asked = map(_folded, words(name if start else _FIRST_WORD.sub("", name)))
        stands = all(w in STOPWORDS or any(_alike(w, v) for v in held) for w in asked)
        if not stands and not held & set(_short_forms(name)):
            return f"the name {name}"
    return ""


def _folded(word: str) -> str:
    return fold(word).replace(".", "")


def _short_forms(text: str) -> Iterator[str]:
    """The initials of the names in a text, and the common forms of a few states' and unions'."""
    for start, end in names.find(text):
        parts = [w for w in words(text[start:end]) if w[:1].isupper()]
        if len(parts) > 1:
            yield "".join(w[0] for w in parts).lower()
    for forms in _SAME_NAME:
        if re.search(rf"\b(?:{forms})(?!\w)", text):
            yield from map(_folded, words(forms.replace("\\", "").replace("|", " ")))


def _alike(one: str, other: str) -> bool:
    """Whether two words of names are one, or a spelling or form of it (Kiev, Russian)."""
    if stem(one) == stem(other):
        return True
    if min(len(one), len(other)) < _LONG or one[0] != other[0]:
        return False
    return one[:_LONG] == other[:_LONG] or fuzz.ratio(one, other) >= _SPELLED_ALIKE


def _plain(text: str) -> str:
    return " ".join(words(text.replace("’", "'"))).lower()
