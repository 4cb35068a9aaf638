"""The word index on this machine: BM25 by SQLite's FTS5 (Robertson & Zaragoza 2009)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from index.schema import within
from index.scope import Scope

TITLE_WEIGHT = 0.5
BODY_WEIGHT = 1.0


class FullText:
    """A WordIndex in the tables of a catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def best(self, terms: Sequence[str], k: int, scope: Scope) -> list[tuple[str, float]]:
        """See WordIndex."""
        match = " OR ".join('"' + term.replace('"', "") + '"' for term in terms)
        inside, values = _restriction(scope)
        rows = self._connection.execute(
            f"""SELECT p.id, s.score FROM
                 (SELECT rowid, -bm25(words, ?, ?) AS score FROM words WHERE words MATCH ? {inside}
                  ORDER BY score DESC LIMIT ?) s
               JOIN passages p ON p.rowid = s.rowid ORDER BY s.score DESC, p.id""",
            (TITLE_WEIGHT, BODY_WEIGHT, match, *values, k),
        )
        return [(passage_id, float(score)) for passage_id, score in rows]

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
        rows = self._connection.execute(
            """SELECT term FROM vocabulary
               WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?""",
            (initial, chr(ord(initial) + 1), shortest, longest),
        )
        return [term for (term,) in rows]


def _restriction(scope: Scope) -> tuple[str, list[str]]:
    """A condition on the rowids of the word index, with its values."""
    if not scope:
        return "", []
    inside, values = within(scope)
    # The plus: SQLite would otherwise search the word index anew for every single rowid.
    return f"AND +rowid IN (SELECT p.rowid FROM {inside})", values
