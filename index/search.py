"""Hybrid retrieval: meaning and words, fused by rank, with near-copies collapsed.

Ranks are fused as in Cormack et al. 2009 (reciprocal rank fusion), with weights. A long
question is also searched part by part, and what it names (an outlet, a date) counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz

from index import lexical
from index.corpus import Corpus
from index.query import Query, analyse, published_within
from index.scope import EVERYTHING, Scope
from index.types import Hit
from index.words import stem, stems, words

_POOL = 100
_RRF_K = 10
_MEANING, _WORDS, _PART_WORDS = 1.0, 1.6, 1.1
_OUTLET_BONUS, _PART_OUTLET_BONUS, _DATE_BONUS = 3.0, 1.0, 1.0
_COPY_COSINE, _COPY_JACCARD = 0.95, 0.6
_SHINGLE = 4
_SAME_SENTENCE = 0.85
_SPELLED_ALIKE = 70.0
"""Likeness (0 to 100) from which a word is another spelling or the short form of one."""
_NEGATION = re.compile(r"\b(?:not|no|never|none|den(?:y|ies|ied))\b|n['’]t\b", re.IGNORECASE)


def search(
    corpus: Corpus,
    question: str,
    k: int,
    *,
    per_article: bool = False,
    scope: Scope = EVERYTHING,
) -> list[Hit]:
    """The k passages in scope that fit the question best, best first; near-copies count once.

    With `per_article`, at most one passage an article.
    """
    if k < 1:
        return []
    scores = _scores(corpus, analyse(question, corpus.catalog.outlets()), scope)
    ranked = sorted(scores, key=lambda i: -scores[i])
    looked_at = 2 * k
    while True:  # copies take no places: where they leave too few hits, look further down
        hits = _hits(corpus, ranked[:looked_at], scores)
        if per_article:
            firsts = {h.article.id: h for h in reversed(hits)}
            hits = [h for h in hits if firsts[h.article.id] is h]
        hits = collapse_copies(hits)
        if len(hits) >= k or looked_at >= len(ranked):
            return hits[:k]
        looked_at *= 2


def fuse(rankings: Iterable[tuple[float, Sequence[str]]]) -> dict[str, float]:
    """Weighted reciprocal rank fusion of (weight, ids best first)."""
    scores: dict[str, float] = defaultdict(float)
    for weight, ids in rankings:
        for rank, name in enumerate(ids, start=1):
            scores[name] += weight / (_RRF_K + rank)
    return dict(scores)


def fair_share(hits: Sequence[Hit], n: int) -> list[Hit]:
    """The first n hits with no outlet holding more than its share, so that each is heard.

    The share is n over the outlets found, at least 2; places left free go to the best others.
    """
    outlets = {h.article.outlet for h in hits}
    share = max(2, -(-n // max(1, len(outlets))))
    taken: Mapping[str, list[Hit]] = defaultdict(list)
    chosen: list[Hit] = []
    passed: list[Hit] = []
    for hit in hits:
        bucket = taken[hit.article.outlet]
        (chosen if len(bucket) < share else passed).append(hit)
        bucket.append(hit)
    kept = [*chosen[:n], *passed[: max(0, n - len(chosen))]]
    return sorted(kept, key=lambda h: -h.score)


def collapse_copies(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without near-copies from other articles, which the one kept carries as `copies`.

    Two passages are copies if their vectors and their word shingles (Broder 1997) agree, and no
    word was put for another in a sentence: a copy with another number is another account.
    """
    if len(hits) < 2:
        return list(hits)
    centres = np.stack([np.asarray(h.vectors).mean(axis=0) for h in hits])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    alike = centres @ centres.T > _COPY_COSINE
    kept: list[int] = []
    copies: dict[int, list[Hit]] = defaultdict(list)
    for i, hit in enumerate(hits):
        original = next((j for j in kept if alike[i, j] and _is_copy(hits[j], hit)), None)
        if original is None:
            kept.append(i)
        else:
            copies[original].append(hit)
    return [replace(hits[i], copies=tuple(copies[i])) for i in kept]


def _is_copy(one: Hit, other: Hit) -> bool:
    if one.article.id == other.article.id:
        return False
    a, b = _shingles(one.text), _shingles(other.text)
    return len(a & b) >= _COPY_JACCARD * max(1, min(len(a), len(b))) and _same_facts(one, other)


def _same_facts(one: Hit, other: Hit) -> bool:
    """Whether each two sentences of the passages that say nearly the same hold the same facts."""
    alike = np.asarray(one.vectors) @ np.asarray(other.vectors).T
    best = alike.argmax(axis=1)
    pairs = [(i, j) for i, j in enumerate(best) if alike[i, j] >= _SAME_SENTENCE]
    return not any(_changed(_sentence(one, i), _sentence(other, int(j))) for i, j in pairs)


def _changed(one: str, other: str) -> bool:
    """Whether each has a word of meaning that the other lacks, or only one a negation.

    What is only in one of them (a dateline, a name left out) is no change.
    """
    a, b = set(stems(one)), set(stems(other))
    mine, theirs = _without_like(a - b, b - a), _without_like(b - a, a - b)
    return bool(mine and theirs) or bool(_NEGATION.search(one)) != bool(_NEGATION.search(other))


def _without_like(some: set[str], others: set[str]) -> list[str]:
    """The words that are no spelling or short form of one of the others ("gov", "governor")."""
    return [w for w in some if not any(_spelled_alike(w, v) for v in others)]


def _spelled_alike(one: str, other: str) -> bool:
    """Figures never are: 70,000 is no spelling of 76,000, nor 5 a short form of 50."""
    if not (one.isalpha() and other.isalpha()):
        return False
    short = one.startswith(other) or other.startswith(one)
    return short or fuzz.ratio(one, other) >= _SPELLED_ALIKE


def _sentence(hit: Hit, position: int) -> str:
    start, end = hit.passage.sentences[position]
    return hit.article.text[start:end]


def _shingles(text: str) -> set[tuple[str, ...]]:
    tokens = [w.lower() for w in words(text)]
    return {tuple(tokens[i : i + _SHINGLE]) for i in range(max(1, len(tokens) - _SHINGLE + 1))}


def _scores(corpus: Corpus, query: Query, scope: Scope) -> dict[str, float]:
    """The score of every passage that any of the searches brought up, by id."""
    among = corpus.catalog.passage_ids_within(scope) if scope else None
    near = corpus.store.nearest(corpus.embedder.query(query.text), _POOL, among)
    found = lexical.search(corpus.catalog, _spelled(corpus, query.terms), _POOL, scope)
    whole = fuse([(_MEANING, [i for i, _ in near]), (_WORDS, [i for i, _ in found])])
    searches = [(query, whole)]
    for part in query.parts:
        found = lexical.search(corpus.catalog, _spelled(corpus, part.terms), _POOL, scope)
        searches.append((part, fuse([(_PART_WORDS, [i for i, _ in found])])))
    sources = corpus.catalog.sources({i for _, scores in searches for i in scores})
    totals: dict[str, float] = defaultdict(float)
    for part, scores in searches:
        for i, score in scores.items():
            if i in sources:
                totals[i] += score * _bonus(query, part, *sources[i])
    return totals


def _hits(corpus: Corpus, ids: Sequence[str], scores: Mapping[str, float]) -> list[Hit]:
    rows = corpus.catalog.rows(ids)
    found = [(rows[i], scores[i]) for i in ids if i in rows]
    return [Hit(row.passage, row.article, score, row.vectors) for row, score in found]


def _spelled(corpus: Corpus, terms: Sequence[str]) -> list[str]:
    """The terms, with indexed spellings beside those that the index doesn't know."""
    known = lexical.weights(corpus.catalog, [stem(t) for t in terms])
    return [
        spelling
        for term in terms
        for spelling in ([term] if known[stem(term)] else lexical.respelled(corpus.catalog, term))
    ]


def _bonus(query: Query, part: Query, outlet: str, published: str | None) -> float:
    bonus = 1.0
    if outlet in query.outlets:
        bonus += _OUTLET_BONUS
    if part is not query and outlet in part.outlets:
        bonus += _PART_OUTLET_BONUS
    if any(published_within(published, date) for date in query.dates):
        bonus += _DATE_BONUS
    return bonus
