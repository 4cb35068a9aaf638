"""The word index on a server that has sparse vector indexes: BM25 as the product of two vectors.

Chroma Cloud and the distributed server have such indexes; a server on one machine refuses them.
A passage's vector holds what each of its stems weighs in it, by a hash of the stem, and a
question's holds 1 a stem. In an index made for BM25 the server multiplies each by the stem's
rarity among all passages, so that the product of both is BM25 (Robertson & Zaragoza 2009). Two
things differ from the index on one machine: the mean length of a passage is a fixed one, as the
vectors that are written cannot follow it, and rarity has Lucene's form, which stays positive. The
server's code (idf.rs) takes all stems for equally rare until it first compacted what was written.

No distributed server ran in the tests. They have a real server on one machine with a stand-in
before it, which answers what that server refuses: indexes, vectors and searches of this kind. The
real one reads every such request first, and so what is sent is what its interface defines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from index.errors import IndexStateError
from index.scope import Scope
from index.server.records import Records, Where, Written
from index.server.words import Counted, Held, ServerWords, saturated, stems_of

if TYPE_CHECKING:
    import chromadb
    from chromadb import SparseVector

_KEY = "words"
_MEAN = 120
"""Words of a passage with its title: 130 in the seeds, 112 without it in news of many outlets."""
_COUNTED = 300
"""Passages that hold a stem and are counted one by one; Chroma Cloud names no more in a call."""


class SparseRecords(Records):
    """Records with a sparse vector each. Raises IndexStateError where the server has no index."""

    @property
    def offered(self) -> bool:
        """Whether the server has an index for them; it is made if it does."""
        return self._indexed is not None

    def search(
        self,
        vectors: Sequence[SparseVector],
        limit: int,
        start: int = 0,
        where: Where | None = None,
    ) -> list[list[tuple[str, float]]]:
        """Of each vector the records that have a product with it over 0, as (id, product).

        The best first: so many of them, from a place on, of those that meet a condition.
        """
        from chromadb import K, Knn, Search

        asked = [
            Search(where=where, rank=Knn(query=vector, key=_KEY, limit=start + limit))
            .limit(limit, start)
            .select(K.SCORE)
            for vector in vectors
        ]
        with self._connection.said("read"):
            found = self._collection.search(asked)
            # A score is 1 less the product; what has none can be found, too.
            return [
                [(i, 1 - score) for i, score in zip(ids, scores or [], strict=True) if score < 1]
                for ids, scores in zip(found["ids"], found["scores"] or [], strict=True)
            ]

    @cached_property
    def _collection(self) -> chromadb.Collection:
        if self._indexed is None:
            raise IndexStateError(
                "The index on {place} keeps its words in a sparse vector index, but the "
                "collection {name!r} has none here: this server refuses or lost it. Connect to "
                "the server that has it, or run 'crossread index --rebuild PATH…' to make the "
                "index anew.",
                place=str(self._connection.address),
                name=self._name,
            )
        return self._indexed

    @cached_property
    def _indexed(self) -> chromadb.Collection | None:
        from chromadb import Schema, SparseVectorIndexConfig
        from chromadb.errors import InvalidArgumentError

        schema = Schema().create_index(SparseVectorIndexConfig(bm25=True), _KEY)
        try:
            made = self._connection.collection(self._name, schema=schema)
        except IndexStateError as error:
            if isinstance(error.__cause__, InvalidArgumentError):
                return None
            raise
        # An older server takes no notice of a schema, and a collection may have been there.
        kept = made.schema.keys.get(_KEY) if made.schema else None
        index = kept.sparse_vector and kept.sparse_vector.sparse_vector_index if kept else None
        return made if index and index.enabled and index.config.bm25 else None


class SparseWords(ServerWords):
    """A WordIndex over sparse vectors by passage id."""

    schema = "2 sparse"
    records: SparseRecords

    @staticmethod
    def record(passage: Counted) -> Written:
        """See ServerWords; a passage without a stem has no vector."""
        weights = {
            name: round(saturated(count, passage.length, _MEAN), 4)
            for name, count in passage.stems.items()
        }
        return {_KEY: _vector(weights)} if weights else {}, ""

    def best(self, terms: Sequence[str], k: int, scope: Scope) -> list[tuple[str, float]]:
        """See WordIndex."""
        stems = stems_of(terms)
        if not stems or k < 1:
            return []
        inside = self._within(scope) if scope else None
        (found,) = self.records.search([_vector(dict.fromkeys(stems, 1.0))], k, where=inside)
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _look_up(self, stems: Sequence[str]) -> list[Held]:
        """In how many passages each stem is; beyond `_COUNTED` within a third of what is true."""
        vectors = [_vector({name: 1.0}) for name in stems]
        counts = [len(found) for found in self.records.search(vectors, _COUNTED)]
        named, more = _COUNTED, [i for i, count in enumerate(counts) if count == _COUNTED]
        while more:
            beyond = self.records.search([vectors[i] for i in more], 1, start=named)
            more = [i for i, found in zip(more, beyond, strict=True) if found]
            for i in more:
                counts[i] = named * 3 // 2  # between once and twice as many
            named *= 2
        return [Held(count) for count in counts]


def _vector(weights: Mapping[str, float]) -> SparseVector:
    """What some stems weigh, as Chroma writes it."""
    from chromadb import SparseVector

    # Chroma's places have 31 bits; of two stems with one place the weights are added.
    summed: dict[int, float] = {}
    for name, weight in weights.items():
        place = crc32(name.encode()) % 2**31
        summed[place] = summed.get(place, 0.0) + weight
    return SparseVector(sorted(summed), [summed[place] for place in sorted(summed)])
