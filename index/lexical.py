"""The word index: BM25 over passages by SQLite's FTS5 (Robertson & Zaragoza 2009)."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from index.catalog import Catalog
from index.schema import within
from index.scope import EVERYTHING, Scope
from index.words import fold, stem

_TITLE_WEIGHT = 0.5
_BODY_WEIGHT = 1.0
_MIN_FUZZY = 5


def search(
    catalog: Catalog, terms: Sequence[str], k: int, scope: Scope = EVERYTHING
) -> list[tuple[str, float]]:
    """The k best passages in scope that hold any of the terms, as (id, score > 0), best first."""
    if not terms:
        return []
    match = " OR ".join('"' + term.replace('"', "") + '"' for term in dict.fromkeys(terms))
    inside, values = _restriction(scope)
    rows = catalog.connection.execute(
        f"""SELECT p.id, s.score FROM
             (SELECT rowid, -bm25(words, ?, ?) AS score FROM words WHERE words MATCH ? {inside}
              ORDER BY score DESC LIMIT ?) s
           JOIN passages p ON p.rowid = s.rowid ORDER BY s.score DESC, p.id""",
        (_TITLE_WEIGHT, _BODY_WEIGHT, match, *values, k),
    )
    return [(passage_id, float(score)) for passage_id, score in rows]


def _restriction(scope: Scope) -> tuple[str, list[str]]:
    """A condition on the rowids of the word index, with its values."""
    if not scope:
        return "", []
    inside, values = within(scope)
    # The plus: SQLite would otherwise search the word index anew for every single rowid.
    return f"AND +rowid IN (SELECT p.rowid FROM {inside})", values


def weights(catalog: Catalog, stems: Sequence[str]) -> dict[str, float]:
    """Inverse document frequency of each stem, in passages; 0 for one that never occurs.

    The form that stays positive, as Lucene has it: log(1 + (N - n + 0.5) / (n + 0.5)).
    """
    total = catalog.passage_count()
    found: dict[str, float] = {}
    for name in dict.fromkeys(stems):
        row = catalog.connection.execute(
            "SELECT doc FROM vocabulary WHERE term = ?", (name,)
        ).fetchone()
        found[name] = log(1 + (total - row[0] + 0.5) / (row[0] + 0.5)) if row else 0.0
    return found


def respelled(catalog: Catalog, word: str) -> list[str]:
    """Indexed stems within a typing slip or spelling variant of a word that is not indexed.

    One edit for words of up to 8 letters, two for longer ones; the first letter must match
    (slips there are rare, Pollock & Zamora 1984).
    """
    name = stem(word)
    if len(word) < _MIN_FUZZY or len(name) < _MIN_FUZZY - 1 or not name.isalpha():
        return []
    rows = catalog.connection.execute(
        "SELECT term FROM vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (name[0], chr(ord(name[0]) + 1), len(name) - 2, len(name) + 2),
    )
    limit = 1 if len(fold(word)) <= 8 else 2
    found = process.extract(
        name, [t for (t,) in rows], scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=3
    )
    best = min((d for _, d, _ in found), default=0)
    return [term for term, distance, _ in found if distance == best]
