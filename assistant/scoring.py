"""How likely each candidate answers the question: words and meaning first, then the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.evidence import Candidate, Lexicon, Scores
from assistant.features import FEATURES, features
from assistant.question import Question
from assistant.reader.protocol import Reader

_READ = 24
"""Candidates that the reader looks at; those after them in words and meaning answer nothing."""


class Scorer(Protocol):
    """Says how likely each candidate answers the question."""

    def __call__(
        self, question: Question, candidates: Sequence[Candidate], meaning: Scores, lexicon: Lexicon
    ) -> Scores:
        """Probabilities, one a candidate; `meaning` holds their cosines with the question."""


class LinearScorer:
    """A logistic regression over `features`, without a reader."""

    def __init__(self, weights: Mapping[str, float], intercept: float) -> None:
        self._weights = np.array([weights[name] for name in FEATURES])
        self._intercept = intercept

    def __call__(
        self, question: Question, candidates: Sequence[Candidate], meaning: Scores, lexicon: Lexicon
    ) -> Scores:
        """See Scorer."""
        return _sigmoid(self.logits(features(question, candidates, meaning, lexicon)))

    def logits(self, table: Scores) -> Scores:
        """Log odds for rows of features."""
        logits: Scores = table @ self._weights + self._intercept
        return logits


DOUBTED = {"names": -1.39, "time": -1.44, "counts": -1.2, "measure": -1.15}
"""What doubts take off without a reader."""
WORDS_AND_MEANING = LinearScorer(
    {"meaning": 7.94, "coverage": 3.51, "context": 3.12, "target": 2.73, "kind": 1.23, **DOUBTED},
    -9.51,
)
"""Fitted by an earlier form of tests/benchmarks/fit_evidence.py; it only puts sentences forward."""
BESIDE_READER = LinearScorer(
    {
        "meaning": 2.19, "coverage": 0.17, "context": -0.02, "target": -0.46, "kind": 0.57,
        "names": -0.99, "time": -0.38, "counts": 0.17, "measure": -0.22,
    },
    -1.18,
)  # fmt: skip
"""Fitted by tests/benchmarks/fit_evidence.py, as is the weight of the reader's own log odds."""
_SELECT = 1.19


class ReaderScorer:
    """Words and meaning choose what the reader looks at, and are weighed with what it says."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(
        self, question: Question, candidates: Sequence[Candidate], meaning: Scores, lexicon: Lexicon
    ) -> Scores:
        """See Scorer."""
        table = features(question, candidates, meaning, lexicon)
        best = np.argsort(-WORDS_AND_MEANING.logits(table))[:_READ]
        read = logit(self._reader.select(question.text, [candidates[i].text for i in best]))
        scores = np.zeros(len(candidates))
        scores[best] = _sigmoid(BESIDE_READER.logits(table[best]) + _SELECT * read)
        return scores


def logit(probabilities: npt.ArrayLike) -> Scores:
    """Log odds."""
    inside = np.clip(np.asarray(probabilities, dtype=np.float64), 1e-6, 1 - 1e-6)
    logits: Scores = np.log(inside / (1 - inside))
    return logits


def _sigmoid(logits: Scores) -> Scores:
    probabilities: Scores = 1 / (1 + np.exp(-logits))
    return probabilities
