"""A reader that says what a test tells it to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.reader.protocol import CONTRADICTS, Array, Reading


class StubReader:
    """Finds nothing to read, and gives every pair one verdict; None: support or contradiction."""

    def __init__(self, verdict: int | None = CONTRADICTS, likely: float = 0.95) -> None:
        self._verdict = verdict
        self._likely = likely
        self.verified: list[tuple[str, str]] = []

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        return np.full(len(sentences), self._likely, np.float32)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        return [None] * len(passages)

    def verify(self, pairs: Sequence[tuple[str, str]]) -> Array:
        self.verified += pairs
        torn = np.array([0.45, 0.45, 0.1], np.float32)
        said = torn if self._verdict is None else np.eye(3, dtype=np.float32)[self._verdict]
        return np.tile(said, (len(pairs), 1))
