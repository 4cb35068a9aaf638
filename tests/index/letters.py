"""Vectors from letters: quick, the same everywhere, and near for texts that are alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.embeddings import Embedder, Piece, Vectors
from index.types import Article


class CountingEmbedder(Embedder):
    """Vectors from letters, without a model; counts the texts and fails at the nth call."""

    def __init__(self, name: str = "letters", fail_at: int = 0) -> None:
        super().__init__(name)
        self.embedded: list[str] = []
        self.calls = 0
        self._fail_at = fail_at

    def passages(
        self, pieces: Sequence[Piece], advance: Callable[[int], None] = lambda _: None
    ) -> tuple[Vectors, list[Vectors]]:
        self.calls += 1
        if self.calls == self._fail_at:
            raise MemoryError("no room for the batch")
        self.embedded += [p.text for p in pieces]
        whole = [letters(p.text) for p in pieces]
        parts = [np.stack([letters(p.text[a:b]) for a, b in p.sentences]) for p in pieces]
        return np.stack(whole) if whole else np.empty((0, 0), np.float32), parts

    def query(self, text: str) -> Vectors:
        return letters(text)


def letters(text: str) -> Vectors:
    counts = np.array([text.lower().count(chr(97 + i)) + 0.01 for i in range(26)])
    return np.asarray(counts / np.linalg.norm(counts), np.float32)


def article(n: int, text: str = "") -> Article:
    story = text or f"The council of Wexmoor closed terminal {n} on Tuesday. Gull{n} was seen."
    return Article(f"a{n}", "The Wexmoor Post", f"Terminal {n}", story)
