"""The word index on a server: lists of stems that Chroma can look up, and BM25 over what it finds.

A Chroma server on one machine has no index for weights of words (`sparse` is for one that has); it
does index lists of strings, which tells the passages that hold a stem. Those that hold the most
and rarest stems of a question are fetched and scored by BM25 (Robertson & Zaragoza 2009), as the
index on one machine scores them. What differs is that no more than `_SCORED` passages are, and
that of a stem which more than `_MOST` hold those are looked at that hold another stem of the
question as well.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from heapq import nlargest
from math import log
from threading import Lock
from typing import ClassVar, NamedTuple

from index.full_text import BODY_WEIGHT, TITLE_WEIGHT
from index.scope import Scope
from index.server.forms import any_of, both
from index.server.records import Records, Where, Written
from index.words import STOPWORDS, fold, stem, words

_K1, _B = 1.2, 0.75
"""How much repeats and length count in BM25, as FTS5 has them."""
_SCORED = 400
"""Passages that are scored, of those that hold words of a question."""
_MOST = 5000
"""Passages that are named for a stem: an archive can hold millions."""
_KEPT = 500_000
"""Passages and stems that are remembered, until something is indexed."""
_AT_ONCE = 8
"""Stems that are looked up side by side: a server far away takes its time for each."""


class Held(NamedTuple):
    """In how many passages a stem is, and the ids of at most `_MOST` of them."""

    passages: int
    ids: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether all are named."""
        return self.passages == len(self.ids)


class Counted(NamedTuple):
    """How long a passage with its title is, in words, and what each of its stems counts."""

    length: int
    stems: Mapping[str, float]


def counted(title: str, body: str) -> Counted:
    """The words of a passage, counted; a word of the title counts less."""
    stems: Counter[str] = Counter()
    length = 0
    for text, weight in ((title, TITLE_WEIGHT), (body, BODY_WEIGHT)):
        tokens = words(text)
        length += len(tokens)
        for token in tokens:
            if fold(token) not in STOPWORDS:
                stems[stem(token)] += weight  # type: ignore[assignment]
    return Counted(length, stems)


def saturated(count: float, length: int, mean: float) -> float:
    """What a stem that counts so much weighs in so long a passage: BM25 before its rarity."""
    return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length / max(mean, 1)))


@dataclass(slots=True)
class _Memory:
    """What was read of one revision: stems, and lists of them by first letter and lengths."""

    revision: str = ""
    held: dict[str, Held] = field(default_factory=dict)
    lists: dict[tuple[str, int, int], list[str]] = field(default_factory=dict)

    def is_full(self) -> bool:
        named = sum(len(one.ids) for one in self.held.values())
        return named + sum(map(len, self.lists.values())) > _KEPT


class ServerWords(ABC):
    """A WordIndex over word records by passage id, kept in one way or another.

    `names` holds a record a stem, `within` writes the condition for a scope, `total` tells how
    many passages there are and `revision` when what is remembered of them is over.
    """

    schema: ClassVar[str]
    """What an index says of itself whose words are kept so."""

    def __init__(
        self,
        records: Records,
        names: Records,
        within: Callable[[Scope], Where],
        total: Callable[[], int],
        revision: Callable[[], str],
    ) -> None:
        self.records = records
        self._names = names
        self._within = within
        self._total = total
        self._revision = revision
        self._memory = _Memory()
        self._lock = Lock()

    @staticmethod
    @abstractmethod
    def record(passage: Counted) -> Written:
        """The record of a passage."""

    @abstractmethod
    def best(self, terms: Sequence[str], k: int, scope: Scope) -> list[tuple[str, float]]:
        """See WordIndex."""

    @abstractmethod
    def _look_up(self, stems: Sequence[str]) -> Sequence[Held]:
        """Which passages hold each stem, as the server says."""

    def frequencies(self, stems: Sequence[str]) -> Mapping[str, int]:
        """See WordIndex; of very many within a third of what is true."""
        return {name: one.passages for name, one in self._held(stems).items()}

    def vocabulary(self, initial: str, shortest: int, longest: int) -> list[str]:
        """See WordIndex; stems of articles that were removed may be among them."""
        known = self._known().lists
        asked = initial, shortest, longest
        if asked not in known:
            wanted = both(
                {"initial": initial}, {"length": {"$gte": shortest}}, {"length": {"$lte": longest}}
            )
            known[asked] = [i.partition(":")[2] for i in self._names.ids(wanted)]
        return known[asked]

    def _held(self, stems: Sequence[str]) -> dict[str, Held]:
        """Which passages hold each stem."""
        known = self._known().held
        new = [name for name in dict.fromkeys(stems) if name not in known]
        if new:
            known.update(zip(new, self._look_up(new), strict=True))
        return {name: known[name] for name in stems}

    def _known(self) -> _Memory:
        """What is remembered of the index as it is now."""
        revision = self._revision()
        with self._lock:
            if revision != self._memory.revision or self._memory.is_full():
                self._memory = _Memory(revision)
            return self._memory


class ListedWords(ServerWords):
    """A WordIndex over lists of stems."""

    schema = "2"

    @staticmethod
    def record(passage: Counted) -> Written:
        """See ServerWords: the stems; as text its length and what stems count if it is not 1."""
        others = {name: count for name, count in passage.stems.items() if count != 1}
        # Chroma takes no empty list; a stop word is never looked for.
        held = sorted(passage.stems) or ["the"]
        return {"stems": held}, json.dumps([passage.length, others])

    def best(self, terms: Sequence[str], k: int, scope: Scope) -> list[tuple[str, float]]:
        """See WordIndex."""
        stems = stems_of(terms)
        held = {name: one for name, one in self._held(stems).items() if one.passages}
        total = self._total()
        rarity = {name: _rarity(total, one.passages) for name, one in held.items()}
        inside = [self._within(scope)] if scope else []
        likely: Counter[str] = Counter()
        for name, one in held.items():
            others = [other for other in held if other != name]
            likely.update(dict.fromkeys(self._likely(name, one, others, inside), rarity[name]))
        chosen = nlargest(max(k, _SCORED), likely, key=lambda i: likely[i])
        holding = {name: self._holders(name, one, chosen) for name, one in held.items()}
        scores = _scores(self.records.texts(chosen), holding, rarity)
        return sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:k]

    def _look_up(self, stems: Sequence[str]) -> Sequence[Held]:
        """See ServerWords."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(self._looked_up, stems))

    def _looked_up(self, name: str) -> Held:
        ids = self.records.ids(_holds(name), _MOST)
        return Held(self._counted(name, len(ids)), frozenset(ids))

    def _counted(self, name: str, named: int) -> int:
        """How many passages hold a stem, from how many were named."""
        if named < _MOST or not self.records.has_more(_holds(name), named):
            return named
        while self.records.has_more(_holds(name), 2 * named):
            named *= 2
        return named * 3 // 2  # between once and twice as many

    def _likely(
        self, name: str, known: Held, others: Sequence[str], inside: Sequence[Where]
    ) -> Collection[str]:
        """The passages that are looked at for a stem, of those `inside`."""
        if known.is_whole:
            return self.records.ids(both(*inside, _holds(name))) if inside else known.ids
        beside = [any_of([_holds(other) for other in others])] if others else []
        return self.records.ids(both(*inside, _holds(name), *beside), _MOST)

    def _holders(self, name: str, known: Held, ids: Sequence[str]) -> Collection[str]:
        """Those of some passages that hold a stem, and others maybe."""
        if known.is_whole:
            return known.ids
        return frozenset(self.records.among(ids, _holds(name)))


def stems_of(terms: Sequence[str]) -> list[str]:
    """The stems of the words of some terms, each once."""
    return list(dict.fromkeys(stem(w) for term in terms for w in words(term)))


def _holds(name: str) -> Where:
    return {"stems": {"$contains": name}}


def _rarity(total: int, holding: int) -> float:
    """Inverse document frequency as FTS5 has it, which never gets to 0."""
    return max(log((total - holding + 0.5) / (holding + 0.5)) if total > holding else 0.0, 1e-6)


def _scores(
    texts: Mapping[str, str], held: Mapping[str, Collection[str]], rarity: Mapping[str, float]
) -> dict[str, float]:
    """BM25 of each passage for the stems of a question, from the texts of word records."""
    told = {passage_id: json.loads(text) for passage_id, text in texts.items()}
    mean = sum(length for length, _ in told.values()) / max(len(told), 1)
    scores: dict[str, float] = {}
    for passage_id, (length, others) in told.items():
        counts = {name: others.get(name, 1) for name in rarity if passage_id in held[name]}
        scores[passage_id] = sum(
            rarity[name] * saturated(count, length, mean) for name, count in counts.items()
        )
    return scores
