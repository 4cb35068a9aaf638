"""The catalogue: articles, passages and the word index, in one SQLite file.

It is the truth about what is indexed: a vector in Chroma counts only if its passage stands here,
and everything about an article changes in one transaction.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index import copies
from index.errors import IndexStateError
from index.full_text import FullText, Held
from index.ports import Row, Sentences
from index.schema import (
    ARTICLE,
    ARTICLE_FIELDS,
    NEXT_REVISION,
    ORIGINAL,
    SCHEMA,
    SCHEMA_VERSION,
    within,
)
from index.scope import Scope
from index.types import Article, Original, Passage


class _Facts(NamedTuple):
    revision: str
    outlets: list[str]
    passages: int


class Catalog:
    """Articles and passages by id. `path` None keeps everything in memory, for one thread.

    Raises IndexStateError where the file cannot be opened or is of another version.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._local = threading.local()
        self._counted: _Facts | None = None
        self._held = Held()
        try:
            with self.connection as connection:
                connection.executescript(SCHEMA)
        except sqlite3.Error as error:
            raise IndexStateError(
                "The index at {path} cannot be opened ({reason}). "
                "Choose another folder with CROSSREAD_DATA, or delete it and index again.",
                path=str(path), reason=str(error),
            ) from error  # fmt: skip
        if self.meta.get("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
            raise IndexStateError(
                "The index at {place} was made by another version of Crossread. "
                "Run 'crossread index --rebuild PATH…' to make it anew.",
                place=str(path),
            )
        self._set_meta("schema", SCHEMA_VERSION)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path or ":memory:", timeout=30)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            self._local.connection = connection
        return connection

    @property
    def words(self) -> FullText:
        """The word index over the passages."""
        revision = self.revision
        if self._held.revision != revision:
            self._held = Held(revision)
        return FullText(self.connection, self._held)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together, or not at all."""
        with self.connection as connection:
            yield
            connection.execute(NEXT_REVISION)

    @property
    def meta(self) -> dict[str, str]:
        """What the index says of itself: schema, embedding model, way of chunking."""
        return dict(self.connection.execute("SELECT key, value FROM meta"))

    def _set_meta(self, key: str, value: str) -> None:
        with self.connection as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def describe(self, model: str, chunking: str) -> None:
        """Remember how the passages were cut and embedded."""
        self._set_meta("model", model)
        self._set_meta("chunking", chunking)

    def places(self) -> dict[str, tuple[str | None, str | None]]:
        """Where the file of every article lies, and its address, by id."""
        rows = self.connection.execute("SELECT id, file, url FROM articles")
        return {article_id: (file, url) for article_id, file, url in rows}

    def move(self, article_id: str, file: str | None) -> None:
        """Remember another place of an article's file; within a transaction."""
        self.connection.execute("UPDATE articles SET file = ? WHERE id = ?", (file, article_id))

    def hashes(self) -> dict[str, str]:
        """The content hash of every article, by id."""
        return dict(self.connection.execute("SELECT id, hash FROM articles"))

    def outlets(self) -> list[str]:
        """Every outlet, once, in order of name."""
        return self._facts().outlets

    def passage_count(self) -> int:
        """How many passages the articles were cut into."""
        return self._facts().passages

    @property
    def revision(self) -> str:
        """Changes whenever anything that is indexed does."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        return str(row[0]) if row else "0"

    def _facts(self) -> _Facts:
        """What every question needs to know of the whole, counted once a revision."""
        revision = self.revision
        if self._counted is None or self._counted.revision != revision:
            read = self.connection.execute
            outlets = read("SELECT DISTINCT outlet FROM articles ORDER BY outlet").fetchall()
            passages = read("SELECT count(*) FROM passages").fetchone()[0]
            self._counted = _Facts(revision, [outlet for (outlet,) in outlets], int(passages))
        return self._counted

    def articles(self) -> list[Article]:
        """Every article, in order of date and id."""
        rows = self.connection.execute(f"{_SELECT_ARTICLE} ORDER BY a.published, a.id")
        return [_article(row) for row in rows]

    def article_count(self) -> int:
        """How many articles there are."""
        return int(self.connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def copy_count(self) -> int:
        """How many articles are copies of another one."""
        counted = "SELECT count(*) FROM articles WHERE copy_of IS NOT NULL"
        return int(self.connection.execute(counted).fetchone()[0])

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        row = self.connection.execute(f"{_SELECT_ARTICLE} WHERE a.id = ?", (article_id,)).fetchone()
        return _article(row) if row else None

    def passage_ids(
        self, article_ids: Sequence[str] | None = None, limit: int | None = None
    ) -> list[str]:
        """Ids of all passages, or of those of some articles; up to `limit` of them if given."""
        read = self.connection.execute
        if article_ids is None:
            return [i for (i,) in islice(read("SELECT id FROM passages"), limit)]
        query = "SELECT id FROM passages WHERE article_id = ?"
        found = (i for a in article_ids for (i,) in read(query, (a,)))
        return list(islice(found, limit))

    def passage_ids_within(self, scope: Scope) -> list[str]:
        """Ids of the passages of the articles inside a scope that narrows something."""
        inside, values = within(scope)
        query = f"SELECT p.id FROM {inside}"
        return [i for (i,) in self.connection.execute(query, values)]

    def unindexed_words(self) -> tuple[int, int]:
        """How many passages the word index lacks, and how many it holds that are no passages."""
        read = self.connection.execute
        both = ("SELECT rowid FROM passages", "SELECT id FROM words_docsize")
        lost, surplus = (
            read(f"SELECT count(*) FROM ({a} EXCEPT {b})").fetchone()[0]
            for a, b in (both, both[::-1])
        )
        return int(lost), int(surplus)

    def damage(self) -> str:
        """What SQLite finds wrong with the file; "" if it is sound."""
        (told,) = self.connection.execute("PRAGMA integrity_check(1)").fetchone()
        return "" if told == "ok" else str(told)

    def without_vectors(self, held: set[str]) -> set[str]:
        """Ids of the articles with passages that are not among the ids held."""
        rows = self.connection.execute("SELECT id, article_id FROM passages")
        return {article_id for passage_id, article_id in rows if passage_id not in held}

    def rows(self, ids: Sequence[str]) -> dict[str, Row]:
        """The passages with these ids (those that are there), by id."""
        marks = ",".join("?" * len(ids))
        found = self.connection.execute(
            f"""SELECT p.id, p.article_id, p.ordinal, p.sentences, p.vectors, {ARTICLE}
                FROM passages p JOIN articles a ON a.id = p.article_id {ORIGINAL}
                WHERE p.id IN ({marks})""",
            list(ids),
        )
        return {row[0]: _row(row) for row in found}

    def sources(self, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """Outlet and date of the article of each passage (those that are there), by passage id."""
        wanted = list(ids)
        marks = ",".join("?" * len(wanted))
        found = self.connection.execute(
            f"""SELECT p.id, a.outlet, a.published FROM passages p
                JOIN articles a ON a.id = p.article_id WHERE p.id IN ({marks})""",
            wanted,
        )
        return {passage_id: (outlet, published) for passage_id, outlet, published in found}

    def put(
        self,
        article: Article,
        content: str,
        passages: Sequence[Passage],
        vectors: Sequence[Sentences],
    ) -> None:
        """Take an article in, in the place of an earlier one with its id; within a transaction."""
        self.remove(article.id)
        write = self.connection.execute
        write(
            f"INSERT INTO articles (hash, {', '.join(ARTICLE_FIELDS)}) VALUES ({_MARKS})",
            (content, *(getattr(article, field) for field in ARTICLE_FIELDS)),
        )
        for passage, matrix in zip(passages, vectors, strict=True):
            spans = np.asarray(passage.sentences, dtype=np.int32).tobytes()
            blob = matrix.astype(np.float16).tobytes()
            cursor = write(
                """INSERT INTO passages (id, article_id, ordinal, sentences, vectors)
                   VALUES (?, ?, ?, ?, ?)""",
                (passage.id, article.id, passage.ordinal, spans, blob),
            )
            body = article.text[passage.start : passage.end]
            write(
                "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)",
                (cursor.lastrowid, article.title, body),
            )
        copies.add(self.connection, article, passages)

    def remove(self, article_id: str) -> None:
        """Forget an article and all that hangs on it; within a transaction."""
        article = self.article(article_id)
        if article is None:
            return
        write = self.connection.execute
        rows = write(
            "SELECT rowid, id, article_id, ordinal, sentences FROM passages WHERE article_id = ?",
            (article_id,),
        ).fetchall()
        for rowid, *row in rows:
            passage = _passage(row)
            body = article.text[passage.start : passage.end]
            write(
                "INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)",
                (rowid, article.title, body),
            )
        copies.discard(self.connection, article_id)
        write("DELETE FROM passages WHERE article_id = ?", (article_id,))
        write("DELETE FROM articles WHERE id = ?", (article_id,))


_MARKS = ", ".join("?" * (1 + len(ARTICLE_FIELDS)))
_SELECT_ARTICLE = f"SELECT {ARTICLE} FROM articles a {ORIGINAL}"


def _article(row: Sequence[Any]) -> Article:
    *told, original_id, outlet, published = row
    original = Original(original_id, outlet, published) if original_id else None
    return Article(**dict(zip(ARTICLE_FIELDS, told, strict=True)), original=original)


def _passage(row: Sequence[Any]) -> Passage:
    passage_id, article_id, ordinal, spans = row
    pairs = np.frombuffer(spans, dtype=np.int32).reshape(-1, 2).tolist()
    return Passage(passage_id, article_id, ordinal, tuple((a, b) for a, b in pairs))


def _row(row: Sequence[Any]) -> Row:
    passage = _passage(row[:4])
    flat = np.frombuffer(row[4], dtype=np.float16).astype(np.float32)
    return Row(passage, _article(row[5:]), flat.reshape(len(passage.sentences), -1))
