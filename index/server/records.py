"""Records without a vector: a Chroma collection as a table of texts and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from index.server.connection import Connection

if TYPE_CHECKING:
    import chromadb

PAGE = 1000
"""Records a call, so that no answer of the server gets very large."""
_IDS = 10_000
"""The same where their ids alone are asked for."""

Told = Mapping[str, Any]
"""What is told of a record: text, numbers and lists of texts; None takes away what was told."""
Written = tuple[Told, str]
"""What is told of a record, and its text; "" for one that has none."""
Where = dict[str, Any]
"""A condition on what is told of records, as Chroma writes it."""


class Record(NamedTuple):
    """What is told of something, and its text if it was asked for and there is one."""

    metadata: Told
    text: str


class Records:
    """A collection by name, made if it is not there. Every method raises IndexStateError."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name

    @cached_property
    def _collection(self) -> chromadb.Collection:
        return self._connection.collection(self._name)

    def read(self, ids: Sequence[str], *, texts: bool = False) -> dict[str, Record]:
        """The records with these ids (those that are there), by id."""
        found: dict[str, Record] = {}
        for page in self._pages(ids):
            found |= self._get(texts, ids=page)
        return found

    def texts(self, ids: Sequence[str]) -> dict[str, str]:
        """The texts alone of the records with these ids (those that are there), by id."""
        found: dict[str, str] = {}
        for page in self._pages(ids):
            with self._connection.said("read"):
                got = self._collection.get(ids=page, include=["documents"])
            found |= zip(got["ids"], got["documents"] or [], strict=True)
        return found

    def scan(self, where: Where | None = None, *, texts: bool = False) -> Iterator[
        tuple[str, Record]
    ]:  # fmt: skip
        """Every record that meets a condition, with its id."""
        for offset in count(0, self._page):
            page = self._get(texts, where=where, limit=self._page, offset=offset)
            yield from page.items()
            if len(page) < self._page:
                return

    def ids(self, where: Where | None = None, limit: int | None = None) -> list[str]:
        """The ids of the records that meet a condition, up to `limit` of them if given."""
        return paged(lambda size, start: self._ids(where=where, limit=size, offset=start), limit)

    def among(self, ids: Sequence[str], where: Where) -> list[str]:
        """Those of some ids whose records meet a condition."""
        return [i for page in self._pages(ids) for i in self._ids(where=where, ids=page)]

    def has_more(self, where: Where, than: int) -> bool:
        """Whether more records than so many meet a condition; the server counts."""
        return bool(self._ids(where=where, limit=1, offset=than))

    def count(self) -> int:
        """How many records there are."""
        with self._connection.said("read"):
            return self._collection.count()

    def write(self, records: Mapping[str, Written]) -> None:
        """Write records by id, over earlier ones; what is not told stays as it was."""
        told = {i: metadata for i, (metadata, _) in records.items()}
        for page in self._pages(list(records)):
            texts = [records[i][1] for i in page]
            with self._connection.said("written"):
                self._collection.upsert(**_new(page, told), documents=texts if any(texts) else None)

    def add(self, told: Mapping[str, Told]) -> None:
        """Write records by id; one that is there already stays, even if it was added just now."""
        for page in self._pages(list(told)):
            with self._connection.said("written"):
                self._collection.add(**_new(page, told))

    def change(self, told: Mapping[str, Told]) -> None:
        """Tell something else of records; those that are not there are passed over."""
        for page in self._pages(list(told)):
            with self._connection.said("written"):
                self._collection.update(ids=page, metadatas=[dict(told[i]) for i in page])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these ids; those that are not there are passed over."""
        for page in self._pages(ids):
            with self._connection.said("written"):
                self._collection.delete(ids=page)

    def _ids(self, **asked: Any) -> list[str]:
        with self._connection.said("read"):
            return self._collection.get(include=[], **asked)["ids"]

    @property
    def _page(self) -> int:
        return min(PAGE, self._connection.most)

    def _pages(self, ids: Sequence[str]) -> Iterator[list[str]]:
        return pages(ids, self._page)

    def _get(self, texts: bool, **asked: Any) -> dict[str, Record]:
        with self._connection.said("read"):
            found = self._collection.get(
                include=["metadatas", "documents"] if texts else ["metadatas"], **asked
            )
        ids = found["ids"]
        told = found["metadatas"] or [{}] * len(ids)
        documents = found["documents"] or [""] * len(ids)
        rows = zip(ids, told, documents, strict=True)
        return {i: Record(metadata or {}, text or "") for i, metadata, text in rows}


def paged(fetch: Callable[[int, int], list[str]], limit: int | None = None) -> list[str]:
    """Ids, up to `limit` of them if given, from what fetches so many of them from a place on."""
    found: list[str] = []
    while limit is None or len(found) < limit:
        size = _IDS if limit is None else min(_IDS, limit - len(found))
        page = fetch(size, len(found))
        found += page
        if len(page) < size:
            break
    return found


def _new(ids: list[str], told: Mapping[str, Told]) -> dict[str, Any]:
    """New records as Chroma takes them: it wants a vector with each."""
    vectors = np.ones((len(ids), 1), np.float32)
    return {"ids": ids, "embeddings": vectors, "metadatas": [dict(told[i]) for i in ids]}


def pages(ids: Sequence[str], size: int) -> Iterator[list[str]]:
    """So many ids at a time."""
    for i in range(0, len(ids), size):
        yield list(ids[i : i + size])
