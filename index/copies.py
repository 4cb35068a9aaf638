"""Copies in the tables of a catalogue: written with the articles, in their transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from index.duplicates import (
    OPENING,
    Print,
    Shingles,
    are_copies,
    bands,
    body,
    original,
    shingles,
)
from index.types import Article, Passage


def add(connection: sqlite3.Connection, article: Article, passages: Sequence[Passage]) -> None:
    """Find the copies of an article that has been written; within the transaction."""
    made = shingles(body(article, passages))
    if not made.size:
        return
    own = bands(made)
    near = connection.execute(
        f"""SELECT article_id, hashes FROM shingles WHERE article_id IN
            (SELECT article_id FROM bands WHERE band IN ({",".join("?" * len(own))}))""",
        own,
    )
    found = [other for other, hashes in near if are_copies(made, _stored(hashes))]
    connection.execute("INSERT INTO shingles VALUES (?, ?)", (article.id, made.tobytes()))
    connection.executemany("INSERT INTO bands VALUES (?, ?)", [(b, article.id) for b in own])
    pairs = [pair for other in found for pair in ((article.id, other), (other, article.id))]
    connection.executemany("INSERT INTO copies VALUES (?, ?)", pairs)
    if found:
        _settle(connection, article.id)


def discard(connection: sqlite3.Connection, article_id: str) -> None:
    """Forget an article that is to be removed: its copies are another's now."""
    row = connection.execute("SELECT hashes FROM shingles WHERE article_id = ?", (article_id,))
    stored = row.fetchone()
    if stored is None:
        return
    connection.execute("DELETE FROM shingles WHERE article_id = ?", (article_id,))
    own = [(band, article_id) for band in bands(_stored(stored[0]))]
    connection.executemany("DELETE FROM bands WHERE band = ? AND article_id = ?", own)
    others = "SELECT other_id FROM copies WHERE article_id = ?"
    left = [other for (other,) in connection.execute(others, (article_id,))]
    both = [pair for other in left for pair in ((article_id, other), (other, article_id))]
    connection.executemany("DELETE FROM copies WHERE article_id = ? AND other_id = ?", both)
    for other in left:
        _settle(connection, other)


def _settle(connection: sqlite3.Connection, article_id: str) -> None:
    """Put everything that prints the report of an article down to one of them."""
    rows = connection.execute(
        """WITH RECURSIVE kin (id) AS
           (VALUES (?) UNION SELECT other_id FROM copies JOIN kin ON article_id = kin.id)
           SELECT id, outlet, published, substr(text, 1, ?) FROM articles WHERE id IN kin""",
        (article_id, OPENING),
    )
    prints = [Print(*row) for row in rows]
    first = original(prints)
    put_down = [(None if p.id == first else first, p.id) for p in prints]
    connection.executemany("UPDATE articles SET copy_of = ? WHERE id = ?", put_down)


def _stored(hashes: bytes) -> Shingles:
    return np.frombuffer(hashes, dtype=np.uint32)
