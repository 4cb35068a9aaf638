"""Where passage vectors live: a Chroma collection, or plain memory for a moment's articles."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import numpy as np

from index.embeddings import Vectors
from index.errors import IndexStateError, Phrase

if TYPE_CHECKING:
    import chromadb
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

COLLECTION = "passages"
CONFIGURATION: CreateCollectionConfiguration = {"hnsw": {"space": "cosine", "ef_search": 100}}
_PAGE = 5000
"""Ids a call: SQLite, inside Chroma, takes a bounded number of variables."""
FEW = 500
"""Ids that are compared one by one."""
_OPENED = count()
_SPELLINGS = 500
_MARGIN = 4
"""Times the neighbours that should do are asked for where most are not wanted."""

Metadata = Mapping[str, str | int | float | bool | list[str] | None]
T = TypeVar("T")


class VectorStore(Protocol):
    """Unit vectors by passage id."""

    def upsert(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        texts: Sequence[str],
        metadata: Sequence[Metadata],
    ) -> None:
        """Write vectors, in the place of earlier ones with these ids."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these ids; those that are not there are passed over."""

    def ids(self) -> set[str]:
        """Every id there is."""

    def count(self) -> int:
        """How many ids there are."""

    def nearest(
        self, vector: Vectors, k: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine, best first; only those `among` some, if given.

        Ids that are not there are passed over.
        """

    def reopen(self) -> None:
        """See what other processes wrote since."""


class ChromaVectors:
    """The passage vectors in a Chroma collection, wherever that is.

    `said` wraps every call: it raises an IndexStateError for what Chroma raises, and is told what
    was to be done ("read", "written"). `page` ids are written a call.
    """

    def __init__(
        self,
        collection: chromadb.Collection,
        said: Callable[[str], AbstractContextManager[None]],
        page: int = _PAGE,
    ) -> None:
        self._collection = collection
        self._said = said
        self._page = page

    def _read(self, call: Callable[[chromadb.Collection], T]) -> T:
        """What a call reads; once more if the vectors were opened anew under it."""
        collection = self._collection
        with self._said("read"):
            try:
                return call(collection)
            except Exception:
                if collection is self._collection:
                    raise
                return call(self._collection)

    def upsert(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        texts: Sequence[str],
        metadata: Sequence[Metadata],
    ) -> None:
        """See VectorStore."""
        for i in range(0, len(ids), self._page):
            page = slice(i, i + self._page)
            with self._said("written"):
                self._collection.upsert(
                    ids=list(ids[page]),
                    embeddings=vectors[page],
                    documents=list(texts[page]) or None,
                    metadatas=[cast("dict[str, Any]", m) for m in metadata[page]],
                )

    def delete(self, ids: Sequence[str]) -> None:
        """See VectorStore."""
        for i in range(0, len(ids), self._page):
            with self._said("written"):
                self._collection.delete(ids=list(ids[i : i + self._page]))

    def ids(self) -> set[str]:
        """See VectorStore."""
        return self._read(lambda held: set(held.get(include=[])["ids"]))

    def count(self) -> int:
        """See VectorStore."""
        return self._read(lambda held: int(held.count()))

    def nearest(
        self, vector: Vectors, k: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """See VectorStore."""
        if among is None:
            return self._query(vector, k)
        if len(among) <= FEW:
            return self._compared(vector, k, among)
        if len(among) <= _PAGE:
            # Chroma fails on an id that it doesn't hold, such as one deleted a moment ago.
            with suppress(IndexStateError):
                return self._query(vector, k, ids=list(among))
        return self._sifted(vector, k, set(among))

    def _compared(
        self, vector: Vectors, k: int, wanted: Collection[str]
    ) -> list[tuple[str, float]]:
        """The k nearest of a few ids, each compared: the graph of neighbours can miss some."""
        if not wanted:
            return []
        held = self._read(lambda c: c.get(ids=list(wanted), include=["embeddings"]))
        found = MemoryStore()
        found.upsert(held["ids"], np.asarray(held["embeddings"], np.float32), (), ())
        return found.nearest(vector, k)

    def _sifted(self, vector: Vectors, k: int, wanted: set[str]) -> list[tuple[str, float]]:
        """The k nearest of the wanted ids, found by asking for more neighbours than that."""
        held = self.count()
        asked = k * max(1, held // len(wanted))
        while True:
            asked = min(_MARGIN * asked, held)
            found = [(i, cosine) for i, cosine in self._query(vector, asked) if i in wanted]
            if len(found) >= k or asked == held:
                return found[:k]

    def _query(
        self,
        vector: Vectors,
        k: int,
        ids: list[str] | None = None,
        where: chromadb.Where | None = None,
    ) -> list[tuple[str, float]]:
        if k < 1:
            return []
        found = self._read(
            lambda held: held.query(
                query_embeddings=vector[np.newaxis, :],
                n_results=k,
                include=["distances"],
                ids=ids,
                where=where,
            )
        )
        distances = (found["distances"] or [[]])[0]
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]


class ChromaStore(ChromaVectors):
    """A persistent, embedded Chroma collection under `path` (a folder, made if needed).

    Raises IndexStateError where Chroma cannot open, read or write it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._client, collection = self._open()
        super().__init__(collection, self._told)

    def _open(self) -> tuple[Client, chromadb.Collection]:
        import chromadb
        from chromadb.config import Settings

        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        with self._told("opened"):
            # Chroma gives all who open one spelling of a path the same view, an old one at that.
            spelling = str(self._path) + f"{os.sep}." * (next(_OPENED) % _SPELLINGS)
            client = chromadb.PersistentClient(
                spelling, settings=Settings(anonymized_telemetry=False)
            )
            return cast("Client", client), client.get_or_create_collection(
                COLLECTION, embedding_function=None, configuration=CONFIGURATION
            )

    def reopen(self) -> None:
        """See VectorStore; searches in other threads go on meanwhile."""
        old = self._client
        client, collection = self._open()
        with self._told("read"):
            held = collection.get(limit=1, include=["embeddings"])
            if held["ids"]:  # a first search loads the graph of neighbours
                collection.query(query_embeddings=np.asarray(held["embeddings"]), n_results=1)
        self._client, self._collection = client, collection
        old.close()

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # Chroma raises what its Rust core raised, of any type
            reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
            raise IndexStateError(
                "The vectors at {path} cannot be {done} ({reason}): make sure that there "
                "is room and that the folder can be written, or delete it and index again.",
                path=self._path, done=Phrase(done), reason=reason,
            ) from error  # fmt: skip


class MemoryStore:
    """Vectors in memory, compared one by one: for articles that come with a question."""

    def __init__(self) -> None:
        self._vectors: dict[str, Vectors] = {}
        self._matrix: tuple[list[str], Vectors] | None = None

    def upsert(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        texts: Sequence[str],
        metadata: Sequence[Metadata],
    ) -> None:
        """See VectorStore."""
        self._vectors.update(zip(ids, vectors, strict=True))
        self._matrix = None

    def delete(self, ids: Iterable[str]) -> None:
        """See VectorStore."""
        for i in ids:
            self._vectors.pop(i, None)
        self._matrix = None

    def reopen(self) -> None:
        """See VectorStore; nobody else writes here."""

    def ids(self) -> set[str]:
        """See VectorStore."""
        return set(self._vectors)

    def count(self) -> int:
        """See VectorStore."""
        return len(self._vectors)

    def nearest(
        self, vector: Vectors, k: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """See VectorStore."""
        if not self._vectors:
            return []
        names, matrix = self._stacked()
        if among is not None:
            wanted = set(among)
            rows = [i for i, name in enumerate(names) if name in wanted]
            names, matrix = [names[i] for i in rows], matrix[rows]
        scores = matrix @ vector
        return [(names[i], float(scores[i])) for i in np.argsort(-scores, kind="stable")[:k]]

    def _stacked(self) -> tuple[list[str], Vectors]:
        """The ids and their vectors as rows; kept, as many questions follow one change."""
        if self._matrix is None:
            self._matrix = list(self._vectors), np.stack([*self._vectors.values()])
        return self._matrix
