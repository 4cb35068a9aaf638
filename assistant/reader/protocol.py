"""What a reader does: the seam between the assistant and the model that reads for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.types import Span

Array = npt.NDArray[np.float32]

SUPPORTS, CONTRADICTS, NEUTRAL = range(3)
"""Columns of what `verify` returns."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The best answer in a passage: its characters, and how sure (0 to 1) it is one at all."""

    span: Span
    score: float


class Reader(Protocol):
    """Finds the answer and checks it. Safe to share between threads."""

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        """The probability that each sentence answers the question, shape (n,)."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        """The likeliest answer in each passage; None for a passage without words."""

    def verify(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """For each (passage, statement): probabilities that the passage supports it,
        contradicts it, says nothing of it; shape (n, 3).
        """

    def grounded(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """For each (passage, statement): the probability that the passage supports every word of
        it, who says it and how sure included; shape (n,).
        """


def claim(question: str, answer: str) -> str:
    """A question and its answer as one statement to verify."""
    return f"{question.rstrip('? ')}? {answer}"
