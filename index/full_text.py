"""The word index on this machine: BM25 by SQLite's FTS5 (Robertson & Zaragoza 2009).

FTS5 scores every passage that holds any of a question's words. Where those are many, only the
likeliest are scored: those that hold the most and rarest of the words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from index.schema import within
from index.scope import Scope

TITLE_WEIGHT = 0.5
BODY_WEIGHT = 1.0
_MANY = 5_000
"""Occurrences of a question's words in passages, above which not every passage is scored."""
_SCORED = 400
"""Passages that are scored then. On 100,000 articles the best 24 of all were among them but for
3 in 1,000."""
_KEPT = 20_000_000
"""Occurrences that are remembered, 8 bytes each."""

Rows = npt.NDArray[np.int64]


def _kept() -> LRUCache[str, Rows]:
    return LRUCache(_KEPT, getsizeof=lambda rows: 1 + len(rows))


@dataclass
class Held:
    """What is remembered of the words until the index changes: rowids by word, and stems by
    their first letter. Threads may share it: two at once read the same twice, at worst."""

    revision: str = ""
    passages: LRUCache[str, Rows] = field(default_factory=_kept)
    stems: dict[str, list[str]] = field(default_factory=dict)


class FullText:
    """A WordIndex in the tables of a catalogue, with what is remembered of them."""

    def __init__(self, connection: sqlite3.Connection, held: Held) -> None:
        self._connection = connection
        self._held = held

    def best(self, terms: Sequence[str], k: int, scope: Scope) -> list[tuple[str, float]]:
        """See WordIndex."""
        inside, values = _restriction(scope)
        if not scope:
            likely = self._likeliest(terms, max(k, _SCORED))
            if likely is not None:
                inside = f"AND +rowid IN ({', '.join(map(str, likely))})"
        match = " OR ".join(map(_quoted, terms))
        rows = self._connection.execute(
            f"""SELECT p.id, s.score FROM
                 (SELECT rowid, -bm25(words, ?, ?) AS score FROM words WHERE words MATCH ? {inside}
                  ORDER BY score DESC LIMIT ?) s
               JOIN passages p ON p.rowid = s.rowid ORDER BY s.score DESC, p.id""",
            (TITLE_WEIGHT, BODY_WEIGHT, match, *values, k),
        )
        return [(passage_id, float(score)) for passage_id, score in rows]

    def _likeliest(self, terms: Sequence[str], n: int) -> list[int] | None:
        """Rowids of the n passages whose words are rarest in sum; None if all may be scored."""
        holding = [rows for term in terms if len(rows := self._holding(term))]
        if sum(map(len, holding)) <= _MANY:
            return None
        (total,) = self._connection.execute("SELECT count(*) FROM words_docsize").fetchone()
        rarity = [log(1 + (total - len(rows) + 0.5) / (len(rows) + 0.5)) for rows in holding]
        weights = np.repeat(rarity, [len(rows) for rows in holding])
        sums = np.bincount(np.concatenate(holding), weights)
        n = min(n, len(sums))
        chosen = np.argpartition(-sums, n - 1)[:n]
        return [int(row) for row in chosen if sums[row] > 0]

    def _holding(self, term: str) -> Rows:
        """Rowids of the passages that hold a word."""
        known = self._held.passages.get(term)
        if known is None:
            found = self._connection.execute(
                "SELECT rowid FROM words WHERE words MATCH ?", (_quoted(term),)
            )
            known = np.fromiter((row for (row,) in found), np.int64)
            if len(known) < _KEPT:
                self._held.passages[term] = known
        return known

    def frequencies(self, stems: Sequence[str]) -> Mapping[str, int]:
        """See WordIndex."""
        found: dict[str, int] = {}
        for name in stems:
            row = self._connection.execute(
                "SELECT doc FROM vocabulary WHERE term = ?", (name,)
            ).fetchone()
            found[name] = row[0] if row else 0
        return found

    def vocabulary(self, initial: str, shortest: int, longest: int) -> list[str]:
        """See WordIndex."""
        known = self._held.stems.get(initial)
        if known is None:
            rows = self._connection.execute(
                "SELECT term FROM vocabulary WHERE term >= ? AND term < ?",
                (initial, chr(ord(initial) + 1)),
            )
            known = self._held.stems[initial] = [term for (term,) in rows]
        return [term for term in known if shortest <= len(term) <= longest]


def _quoted(term: str) -> str:
    return '"' + term.replace('"', "") + '"'


def _restriction(scope: Scope) -> tuple[str, list[str]]:
    """A condition on the rowids of the word index, with its values."""
    if not scope:
        return "", []
    inside, values = within(scope)
    # The plus: SQLite would otherwise search the word index anew for every single rowid.
    return f"AND +rowid IN (SELECT p.rowid FROM {inside})", values
