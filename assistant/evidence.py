"""Which sentences answer the question, and whether any does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.question import Kind, Question
from assistant.reader.protocol import Reading
from index.types import Hit, Span
from index.words import stem

Scores = npt.NDArray[np.float64]


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
    """A candidate with the probability (0 to 1) that it answers the question.

    `reading` is the answer that the reader found in the sentence, if it was asked to.
    """

    candidate: Candidate
    score: float
    reading: Reading | None = None


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


def candidates(hits: Sequence[Hit]) -> list[Candidate]:
    """Every sentence of the hits, once each."""
    found = []
    for hit in hits:
        matrix = np.asarray(hit.vectors)
        for i, (start, end) in enumerate(hit.passage.sentences):
            found.append(Candidate(hit, i, hit.article.text[start:end], matrix[i]))
    return found


ANSWERED = 0.5
"""Probability from which the best sentence is taken for an answer."""
_CONTENDS = 0.35
"""Probability of answering the question from which a sentence may contradict an answer."""
_LISTED = 6
"""Points of a list: more than these are read by nobody."""
_HEARD = 0.15
_WITHIN = 0.6
"""Share of the best sentence's probability that a further one needs."""


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


def contenders(found: Sequence[Candidate], scores: Scores) -> list[Evidence]:
    """All sentences that may answer the question, best first: what an answer is checked against.

    More than are shown: the second outlet's word counts even where it ranks seventh.
    """
    ranked = sorted(zip(found, scores, strict=True), key=lambda pair: -pair[1])
    return [Evidence(c, float(s)) for c, s in ranked if s >= _CONTENDS]


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
