"""The likeliest span among start and end logits."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.reader.protocol import Array

_ANSWER_TOKENS = 30
"""Tokens of an answer at most."""


def best_span(start: Array, end: Array, offsets: npt.NDArray[Any]) -> tuple[int, int, float] | None:
    """The likeliest answer as characters, and by how much its logits exceed those of none.

    `offsets`, shape (tokens, 2), are each token's characters in the passage, (0, 0) for tokens
    outside it; token 0 stands for no answer (Devlin et al. 2019). None without any token.
    """
    inside = np.flatnonzero(offsets[:, 1] > offsets[:, 0])
    if not len(inside):
        return None
    n = len(inside)
    allowed = np.triu(np.ones((n, n), bool)) & ~np.triu(np.ones((n, n), bool), _ANSWER_TOKENS)
    total = np.where(allowed, start[inside][:, None] + end[inside][None, :], -np.inf)
    a, b = np.unravel_index(int(total.argmax()), total.shape)
    margin = float(total[a, b] - start[0] - end[0])
    return int(offsets[inside[a]][0]), int(offsets[inside[b]][1]), margin
