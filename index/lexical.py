"""The words of an index: which passages hold them, how rare they are, how else they are spelled."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from index.ports import ArticleCatalog
from index.scope import EVERYTHING, Scope
from index.words import fold, stem

_MIN_FUZZY = 5


def search(
    catalog: ArticleCatalog, terms: Sequence[str], k: int, scope: Scope = EVERYTHING
) -> list[tuple[str, float]]:
    """The k best passages in scope that hold any of the terms, as (id, score > 0), best first."""
    return catalog.words.best(list(dict.fromkeys(terms)), k, scope) if terms else []


def weights(catalog: ArticleCatalog, stems: Sequence[str]) -> dict[str, float]:
    """Inverse document frequency of each stem, in passages; 0 for one that never occurs.

    The form that stays positive, as Lucene has it: log(1 + (N - n + 0.5) / (n + 0.5)).
    """
    names = list(dict.fromkeys(stems))
    if not names:
        return {}
    total = catalog.passage_count()
    counts = catalog.words.frequencies(names)
    return {
        name: log(1 + (total - n + 0.5) / (n + 0.5)) if (n := counts.get(name, 0)) else 0.0
        for name in names
    }


def respelled(catalog: ArticleCatalog, word: str) -> list[str]:
    """Indexed stems within a typing slip or spelling variant of a word that is not indexed.

    One edit for words of up to 8 letters, two for longer ones; the first letter must match
    (slips there are rare, Pollock & Zamora 1984).
    """
    name = stem(word)
    if len(word) < _MIN_FUZZY or len(name) < _MIN_FUZZY - 1 or not name.isalpha():
        return []
    known = catalog.words.vocabulary(name[0], len(name) - 2, len(name) + 2)
    limit = 1 if len(fold(word)) <= 8 else 2
    found = process.extract(
        name, known, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=3
    )
    held = catalog.words.frequencies([term for term, _, _ in found])
    found = [one for one in found if held.get(one[0])]  # a vocabulary may know words that went
    best = min((d for _, d, _ in found), default=0)
    return [term for term, distance, _ in found if distance == best]
