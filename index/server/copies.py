"""Copies on a Chroma server: one print a content of an article, which names those it is a copy of.

A print has the id of the content's first passage and is never changed: of two copies, the one
that came later names the other. So nothing of it can be half done, and an article's record says
whether its print counts. To which article another is put down follows from the prints that count;
it stands in the articles' records, and is settled after these were written.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from index.duplicates import (
    OPENING,
    Print,
    Shingles,
    are_copies,
    bands,
    body,
    original,
    reports,
    shingles,
)
from index.server import forms
from index.server.records import PAGE, Record, Records, Told, Where, pages
from index.types import Article, Passage

_TOGETHER = 8
"""Prints whose bands are looked for in one call: SQLite, inside Chroma, takes 1,000 conditions."""
_NAMED = 300
"""Prints of which it is asked in one call who names them."""


def print_record(article: Article, passages: Sequence[Passage]) -> dict[str, Any]:
    """The print of an article as it is kept, without those that it names; {} for no words."""
    made = shingles(body(article, passages))
    if not made.size:
        return {}
    return {
        "outlet": article.outlet,
        "published": article.published,
        "opening": article.text[:OPENING],
        "shingles": base64.b64encode(made.tobytes()).decode("ascii"),
        "bands": [hashlib.blake2b(band, digest_size=8).hexdigest() for band in bands(made)],
    }


class _Comparable(NamedTuple):
    article_id: str
    bands: frozenset[str]
    shingles: Shingles


class ServerCopies:
    """Finds copies among the prints, and notes them in the articles. Raises IndexStateError."""

    def __init__(self, prints: Records, articles: Records) -> None:
        self._prints = prints
        self._articles = articles

    def write(self, made: Mapping[str, Told]) -> list[str]:
        """Write the prints of new contents; the ids of those that are copies."""
        named: dict[str, list[str]] = {}
        for one, other in self._pairs(made):
            named.setdefault(one, []).append(other)
        told = {i: {**m, "copies": named.get(i), "linked": i in named} for i, m in made.items()}
        self._prints.write({i: (one, "") for i, one in told.items()})
        return list(named)

    def settle(self, ids: Collection[str]) -> None:
        """Put the articles of these prints, and of all their kin, down to their originals.

        Prints that do not count any more may be among them: their kin is another's now.
        """
        prints = self._kin(ids)
        owners = {i: forms.place(i).article_id for i in prints}
        articles = self._articles.read(list(dict.fromkeys(owners.values())))
        live = {i for i in prints if forms.counts(forms.place(i), articles.get(owners[i]))}
        wanted: dict[str, Told] = {}
        for kin in reports({i: prints[i].metadata.get("copies") or () for i in live}):
            told = {owners[i]: _told(owners[i], prints[i]) for i in kin}
            first = told[original(list(told.values()))]
            wanted |= {a: forms.put_down(None if a == first.id else first) for a in told}
        differing = {
            article_id: told
            for article_id, told in wanted.items()
            if any(articles[article_id].metadata.get(key) != told[key] for key in told)
        }
        self._articles.change(differing)

    def settle_all(self) -> None:
        """Settle every article that is a copy or was taken for one."""
        ids = self._prints.ids({"linked": True})
        ids += [forms.passage_ids(i, r)[0] for i, r in self._articles.scan(forms.COPIED)]
        for page in pages(sorted(set(ids)), PAGE):
            self.settle(page)

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these prints; ids of none are passed over."""
        self._prints.delete(ids)

    def ids(self) -> list[str]:
        """The id of every print."""
        return self._prints.ids()

    def _pairs(self, made: Mapping[str, Told]) -> Iterator[tuple[str, str]]:
        """Each of these prints with each that it is a copy of, stored or before it."""
        own = {i: _comparable(i, told) for i, told in made.items()}
        for group in pages(list(own), _TOGETHER):
            wanted = sorted({band for i in group for band in own[i].bands})
            for other, record in self._prints.scan(_any("bands", wanted)):
                if other not in own:
                    stored = _comparable(other, record.metadata)
                    yield from ((i, other) for i in group if _are_copies(own[i], stored))
        for (i, one), (j, other_one) in combinations(own.items(), 2):
            if _are_copies(one, other_one):
                yield j, i

    def _kin(self, ids: Collection[str]) -> dict[str, Record]:
        """These prints with all that name them or are named by them, and so on."""
        found: dict[str, Record] = {}
        asked: set[str] = set()
        ends = set(ids)
        while ends:
            told = self._prints.read(sorted(ends))
            near = {i for record in told.values() for i in record.metadata.get("copies") or ()}
            for page in pages(sorted(ends), _NAMED):
                near.update(self._prints.ids(_any("copies", page)))
            found |= told
            asked |= ends
            ends = near - asked
        return found


def _any(key: str, values: Sequence[str]) -> Where:
    return forms.any_of([{key: {"$contains": value}} for value in values])


def _comparable(print_id: str, told: Told) -> _Comparable:
    hashes = np.frombuffer(base64.b64decode(told["shingles"]), np.uint32)
    return _Comparable(forms.place(print_id).article_id, frozenset(told["bands"]), hashes)


def _are_copies(one: _Comparable, other: _Comparable) -> bool:
    if one.article_id == other.article_id or one.bands.isdisjoint(other.bands):
        return False
    return are_copies(one.shingles, other.shingles)


def _told(article_id: str, record: Record) -> Print:
    told = record.metadata
    return Print(article_id, told["outlet"], told.get("published"), told["opening"])
