"""Articles that print one report: found by what their bodies share, put down to the earliest.

A body counts as the set of its word shingles (Broder 1997). MinHash signatures (datasketch) that
agree in a band make two bodies candidates: locality-sensitive hashing (Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, ch. 3). Their shingles then decide. A copy of a copy is a copy,
and so no order of indexing changes what is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from index.types import Article, Passage
from index.words import words

if TYPE_CHECKING:
    from datasketch import MinHash

Shingles = npt.NDArray[np.uint32]
"""Hashes of the different shingles of a body, in ascending order."""

_SHINGLE = 3
"""Words a shingle: of longer ones hardly any outlives an editor who changes one word in ten."""
_CONTAINED, _SIMILAR = 0.78, 0.3
"""Share of the smaller body that is in the other, and Jaccard similarity, of two copies. Reports
that share a long statement reach .76; one that quotes all of another is dissimilar to it."""
_FEWEST = 28
"""Shingles (30 words) of a body below which only the same words make a copy."""
_PERMUTATIONS, _ROWS = 128, 3
"""Hashes a signature and a band: the 42 bands miss 1 in 270 pairs that are as similar as a report
and its first half (.5), and 1 in 16 of those at .4."""
OPENING = 300
"""Characters of an article in which a dateline names the agency: "HALDEN (AP) -"."""


class Print(NamedTuple):
    """One of the articles that print a report; `opening` is how its text begins."""

    id: str
    outlet: str
    published: str | None
    opening: str


def body(article: Article, passages: Sequence[Passage]) -> str:
    """What an article says, without what stands around it."""
    return " ".join(article.text[a:b] for passage in passages for a, b in passage.sentences)


def shingles(body: str) -> Shingles:
    """The shingles of a body."""
    from datasketch import sha1_hash32  # datasketch brings SciPy: half a second, for no question

    tokens = [w.lower() for w in words(body)]
    starts = range(min(len(tokens), max(1, len(tokens) - _SHINGLE + 1)))
    texts = {" ".join(tokens[i : i + _SHINGLE]) for i in starts}
    hashes = [sha1_hash32(text.encode("utf-8", "surrogatepass")) for text in texts]
    return np.unique(np.array(hashes, dtype=np.uint32))


def are_copies(one: Shingles, other: Shingles) -> bool:
    """Whether one body is the other or a part of it, with little changed and added."""
    fewer = min(one.size, other.size)
    if fewer < _FEWEST:
        return np.array_equal(one, other)
    shared = np.intersect1d(one, other, assume_unique=True).size
    similarity = shared / (one.size + other.size - shared)
    return shared >= _CONTAINED * fewer and similarity >= _SIMILAR


def original(prints: Sequence[Print]) -> str:
    """The id of the one whose report it is: the earliest.

    Of several, the one whose outlet most of the prints name as the agency, then the least id.
    """

    def order(one: Print) -> tuple[str, int, str]:
        naming = sum(f"({one.outlet})" in other.opening for other in prints)
        # "~" sorts after every digit: a month after its days, an unknown date last.
        return (one.published or "").ljust(10, "~"), -naming, one.id

    return min(map(order, prints))[-1]


def reports(copies: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The ids given, those of one report together, by those that each was found to be a copy of.

    What is no id given counts for nothing.
    """
    near: dict[str, set[str]] = {i: set() for i in copies}
    for one, others in copies.items():
        for other in near.keys() & set(others):
            near[one].add(other)
            near[other].add(one)
    found: list[list[str]] = []
    while near:
        first, open_ends = near.popitem()
        kin = [first]
        while open_ends:
            one = open_ends.pop()
            if one in near:
                kin.append(one)
                open_ends |= near.pop(one)
        found.append(kin)
    return found


def bands(found: Shingles) -> list[bytes]:
    """The signature in bands, each after its number."""
    signature = _unsigned().copy()
    signature.update_batch(found)
    firsts = range(0, _PERMUTATIONS - _ROWS + 1, _ROWS)
    hashes = signature.hashvalues
    return [bytes([i // _ROWS]) + hashes[i : i + _ROWS].tobytes() for i in firsts]


@cache
def _unsigned() -> MinHash:
    """A signature of nothing; to make its permutations takes as long as to use them."""
    from datasketch import MinHash

    return MinHash(_PERMUTATIONS, hashfunc=int)
