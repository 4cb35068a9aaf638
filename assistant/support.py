"""Whether passages support a sentence: what can be checked by form, and what the reader says.

Figures, dates, names and quotes of the sentence have to be found in the passages that it cites;
then the reader judges whether one of them, or all together, supports it. Checks of this kind are
what factual-consistency measures rest on (Nan et al. 2021 for entities; SummaC, Laban et al. 2022,
for the sentence against each passage).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant import dates, names, quantities
from assistant.reader.protocol import CONTRADICTS, SUPPORTS, Reader
from index.words import STOPWORDS, fold, stem, words

_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_WORDS_OF_A_QUOTE = 3
_LONG = 4
_SPELLED_ALIKE = 75.0
_LEAST = 0.0
"""Support less contradiction from which the reader is believed."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a sentence cites: the text, with the outlet and date under which it stands."""

    text: str
    outlet: str = ""
    title: str = ""
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported, and if not, what is missing ("the figure 90,000")."""

    supported: bool
    missing: str = ""
    odds: float = 0.0


def judge(sentence: str, passages: Sequence[Passage], reader: Reader) -> Verdict:
    """Whether the passages, alone or together, support the sentence."""
    missing = unfounded(sentence, passages)
    if missing or not passages:
        return Verdict(False, missing or "a source")
    odds = support(sentence, passages, reader)
    return Verdict(odds >= _LEAST, "" if odds >= _LEAST else "what it says", odds)


def unfounded(sentence: str, passages: Sequence[Passage]) -> str:
    """The first quote, figure, date or name of the sentence that no passage holds; "" if none."""
    quoted = (m[1] for m in _QUOTED.finditer(sentence))
    whole = " ".join(_plain(p.text) for p in passages)
    for quote in quoted:
        if len(quote.split()) >= _WORDS_OF_A_QUOTE and _plain(quote) not in whole:
            return f"the quote “{quote}”"
    return _figure(sentence, passages) or _date(sentence, passages) or _name(sentence, passages)


def support(sentence: str, passages: Sequence[Passage], reader: Reader) -> float:
    """The reader's support less its contradiction, of the passage for which that is most."""
    texts = [p.text for p in passages]
    if len(texts) > 1:
        texts.append(" ".join(texts))
    judged = reader.verify([(text, sentence) for text in texts])
    return float((judged[:, SUPPORTS] - judged[:, CONTRADICTS]).max())


def _figure(sentence: str, passages: Sequence[Passage]) -> str:
    held = [q for p in passages for q in quantities.find(p.text)]
    for asked in quantities.find(sentence):
        told = sentence[slice(*asked.span)]
        alike = (q for q in held if quantities.comparable(asked, q))
        fits = any(quantities.compatible(asked, q) for q in alike)
        if not fits and not any(_plain(told) in _plain(p.text) for p in passages):
            return f"the figure {told}"
    return ""


def _date(sentence: str, passages: Sequence[Passage]) -> str:
    held = [(p, when) for p in passages for when in dates.find(p.text, p.published)]
    for asked in dates.find(sentence):
        told = sentence[slice(*asked.span)]
        if any(_plain(told) in _plain(p.text) for p in passages) or not asked.first:
            continue
        if not any(when.first and dates.overlap(asked, when) for _, when in held):
            return f"the date {told}"
    return ""


def _name(sentence: str, passages: Sequence[Passage]) -> str:
    held = {fold(w) for p in passages for w in words(f"{p.text} {p.outlet} {p.title}")}
    for start, end in names.find(sentence):
        asked = (fold(w) for w in words(sentence[start:end]))
        if not all(w in STOPWORDS or any(_alike(w, v) for v in held) for w in asked):
            return f"the name {sentence[start:end]}"
    return ""


def _alike(one: str, other: str) -> bool:
    """Whether two words of names are one, or a spelling or form of it (Kiev, Russian)."""
    if stem(one) == stem(other):
        return True
    if min(len(one), len(other)) < _LONG or one[0] != other[0]:
        return False
    return one[:_LONG] == other[:_LONG] or fuzz.ratio(one, other) >= _SPELLED_ALIKE


def _plain(text: str) -> str:
    return " ".join(words(text.replace("’", "'"))).lower()
