"""The catalogue on a Chroma server.

A server has no transactions. An article is taken in by three steps: the records of its passages,
the ids of which hold its content's hash; its own record, which names that hash; and only then the
earlier passages go. A passage counts only while its article's record names its hash, and so the
second step, one write of one record, is when the article changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from threading import local

from index.errors import IndexStateError
from index.ports import Row, Sentences
from index.scope import Scope
from index.server import forms
from index.server.connection import Connection
from index.server.copies import ServerCopies, print_record
from index.server.records import Record, Records, Told, Where, Written
from index.server.sparse import SparseRecords, SparseWords
from index.server.state import State
from index.server.store import Within
from index.server.words import ListedWords, ServerWords, counted
from index.types import Article, Passage


@dataclass(slots=True)
class _Changes:
    """What a transaction is to do."""

    articles: dict[str, Written] = field(default_factory=dict)
    passages: dict[str, Written] = field(default_factory=dict)
    words: dict[str, Written] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)
    prints: dict[str, Told] = field(default_factory=dict)
    removed: dict[str, None] = field(default_factory=dict)
    moved: dict[str, str | None] = field(default_factory=dict)


class ServerCatalog:
    """An ArticleCatalog in the collections of one generation on a server.

    `check` raises where this process may not write any more. Every method raises IndexStateError.
    """

    def __init__(
        self, connection: Connection, state: State, generation: int, check: Callable[[], None]
    ) -> None:
        def records(name: str) -> Records:
            return Records(connection, f"crossread-{generation}-{name}")

        self._state = state
        self._generation = generation
        self._check = check
        self._articles, self._passages = records("articles"), records("passages")
        self._names = records("names")
        self._copies = ServerCopies(records("prints"), self._articles)
        self._changes = local()
        self._counted: tuple[str, list[str], int] | None = None
        told = self._names, self._within, self.passage_count, lambda: self.revision
        self._sparse = SparseRecords(connection, f"crossread-{generation}-sparse")
        self._word_sides: dict[str, ServerWords] = {
            ListedWords.schema: ListedWords(records("words"), *told),
            SparseWords.schema: SparseWords(self._sparse, *told),
        }
        if self._schema not in self._word_sides:
            raise IndexStateError(
                "The index on {place} was made by another version of Crossread. "
                "Run 'crossread index --rebuild PATH…' to make it anew.",
                place=str(connection.address),
            )

    @property
    def meta(self) -> Mapping[str, str]:
        """See ArticleCatalog."""
        return self._state.of(self._generation)

    @property
    def revision(self) -> str:
        """See ArticleCatalog."""
        return self.meta.get("revision", "")

    @property
    def words(self) -> ServerWords:
        """See ArticleCatalog."""
        return self._word_sides[self._schema]

    @property
    def _schema(self) -> str:
        return self.meta.get("schema", ListedWords.schema)

    def describe(self, model: str, chunking: str) -> None:
        """See ArticleCatalog; how words are kept is settled once, by what the server offers."""
        schema = self.meta.get("schema")
        if not schema:
            schema = SparseWords.schema if self._sparse.offered else ListedWords.schema
        self._state.describe(self._generation, schema=schema, model=model, chunking=chunking)

    def article(self, article_id: str) -> Article | None:
        """See ArticleCatalog."""
        found = self._full([article_id])
        return found[article_id][0] if found else None

    def articles(self) -> list[Article]:
        """See ArticleCatalog."""
        found = [forms.article(i, record) for i, record in self._articles.scan(texts=True)]
        return sorted(found, key=lambda a: (a.published or "", a.id))

    def article_count(self) -> int:
        """See ArticleCatalog."""
        return self._articles.count()

    def copy_count(self) -> int:
        """See ArticleCatalog."""
        return len(self._articles.ids(forms.COPIED))

    def hashes(self) -> dict[str, str]:
        """See ArticleCatalog."""
        return {i: record.metadata["hash"] for i, record in self._articles.scan()}

    def places(self) -> dict[str, tuple[str | None, str | None]]:
        """See ArticleCatalog."""
        told = ((i, record.metadata) for i, record in self._articles.scan())
        return {i: (one.get("file"), one.get("url")) for i, one in told}

    def outlets(self) -> list[str]:
        """See ArticleCatalog."""
        return self._facts()[1]

    def passage_count(self) -> int:
        """See ArticleCatalog; while articles are being indexed, some may be counted twice."""
        return self._facts()[2]

    def passage_ids(
        self, article_ids: Sequence[str] | None = None, limit: int | None = None
    ) -> list[str]:
        """See ArticleCatalog."""
        found: Iterable[tuple[str, Record]]
        if article_ids is None:
            found = self._articles.scan()
        else:
            there = self._articles.read(article_ids)
            found = ((i, there[i]) for i in article_ids if i in there)
        ids = (p for i, record in found for p in forms.passage_ids(i, record))
        return list(islice(ids, limit))

    def passage_ids_within(self, scope: Scope) -> Collection[str]:
        """See ArticleCatalog."""
        return Within(self._within(scope), self.words.records.ids)

    def rows(self, ids: Sequence[str]) -> dict[str, Row]:
        """See ArticleCatalog."""
        told = self._passages.read(ids)
        articles = self._full(dict.fromkeys(forms.place(i).article_id for i in told))
        rows: dict[str, Row] = {}
        for passage_id, record in told.items():
            where = forms.place(passage_id)
            article, whole = articles.get(where.article_id, (None, None))
            if article and forms.counts(where, whole):
                passage, vectors = forms.passage(passage_id, record.metadata)
                rows[passage_id] = Row(passage, article, vectors)
        return rows

    def sources(self, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """See ArticleCatalog."""
        wanted = {i: forms.place(i) for i in ids}
        told = self._articles.read(list({p.article_id for p in wanted.values()} - {""}))
        live = {i: told[p.article_id].metadata for i, p in wanted.items()
                if forms.counts(p, told.get(p.article_id))}  # fmt: skip
        return {i: (one["outlet"], one.get("published")) for i, one in live.items()}

    def without_vectors(self, held: set[str]) -> set[str]:
        """See ArticleCatalog."""
        return {forms.place(i).article_id for i in self.passage_ids() if i not in held}

    def unindexed_words(self) -> tuple[int, int]:
        """See ArticleCatalog."""
        wanted, held = set(self.passage_ids()), set(self.words.records.ids())
        return len(wanted - held), len(held - wanted)

    def damage(self) -> str:
        """See ArticleCatalog."""
        lost = len(set(self.passage_ids()) - set(self._passages.ids()))
        return f"{lost:,} passages are missing" if lost else ""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See ArticleCatalog."""
        changes = self._changes.now = _Changes()
        yield
        self._commit(changes)

    def put(
        self,
        article: Article,
        content: str,
        passages: Sequence[Passage],
        vectors: Sequence[Sentences],
    ) -> None:
        """See ArticleCatalog."""
        changes: _Changes = self._changes.now
        source = forms.source(article.outlet, article.published)
        for passage, matrix in zip(passages, vectors, strict=True):
            body = article.text[passage.start : passage.end]
            changes.passages[passage.id] = (forms.passage_record(passage, matrix), "")
            counts = counted(article.title, body)
            told, text = self.words.record(counts)
            changes.words[passage.id] = ({**told, **source}, text)
            changes.stems.update(counts.stems)
        made = print_record(article, passages)
        if made:
            changes.prints[passages[0].id] = made
        record = forms.article_record(article, content, len(passages))
        changes.articles[article.id] = (record, article.text)
        changes.removed.pop(article.id, None)

    def remove(self, article_id: str) -> None:
        """See ArticleCatalog."""
        self._changes.now.articles.pop(article_id, None)
        self._changes.now.removed[article_id] = None

    def move(self, article_id: str, file: str | None) -> None:
        """See ArticleCatalog."""
        self._changes.now.moved[article_id] = file

    def sweep(self) -> None:
        """Forget the passages of no article, which a writer that was cut off left behind."""
        live = set(self.passage_ids())
        for records in (self._passages, self.words.records, self._copies):
            records.delete(sorted(set(records.ids()) - live))
        self._copies.settle_all()
        self._touch()

    def _commit(self, changes: _Changes) -> None:
        self._check()
        new, gone = changes.articles, list(changes.removed)
        before = self._articles.read([*new, *gone])
        old = {i: forms.passage_ids(i, record) for i, record in before.items()}
        self._name(changes)
        self._passages.write(changes.passages)
        self.words.records.write(changes.words)
        copied = self._copies.write(changes.prints)
        self._check()
        self._articles.write(new)
        self._articles.delete(gone)
        self._articles.change({i: {"file": file} for i, file in changes.moved.items()})
        self._copies.settle([*copied, *(ids[0] for ids in old.values() if ids)])
        self._touch()
        surplus = sorted({p for ids in old.values() for p in ids} - changes.passages.keys())
        for records in (self._passages, self.words.records, self._copies):
            records.delete(surplus)
        if self._unname({record.metadata["outlet"] for record in before.values()}) or surplus:
            self._touch()

    def _touch(self) -> None:
        """Show every process that something changed."""
        self._state.touch(self._generation)

    def _name(self, changes: _Changes) -> None:
        """Note the outlets and stems of new articles, so that they can be listed."""
        outlets = {told["outlet"] for told, _ in changes.articles.values()}
        names: dict[str, Told] = {f"outlet:{o}": {"kind": "outlet"} for o in outlets}
        for name in changes.stems:
            names[f"stem:{name}"] = {"initial": name[0], "length": len(name)}
        unknown = sorted(names.keys() - self._names.read(list(names)).keys())
        self._names.add({i: names[i] for i in unknown})

    def _unname(self, outlets: Iterable[str]) -> bool:
        """Forget those of some outlets of which no article is left; whether there are any."""
        gone = [f"outlet:{o}" for o in outlets if not self._articles.ids({"outlet": o}, 1)]
        self._names.delete(gone)
        return bool(gone)

    def _facts(self) -> tuple[str, list[str], int]:
        """Revision, outlets and number of passages: counted once a revision."""
        revision = self.revision
        if self._counted is None or self._counted[0] != revision:
            outlets = sorted(i.partition(":")[2] for i in self._names.ids({"kind": "outlet"}))
            self._counted = revision, outlets, self._passages.count()
        return self._counted

    def _within(self, scope: Scope) -> Where:
        return forms.within(scope, self.outlets())

    def _full(self, ids: Iterable[str]) -> dict[str, tuple[Article, Record]]:
        """Articles with the records that hold them, by id."""
        found = self._articles.read(list(ids), texts=True)
        return {i: (forms.article(i, record), record) for i, record in found.items()}
