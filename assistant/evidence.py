"""Which sentences answer the question, and whether any does.

A candidate sentence is judged by a few plain features through a logistic regression; behind
`Scorer`, the one seam, a trained reader can stand in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant import dates, names, quantities
from assistant.question import Kind, Question
from index.types import Hit, Span
from index.words import STOPWORDS, fold, stem, words

Scores = npt.NDArray[np.float64]

SOFT_MATCH = 0.4
"""Cosine of two words, out of context, from which one passes for the other in part."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of a passage that was found for the question."""

    hit: Hit
    position: int
    text: str
    vector: npt.NDArray[np.float32] = field(repr=False, compare=False)

    @property
    def span(self) -> Span:
        """Where the sentence stands in the article's text."""
        return self.hit.passage.sentences[self.position]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate with the probability (0 to 1) that it answers the question."""

    candidate: Candidate
    score: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the corpus knows of the question's terms.

    `weights` is each term's inverse document frequency, `spellings` the indexed stems that
    stand in for one that isn't, `unknown` the terms that have none; `vectors` gives unit
    vectors of words out of context.
    """

    weights: dict[str, float]
    unknown: frozenset[str]
    spellings: dict[str, frozenset[str]]
    vectors: WordVectors

    def stems(self, term: str) -> frozenset[str]:
        """The stems that count as the term: its own and its indexed spellings'."""
        return self.spellings.get(term, frozenset()) | {stem(term)}

    def known(self, term: str) -> bool:
        """Whether the corpus has the term in any spelling."""
        return term in self.spellings and term not in self.unknown


class WordVectors(Protocol):
    """Unit vectors of words out of context."""

    def __call__(self, words: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (len(words), dimensions)."""


class Scorer(Protocol):
    """Says how likely each candidate answers the question."""

    def __call__(
        self, question: Question, candidates: Sequence[Candidate], meaning: Scores, lexicon: Lexicon
    ) -> Scores:
        """Probabilities, one a candidate; `meaning` holds their cosines with the question."""


def candidates(hits: Sequence[Hit]) -> list[Candidate]:
    """Every sentence of the hits, once each."""
    found = []
    for hit in hits:
        matrix = np.asarray(hit.vectors)
        for i, (start, end) in enumerate(hit.passage.sentences):
            found.append(Candidate(hit, i, hit.article.text[start:end], matrix[i]))
    return found


FEATURES = ("meaning", "coverage", "context", "target", "kind")


def features(
    question: Question, candidates: Sequence[Candidate], meaning: Scores, lexicon: Lexicon
) -> Scores:
    """The features of each candidate, shape (candidates, len(FEATURES)), each 0 to 1.

    meaning: cosine; coverage: share of the terms' weight that the sentence holds, synonyms in
    part; context: the same with passage and title; target: whether the counted thing is there; kind: whether it holds such an answer at all.
    """
    bags = [words(c.text) for c in candidates]
    sentence = _coverage(question.terms, bags, lexicon)
    around = _contexts(question.terms, candidates, lexicon)
    weights = np.array([lexicon.weights.get(t, 0.0) for t in question.terms])
    target = np.array([t in question.target for t in question.terms], dtype=bool)
    columns = [
        meaning,
        _weighted(sentence, weights),
        _weighted(np.maximum(sentence, around), weights),
        sentence[:, target].max(axis=1) if target.any() else np.ones(len(candidates)),
        np.array([holds_answer(question.kind, c) for c in candidates], dtype=float),
    ]
    return np.stack(columns, axis=1)


def holds_answer(kind: Kind, candidate: Candidate) -> bool:
    """Whether the sentence has anything in it that this kind of question can be answered by."""
    text = candidate.text
    if kind in (Kind.HOW_MANY, Kind.HOW_MUCH):
        return bool(quantities.find(text))
    if kind is Kind.HOW_LONG:
        return any(q.is_duration or q.is_length for q in quantities.find(text))
    if kind is Kind.WHEN:
        return bool(dates.find(text))
    if kind is Kind.WHO:
        return bool(names.find(text))
    if kind is Kind.WHERE:
        return bool(names.places(text))
    return True


def _weighted(covered: Scores, weights: Scores) -> Scores:
    total = weights.sum()
    return covered @ weights / total if total else np.zeros(len(covered))


def _contexts(terms: Sequence[str], candidates: Sequence[Candidate], lexicon: Lexicon) -> Scores:
    """Coverage of the terms by the whole passage and the title, the same for its sentences."""
    hits = {id(c.hit): c.hit for c in candidates}
    bags = [words(f"{h.article.title} {h.article.outlet} {h.text}") for h in hits.values()]
    rows = dict(zip(hits, _coverage(terms, bags, lexicon), strict=True))
    return np.stack([rows[id(c.hit)] for c in candidates])


def _coverage(terms: Sequence[str], bags: Sequence[list[str]], lexicon: Lexicon) -> Scores:
    """How well each bag of words holds each term, 0 to 1, shape (bags, terms)."""
    if not terms:
        return np.zeros((len(bags), 0))
    vocabulary = list(dict.fromkeys(w for bag in bags for w in bag if fold(w) not in STOPWORDS))
    if not vocabulary:
        return np.zeros((len(bags), len(terms)))
    alike = (
        lexicon.vectors([fold(t) for t in terms]) @ lexicon.vectors([fold(w) for w in vocabulary]).T
    )
    soft = np.clip((alike - SOFT_MATCH) / (1 - SOFT_MATCH), 0, 1)
    for i, term in enumerate(terms):
        same = lexicon.stems(term)
        soft[i, [j for j, w in enumerate(vocabulary) if stem(w) in same]] = 1.0
    place = {w: j for j, w in enumerate(vocabulary)}
    rows = [soft[:, [place[w] for w in bag if w in place]].max(axis=1, initial=0.0) for bag in bags]
    return np.asarray(rows, dtype=np.float64)


_COEFFICIENTS = {"meaning": 7.94, "coverage": 3.51, "context": 3.12, "target": 2.73, "kind": 1.23}
_INTERCEPT = -9.51
ANSWERED = 0.5
"""Probability from which the best sentence is taken for an answer."""
_LISTED = 6
"""Points of a list: more than these are read by nobody."""
_HEARD = 0.15
_WITHIN = 0.6
"""Share of the best sentence's probability that a further one needs."""


def linear_scorer(
    question: Question, candidates: Sequence[Candidate], meaning: Scores, lexicon: Lexicon
) -> Scores:
    """The shipped Scorer: a logistic regression over `features`."""
    table = features(question, candidates, meaning, lexicon)
    weights = np.array([_COEFFICIENTS[name] for name in FEATURES])
    scores: Scores = 1 / (1 + np.exp(-(table @ weights + _INTERCEPT)))
    return scores


def select(
    question: Question, found: Sequence[Candidate], scores: Scores, limit: int = 12
) -> list[Evidence]:
    """The sentences that answer the question, best first; empty when none does.

    For an overview these are the articles' leads, where news says what happened.
    """
    ranked = sorted(zip(found, scores, strict=True), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < ANSWERED:
        return []
    if question.kind is Kind.OVERVIEW:
        leads = [(c, s) for c, s in ranked if c.hit.passage.ordinal == c.position == 0]
        ranked = [*leads, *(pair for pair in ranked if pair not in leads)][: max(3, len(leads))]
        return [Evidence(c, float(s)) for c, s in ranked[:limit]]
    floor = max(ANSWERED, _WITHIN * ranked[0][1])
    chosen = [Evidence(c, float(s)) for c, s in ranked if s >= floor]
    return _varied(chosen, _LISTED) if question.kind is Kind.LIST else chosen[:limit]


def _varied(ranked: Sequence[Evidence], n: int) -> list[Evidence]:
    """The n that are good and say different things, from different outlets where they can.

    Maximal marginal relevance (Carbonell & Goldstein 1998), with outlets as a second likeness.
    """
    left = list(ranked)
    chosen: list[Evidence] = []
    while left and len(chosen) < n:
        best = max(left, key=lambda item: _gain(item, chosen, 1 - left.index(item) / len(ranked)))
        chosen.append(best)
        left.remove(best)
    return chosen


def _gain(item: Evidence, chosen: Sequence[Evidence], relevance: float) -> float:
    said = max((float(item.candidate.vector @ c.candidate.vector) for c in chosen), default=0.0)
    outlet = item.candidate.hit.article.outlet
    heard = sum(c.candidate.hit.article.outlet == outlet for c in chosen)
    return relevance - said - _HEARD * heard
