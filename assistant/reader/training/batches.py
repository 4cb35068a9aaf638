"""Examples as batches of about as many tokens each, shortest with shortest."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import Dataset, Sampler

from assistant.reader.network import MAX_TOKENS
from assistant.reader.training.examples import NOWHERE, Example

TOKENS = 2048
"""Tokens of a batch, padding counted."""
_PAD = 16
_POOL = 1500
"""Examples that are sorted by length together: batches are even, and their order stays random."""
UNASKED = -100
"""The target of a head that an example doesn't ask."""


class Encoded(Dataset[dict[str, Any]]):
    """The examples as token ids with targets, one dict each."""

    def __init__(self, examples: Sequence[Example], tokenizer: Any) -> None:
        self._examples = examples
        self._encoded = tokenizer(
            [e.first for e in examples], [e.second for e in examples],
            truncation="only_second", max_length=MAX_TOKENS, return_offsets_mapping=True,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self._examples)

    def length(self, i: int) -> int:
        """Tokens of an example."""
        return len(self._encoded["input_ids"][i])

    def __getitem__(self, i: int) -> dict[str, Any]:
        example = self._examples[i]
        start, end = self._span(i, example)
        return {
            "input_ids": self._encoded["input_ids"][i],
            "token_type_ids": self._encoded["token_type_ids"][i],
            "select": UNASKED if example.select is None else example.select,
            "start": start,
            "end": end,
            "verify": UNASKED if example.verify is None else example.verify,
        }

    def _span(self, i: int, example: Example) -> tuple[int, int]:
        """First and last token of the answer; 0 for none, also where it was cut off."""
        if example.span is None:
            return UNASKED, UNASKED
        if example.span == NOWHERE:
            return 0, 0
        a, b = example.span
        inside = [
            t for t, (s, e) in enumerate(self._encoded["offset_mapping"][i])
            if self._encoded["token_type_ids"][i][t] and s < b and e > a
        ]  # fmt: skip
        return (inside[0], inside[-1]) if inside else (UNASKED, UNASKED)


class ByLength(Sampler[list[int]]):
    """Indexes of a part of the data batch by batch: in the same order for the same seed."""

    def __init__(self, data: Encoded, part: Sequence[int], seed: int) -> None:
        self.data = data
        self._batches = list(_batches(data, part, random.Random(seed)))

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self._batches)


def _batches(data: Encoded, part: Sequence[int], rng: random.Random) -> Iterator[list[int]]:
    order = rng.sample(part, len(part))
    made: list[list[int]] = []
    for at in range(0, len(order), _POOL):
        batch: list[int] = []
        for i in sorted(order[at : at + _POOL], key=data.length):
            if batch and (len(batch) + 1) * _padded(data.length(i)) > TOKENS:
                made.append(batch)
                batch = []
            batch.append(i)
        made.append(batch)
    rng.shuffle(made)
    yield from made


def collate(rows: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
    """Rows padded to one length; the targets as one vector each."""
    width = _padded(max(len(r["input_ids"]) for r in rows))
    batch = {
        key: torch.tensor([r[key] + [0] * (width - len(r[key])) for r in rows])
        for key in ("input_ids", "token_type_ids")
    }
    batch["attention_mask"] = torch.tensor(
        [[1] * (n := len(r["input_ids"])) + [0] * (width - n) for r in rows]
    )
    for key in ("select", "start", "end", "verify"):
        batch[key] = torch.tensor([r[key] for r in rows])
    return batch


def _padded(length: int) -> int:
    return -(-length // _PAD) * _PAD
