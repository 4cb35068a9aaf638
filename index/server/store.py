"""The vectors on a Chroma server, narrowed by what is told of them there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from index.embeddings import Vectors
from index.server.connection import Connection
from index.server.forms import source
from index.server.records import PAGE, Where, paged
from index.store import CONFIGURATION, FEW, ChromaVectors, Metadata


class Within(Collection[str]):
    """The ids of the passages that meet a condition, fetched only where they are asked for."""

    def __init__(self, where: Where, fetch: Callable[[Where, int | None], list[str]]) -> None:
        self.where = where
        self._fetch = fetch

    @cached_property
    def _ids(self) -> dict[str, None]:
        return dict.fromkeys(self._fetch(self.where, None))

    def few(self) -> list[str] | None:
        """The ids, if they are so few that each can be compared."""
        found = self._fetch(self.where, FEW + 1)
        return found if len(found) <= FEW else None

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, passage_id: object) -> bool:
        return passage_id in self._ids


class ServerVectors(ChromaVectors):
    """A VectorStore in a collection of one generation on a server."""

    def __init__(self, connection: Connection, generation: int) -> None:
        name = f"crossread-{generation}-vectors"
        page = min(PAGE, connection.most)
        super().__init__(connection.collection(name, CONFIGURATION), connection.said, page)

    def upsert(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        texts: Sequence[str],
        metadata: Sequence[Metadata],
    ) -> None:
        """See VectorStore; the texts are in the catalogue."""
        told = [source(str(m.get("outlet", "")), str(m.get("published", ""))) for m in metadata]
        super().upsert(ids, vectors, (), told)

    def ids(self) -> set[str]:
        """See VectorStore."""
        return set(
            paged(
                lambda size, start: self._read(
                    lambda held: held.get(include=[], limit=size, offset=start)["ids"]
                )
            )
        )

    def nearest(
        self, vector: Vectors, k: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """See VectorStore."""
        if isinstance(among, Within):
            few = among.few()
            if few is None:
                return self._query(vector, k, where=among.where)
            among = few
        return super().nearest(vector, k, among)

    def reopen(self) -> None:
        """See VectorStore; the server shows what others wrote at once."""
