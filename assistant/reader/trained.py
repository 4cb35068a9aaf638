"""The shipped reader: runs the trained network on the CPU, in batches of like length."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
import torch

from assistant.reader import network
from assistant.reader.network import GROUNDING, MAX_TOKENS, VERIFIER, WEIGHTS, Network
from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS, Array, Reading
from assistant.reader.spans import best_span
from index.embeddings import has_bf16

CALIBRATION = "calibration.json"
_BATCHES = (8, 4, 2, 1)
_PAD = 16
"""Few shapes, as oneDNN prepares its kernels anew for each, and keeps them in memory."""
_KEPT = 512
"""Pairs whose outputs are kept: a sentence that was selected costs nothing to read."""

_EMBEDDINGS: dict[torch.dtype, torch.nn.Module] = {}
"""MiniLM's, which training leaves as they are: held in memory once for all networks."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns logits into probabilities, fitted on examples that were not trained on.

    Platt's scale and offset for select, read and grounded, a temperature for verify (Guo et al.
    2017).
    """

    select: tuple[float, float] = (1.0, 0.0)
    read: tuple[float, float] = (1.0, 0.0)
    verify: float = 1.0
    grounded: tuple[float, float] = (1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Logits:
    """One pair's outputs: select, start and end by token, verify, and the tokens' characters."""

    select: float
    start: Array
    end: Array
    verify: Array
    offsets: Array
    """Characters of each token in the second text, shape (tokens, 2); (0, 0) outside it."""


class TrainedReader:
    """A Reader from the weights of a folder, loaded at first use.

    `verifier` is the one that verifies, and `grounding` the one that judges what is grounded, if
    it isn't this one.
    """

    def __init__(
        self,
        folder: Path = WEIGHTS,
        verifier: TrainedReader | None = None,
        grounding: TrainedReader | None = None,
    ) -> None:
        self._folder = folder
        self._verifier = verifier
        self._grounding = grounding
        self._kept: dict[tuple[str, str], Logits] = {}
        self._lock = RLock()  # a tokenizer must not be used by two threads at once

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        """See Reader.select."""
        logits = np.array([o.select for o in self.logits([(question, s) for s in sentences])])
        scale, offset = self._calibration.select
        return _sigmoid(scale * logits + offset)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        """See Reader.read."""
        scale, offset = self._calibration.read
        readings: list[Reading | None] = []
        for output in self.logits([(question, p) for p in passages]):
            found = best_span(output.start, output.end, output.offsets)
            if found is None:
                readings.append(None)
            else:
                start, end, margin = found
                readings.append(Reading((start, end), float(_sigmoid(scale * margin + offset))))
        return readings

    def verify(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """See Reader.verify."""
        if self._verifier:
            return self._verifier.verify(pairs)
        outputs = self.logits([(statement, passage) for passage, statement in pairs])
        if not outputs:
            return np.empty((0, 3), np.float32)
        raw = np.stack([o.verify for o in outputs]) / self._calibration.verify
        powers = np.exp(raw - raw.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)

    def grounded(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """See Reader.grounded."""
        if self._grounding:
            return self._grounding.grounded(pairs)
        outputs = self.logits([(statement, passage) for passage, statement in pairs])
        scale, offset = self._calibration.grounded
        return _sigmoid(scale * np.array([support(o.verify) for o in outputs]) + offset)

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[Logits]:
        """The network's raw outputs for pairs of question or statement, and text."""
        with self._lock:
            known = {pair: self._kept[pair] for pair in pairs if pair in self._kept}
            new = sorted(set(pairs) - known.keys(), key=lambda pair: len(pair[0]) + len(pair[1]))
            for batch in _batches(new):
                known.update(zip(batch, self._run(batch), strict=True))
            self._kept = {**self._kept, **known} if len(self._kept) < _KEPT else known
        return [known[pair] for pair in pairs]

    def _run(self, pairs: Sequence[tuple[str, str]]) -> Iterator[Logits]:
        features = self._tokenizer(
            [a for a, _ in pairs], [b for _, b in pairs],
            padding=True, pad_to_multiple_of=_PAD, truncation=True,
            max_length=MAX_TOKENS, return_offsets_mapping=True, return_tensors="pt",
        )  # fmt: skip
        offsets = features.pop("offset_mapping").numpy()
        second = features["token_type_ids"].numpy()
        with torch.inference_mode():
            out = self._network(**features)
        rows = (out.select, out.start, out.end, out.verify)
        select, start, end, verify = (t.float().numpy() for t in rows)
        for i in range(len(pairs)):
            inside = offsets[i] * second[i][:, None]
            yield Logits(float(select[i]), start[i], end[i], verify[i], inside)

    @cached_property
    def _calibration(self) -> Calibration:
        path = self._folder / CALIBRATION
        if not path.exists():
            return Calibration()
        return Calibration(**json.loads(path.read_text(encoding="utf-8")))

    @cached_property
    def _tokenizer(self) -> Any:
        return network.tokenizer()

    @cached_property
    def _network(self) -> Network:
        dtype = torch.bfloat16 if has_bf16() else torch.float32
        loaded = network.load(self._folder).to(dtype)
        loaded.encoder.embeddings = _EMBEDDINGS.setdefault(dtype, loaded.encoder.embeddings)
        return loaded


def _batches(pairs: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    at = 0
    while at < len(pairs):
        size = next(n for n in _BATCHES if n <= len(pairs) - at)
        yield pairs[at : at + size]
        at += size


@cache
def shipped() -> TrainedReader:
    """The reader that comes with Crossread, the same one for the whole process."""
    return assembled(WEIGHTS)


def assembled(folder: Path) -> TrainedReader:
    """The reader of a folder with the verifier and the check of grounding that are in it."""
    verifier, grounding = (folder / p.name for p in (VERIFIER, GROUNDING))
    return TrainedReader(
        folder,
        TrainedReader(verifier) if verifier.is_dir() else None,
        TrainedReader(grounding) if grounding.is_dir() else None,
    )


def support(verify: Array) -> float:
    """How much more support than not: the log-odds, of the three logits of verify."""
    return float(verify[SUPPORTS] - np.logaddexp(verify[CONTRADICTS], verify[NEUTRAL]))


def _sigmoid(x: Any) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)
