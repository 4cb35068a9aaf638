"""Mending slips of typing in a question with the words that the articles use."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from index import lexical
from index.corpus import Corpus
from index.types import Hit
from index.words import STOPWORDS, fold, stem, words

_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDINGS = "sdry"
"""Letters that make another form of a word: "closed" is no whole "close"."""
_MIN_SWAP = 6
_ASKED = tuple(sorted(w for w in STOPWORDS if len(w) >= 4))


def mend(corpus: Corpus, question: str, hits: Sequence[Hit]) -> str:
    """The question with each unknown word respelled as the found passages spell it.

    A word stays if the corpus knows it, if it is short, or if nothing found is within a slip
    of it: an unknown name is left for what it is.
    """
    found = [w for w in dict.fromkeys(_WORD.findall(question)) if fold(w) not in STOPWORDS]
    known = lexical.weights(corpus.catalog, [stem(w) for w in found])
    for word in found:
        better = _whole(word, hits) if known[stem(word)] else _better(corpus, word, hits)
        if better:
            question = re.sub(rf"\b{word}\b", better, question)
    return question


def _whole(word: str, hits: Sequence[Hit]) -> str | None:
    """The word whose last letter is missing ("ukrain"): its stem is known, the word is not."""
    alike = [told for hit in hits for told in words(hit.text) if stem(told) == stem(word)]
    if any(fold(told) == fold(word) for told in alike):
        return None
    grown = (t for t in alike if fold(t)[:-1] == fold(word) and fold(t)[-1] not in _ENDINGS)
    return next(grown, None)


def _is_slip(word: str, told: str) -> bool:
    """Whether the words themselves, not only their stems, are a slip apart."""
    return DamerauLevenshtein.distance(fold(word), fold(told)) <= (1 if len(word) <= 8 else 2)


def _is_swap(word: str, told: str) -> bool:
    """Whether two neighbouring letters are swapped, which can leave another stem ("soliders")."""
    one, other = fold(word), fold(told)
    differ = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (
        len(one) == len(other)
        and len(one) >= _MIN_SWAP
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and (one[differ[0]], one[differ[1]]) == (other[differ[1]], other[differ[0]])
    )


def _better(corpus: Corpus, word: str, hits: Sequence[Hit]) -> str | None:
    if not word[0].isupper():
        asked = process.extractOne(
            fold(word), _ASKED, scorer=DamerauLevenshtein.distance, score_cutoff=1
        )
        if asked and asked[0][0] == fold(word)[0]:
            return str(asked[0])
    wanted = set(lexical.respelled(corpus.catalog, word))
    found = [told for hit in hits for told in words(hit.text) if fold(told) not in STOPWORDS]
    found.sort(key=lambda told: told[0].isupper() != word[0].isupper())  # "bridge" before "Bridge"
    for told in found if wanted else ():
        if stem(told) in wanted and _is_slip(word, told):
            return told
    return next((told for told in found if _is_swap(word, told)), None)
