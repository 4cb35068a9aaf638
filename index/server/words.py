"""The word index on a server: lists of stems that Chroma can look up, and BM25 over what it finds.

A Chroma server on one machine has no index for weights of words; it does index lists of strings,
which tells the passages that hold a stem. Those that hold the most and rarest stems of a question
are fetched and scored by BM25 (Robertson & Zaragoza 2009), as the index on one machine scores
them; what differs is that no more than `_SCORED` passages are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from math import log
from threading import Lock

from index.full_text import BODY_WEIGHT, TITLE_WEIGHT
from index.scope import Scope
from index.server.forms import both
from index.server.records import Records, Where, Written
from index.words import STOPWORDS, fold, stem, words

_K1, _B = 1.2, 0.75
_SCORED = 400
"""Passages that are scored, of those that hold words of a question."""
_KEPT = 2000
"""Stems of which it is remembered which passages hold them, until something is indexed."""


def word_record(title: str, body: str) -> Written:
    """The stems of a passage; as text its length in words and what stems count if it is not 1."""
    counted: Counter[str] = Counter()
    length = 0
    for text, weight in ((title, TITLE_WEIGHT), (body, BODY_WEIGHT)):
        tokens = words(text)
        length += len(tokens)
        for token in tokens:
            if fold(token) not in STOPWORDS:
                counted[stem(token)] += weight  # type: ignore[assignment]
    others = {name: count for name, count in counted.items() if count != 1}
    # Chroma takes no empty list; a stop word is never looked for.
    held = sorted(counted) or ["the"]
    return {"stems": held}, json.dumps([length, others])


class ServerWords:
    """A WordIndex over word records by passage id.

    `names` holds a record a stem, `within` writes the condition for a scope, `total` tells how
    many passages there are and `revision` when what is remembered of them is over.
    """

    def __init__(
        self,
        records: Records,
        names: Records,
        within: Callable[[Scope], Where],
        total: Callable[[], int],
        revision: Callable[[], str],
    ) -> None:
        self._records = records
        self._names = names
        self._within = within
        self._total = total
        self._revision = revision
        self._holding: dict[str, frozenset[str]] = {}
        self._seen = ""
        self._lock = Lock()

    def best(self, terms: Sequence[str], k: int, scope: Scope) -> list[tuple[str, float]]:
        """See WordIndex."""
        stems = list(dict.fromkeys(stem(w) for term in terms for w in words(term)))
        held = self._held(stems)
        total = self._total()
        rarity = {name: _rarity(total, len(ids)) for name, ids in held.items() if ids}
        if scope:
            inside = self._within(scope)
            held = {name: frozenset(self._records.ids(both(inside, _holds(name))))
                    for name in rarity}  # fmt: skip
        likely: Counter[str] = Counter()
        for name in rarity:
            likely.update(dict.fromkeys(held[name], rarity[name]))
        chosen = nlargest(max(k, _SCORED), likely, key=lambda i: likely[i])
        scores = _scores(self._records.texts(chosen), held, rarity)
        return sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:k]

    def frequencies(self, stems: Sequence[str]) -> Mapping[str, int]:
        """See WordIndex."""
        return {name: len(ids) for name, ids in self._held(stems).items()}

    def vocabulary(self, initial: str, shortest: int, longest: int) -> list[str]:
        """See WordIndex; stems of articles that were removed may be among them."""
        wanted: Where = {
            "$and": [
                {"initial": initial}, {"length": {"$gte": shortest}}, {"length": {"$lte": longest}},
            ]
        }  # fmt: skip
        return [i.partition(":")[2] for i in self._names.ids(wanted)]

    def _held(self, stems: Sequence[str]) -> dict[str, frozenset[str]]:
        """The ids of the passages that hold each stem."""
        revision = self._revision()
        with self._lock:
            if revision != self._seen or len(self._holding) > _KEPT:
                self._holding, self._seen = {}, revision
            known = self._holding
        for name in stems:
            if name not in known:
                known[name] = frozenset(self._records.ids(_holds(name)))
        return {name: known[name] for name in stems}


def _holds(name: str) -> Where:
    return {"stems": {"$contains": name}}


def _rarity(total: int, holding: int) -> float:
    """Inverse document frequency as FTS5 has it, which never gets to 0."""
    return max(log((total - holding + 0.5) / (holding + 0.5)) if total > holding else 0.0, 1e-6)


def _scores(
    texts: Mapping[str, str], held: Mapping[str, frozenset[str]], rarity: Mapping[str, float]
) -> dict[str, float]:
    """BM25 of each passage for the stems of a question, from the texts of word records."""
    told = {passage_id: json.loads(text) for passage_id, text in texts.items()}
    mean = sum(length for length, _ in told.values()) / max(len(told), 1)
    scores: dict[str, float] = {}
    for passage_id, (length, others) in told.items():
        damped = _K1 * (1 - _B + _B * length / max(mean, 1))
        counts = {name: others.get(name, 1) for name in rarity if passage_id in held[name]}
        scores[passage_id] = sum(
            rarity[name] * count * (_K1 + 1) / (count + damped) for name, count in counts.items()
        )
    return scores
