"""Read, then verify: what one source answers is put to the other source's sentence.

With the answer read from one sentence as a statement ("question? answer") and another's sentence
as the passage, the reader tells whether that one agrees, contradicts or doesn't say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.direct import Found
from assistant.evidence import Candidate
from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS, Array, Reader, claim

Pair = tuple[Found, Found]
Contradiction = Callable[[Sequence[Pair]], Sequence[float]]
"""Log odds, one a pair of answers, that they contradict rather than support each other."""
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Side:
    """Where a sentence stands on a proposition: log odds of yes to no, and that it says either."""

    odds: float
    told: float


def contradiction(reader: Reader, question: str) -> Contradiction:
    """Judges pairs of answers to a question by the reader, both ways round, averaged."""

    def judge(pairs: Sequence[Pair]) -> list[float]:
        asked = [
            (passage.candidate.text, claim(question, answer.text))
            for one, other in pairs
            for passage, answer in ((other, one), (one, other))
        ]
        if not asked:
            return []
        odds = _odds(reader.verify(asked), CONTRADICTS, SUPPORTS)
        return [float(x) for x in odds.reshape(-1, 2).mean(axis=1)]

    return judge


def opposition(reader: Reader, pairs: Sequence[tuple[Candidate, Candidate]]) -> list[float]:
    """Log odds, one a pair of sentences, that they contradict each other, both ways averaged."""
    if not pairs:
        return []
    judged = reader.verify([(p.text, s.text) for a, b in pairs for p, s in ((a, b), (b, a))])
    certain = judged[:, CONTRADICTS]
    odds = np.log(certain + _LEAST) - np.log(1 - certain + _LEAST)
    return [float(x) for x in odds.reshape(-1, 2).mean(axis=1)]


def sides(reader: Reader, proposition: str, candidates: Sequence[Candidate]) -> list[Side]:
    """Where each sentence stands on a proposition ("question? Yes", or a statement)."""
    if not candidates:
        return []
    judged = reader.verify([(c.text, proposition) for c in candidates])
    odds = _odds(judged, SUPPORTS, CONTRADICTS)
    return [Side(float(o), float(1 - n)) for o, n in zip(odds, judged[:, NEUTRAL], strict=True)]


def _odds(judged: Array, these: int, those: int) -> Array:
    return np.asarray(np.log(judged[:, these] + _LEAST) - np.log(judged[:, those] + _LEAST))
