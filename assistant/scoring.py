"""How likely each candidate answers the question: words and meaning first, then the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.evidence import Candidate, Lexicon, Scores
from assistant.features import FEATURES, READ, as_read, features
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
    """A logistic regression over `features`, without a reader, or over others that are named."""

    def __init__(
        self, weights: Mapping[str, float], intercept: float, names: Sequence[str] = FEATURES
    ) -> None:
        self._weights = np.array([weights[name] for name in names])
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
        "meaning": 3.58, "coverage": 0.32, "context": -0.42, "target": -0.46, "kind": 0.74,
        "names": -1.32, "time": -0.72, "counts": 0.06, "measure": -0.59,
        "untold": -0.29, "elsewhere": -0.27, "select": 1.07,
    },
    -1.81,
    (*FEATURES, *READ, "select"),
)  # fmt: skip
"""Fitted by tests/benchmarks/fit_evidence.py; `select` are the reader's log odds."""


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
        heard = judged(self._reader, question, [candidates[i] for i in best], lexicon)
        scores = np.zeros(len(candidates))
        scores[best] = _sigmoid(BESIDE_READER.logits(np.hstack([table[best], heard])))
        return scores


def judged(
    reader: Reader, question: Question, candidates: Sequence[Candidate], lexicon: Lexicon
) -> Scores:
    """What the reader adds to the features: READ, then select; (candidates, len(READ) + 1)."""
    said = [c.text for c in candidates]
    select = logit(reader.select(question.text, said))
    read = as_read(question, candidates, reader.read(question.text, said), lexicon)
    return np.column_stack([read, select])


def logit(probabilities: npt.ArrayLike) -> Scores:
    """Log odds."""
    inside = np.clip(np.asarray(probabilities, dtype=np.float64), 1e-6, 1 - 1e-6)
    logits: Scores = np.log(inside / (1 - inside))
    return logits


def _sigmoid(logits: Scores) -> Scores:
    probabilities: Scores = 1 / (1 + np.exp(-logits))
    return probabilities
