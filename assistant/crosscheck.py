"""Read, then verify: what one source answers is put to the other source's sentence.

With the answer read from one sentence as a statement ("question? answer") and another's sentence
as the passage, the reader tells whether that one agrees or contradicts, as it does of the two
sentences as they are. Whether they speak of the same thing at all, a question made of the first
sentence tells: with its answer blanked ("Judge Lund will hear the case when?"), does the other
sentence answer it?
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.blank import blanked
from assistant.evidence import Candidate
from assistant.found import Found
from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS, Array, Reader, claim
from assistant.scoring import logit

Odds = npt.NDArray[np.float64]
Pair = tuple[Found, Found]
Kinship = Callable[[Sequence[Pair]], Odds]
Contradiction = Callable[[Sequence[Pair]], Odds]
"""For pairs of answers, log odds, averaged over both ways, that the other's sentence contradicts
each, and that it contradicts its whole sentence; shape (pairs, 2)."""
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Side:
    """Where a sentence stands on a proposition: log odds of yes to no, and that it says either."""

    odds: float
    told: float


def contradiction(reader: Reader, question: str) -> Contradiction:
    """Puts the answers to a question, and their sentences, to each other's sentences."""

    def judge(pairs: Sequence[Pair]) -> Odds:
        if not pairs:
            return np.empty((0, 2))
        ways = [(a, b) for pair in pairs for a, b in (pair, pair[::-1])]
        answers = [(a.candidate.text, claim(question, b.text)) for a, b in ways]
        sentences = [(a.candidate.text, b.candidate.text) for a, b in ways]
        odds = _contradicted(reader.verify([*answers, *sentences]))
        return _averaged(odds).reshape(2, -1).T

    return judge


def kinship(reader: Reader, pairs: Sequence[Pair]) -> Odds:
    """How well each of two sentences answers the question that the other is with its answer
    blanked: log odds both ways, shape (pairs, 2)."""
    ways = [(_question(a), b.candidate.text) for pair in pairs for a, b in (pair, pair[::-1])]
    put: dict[str, list[int]] = {}
    for i, (question, _) in enumerate(ways):
        put.setdefault(question, []).append(i)
    told = np.empty(len(ways))
    for question, rows in put.items():
        for i, likely in zip(
            rows, reader.select(question, [ways[i][1] for i in rows]), strict=True
        ):
            told[i] = logit(likely)
    return told.reshape(-1, 2)


def points_back(reader: Reader, one: Found, other: Found) -> bool:
    """Whether the reader, asked after each answer blanked, reads the other one in its sentence."""
    return all(_reads(reader, asked, wanted) for asked, wanted in ((one, other), (other, one)))


def _reads(reader: Reader, asked: Found, wanted: Found) -> bool:
    (reading,) = reader.read(_question(asked), [wanted.candidate.text])
    start, end = wanted.span or (0, 0)
    return reading is not None and reading.span[0] < end and start < reading.span[1]


def _question(answer: Found) -> str:
    return blanked(answer.candidate.text, answer.span or (0, 0), answer.value)


def opposition(reader: Reader, pairs: Sequence[tuple[Candidate, Candidate]]) -> Odds:
    """Log odds that two sentences contradict each other, averaged over both ways; (pairs,)."""
    if not pairs:
        return np.empty(0)
    judged = reader.verify([(p.text, s.text) for a, b in pairs for p, s in ((a, b), (b, a))])
    return _averaged(_contradicted(judged))


def sides(reader: Reader, proposition: str, candidates: Sequence[Candidate]) -> list[Side]:
    """Where each sentence stands on a proposition ("question? Yes", or a statement)."""
    if not candidates:
        return []
    judged = reader.verify([(c.text, proposition) for c in candidates])
    certain = judged.astype(np.float64) + _LEAST
    odds = np.log(certain[:, SUPPORTS]) - np.log(certain[:, CONTRADICTS])
    return [Side(float(o), float(1 - n)) for o, n in zip(odds, judged[:, NEUTRAL], strict=True)]


def _contradicted(judged: Array) -> Odds:
    certain = judged[:, CONTRADICTS].astype(np.float64)
    odds: Odds = np.log(certain + _LEAST) - np.log(1 - certain + _LEAST)
    return odds


def _averaged(odds: Odds) -> Odds:
    """Of both ways round, which stand side by side, the mean."""
    mean: Odds = odds.reshape(-1, 2).mean(axis=1)
    return mean
