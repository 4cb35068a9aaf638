"""A reader that says what a test tells it to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.reader.protocol import CONTRADICTS, SUPPORTS, Array, Reading


class StubReader:
    """Gives every pair one verdict; None: support or contradiction.

    What it reads is the whole passage if told to (`reads`), else nothing.
    """

    def __init__(
        self, verdict: int | None = CONTRADICTS, likely: float = 0.95, *, reads: bool = False
    ) -> None:
        self._verdict = verdict
        self._likely = likely
        self._reads = reads
        self.verified: list[tuple[str, str]] = []

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        return np.full(len(sentences), self._likely, np.float32)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        return [Reading((0, len(p)), 0.9) if self._reads else None for p in passages]

    def verify(self, pairs: Sequence[tuple[str, str]]) -> Array:
        self.verified += pairs
        torn = np.array([0.45, 0.45, 0.1], np.float32)
        said = torn if self._verdict is None else np.eye(3, dtype=np.float32)[self._verdict]
        return np.tile(said, (len(pairs), 1))

    def grounded(self, pairs: Sequence[tuple[str, str]]) -> Array:
        return self.verify(pairs)[:, SUPPORTS]
