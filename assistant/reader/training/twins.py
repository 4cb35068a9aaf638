"""Twin claims with twin passages: each passage supports one claim and contradicts the other.

`twins.jsonl` holds them, written by hand. As claims and passages come in pairs that are alike but
for what decides, neither tells by itself what is true: the bias of fact checks that FEVER-Symmetric
shows (Schuster et al. 2019).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training.events import KEPT_EVENTS, kept
from assistant.reader.training.examples import Example

FILE = Path(__file__).parent / "twins.jsonl"


def twins(file: Path = FILE) -> Iterator[Example]:
    """All pairs of claim and passage; of one pair of twins in eight, all kept from training."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        source = KEPT_EVENTS if kept(row["c"][0]) else "twins"
        for i, claim in enumerate(row["c"]):
            for j, passage in enumerate(row["e"]):
                verdict = SUPPORTS if i == j else CONTRADICTS
                yield Example(claim, passage, verify=verdict, source=source)
            yield Example(claim, row["p"], verify=NEUTRAL, source=source)
        for claim, passage in zip(row["n"], row["e"], strict=True):
            yield Example(claim, passage, verify=NEUTRAL, source=source)
