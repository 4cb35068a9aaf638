"""Statements that were written for this check, over sentences of the news data.

Edits by rule are close to their source; how freely people and language models word what they read,
and go wrong, has to be shown. `written.jsonl` holds the statements; the passages are named by the
hashes of their sentences in the data folder, whose texts are not ours to ship.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training.examples import Example

FILE = Path(__file__).parent / "written.jsonl"
KEPT = "written, kept"
"""The source of those that are not trained on but calibrated on: all of one passage in eight."""
_ONE_IN = 8
_AGAIN = 3
"""Times that each is shown, in other surroundings."""
_LEFT_OPEN = ("attribution", "added", "certainty")
"""Ways to go wrong after which the passage neither supports nor contradicts."""


def written(texts: Sequence[str], rng: random.Random, file: Path = FILE) -> Iterator[Example]:
    """The statements with their passages, as they are checked: each after its outlet's name,
    alone or followed by another sentence. Those over sentences that are not there are left out."""
    by_hash = {digest(text): text for text in texts}
    for n, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        item = json.loads(line)
        if not all(h in by_hash for _, hashes in item["passages"] for h in hashes):
            continue
        passages = [(outlet, [by_hash[h] for h in hashes]) for outlet, hashes in item["passages"]]
        kept = n % _ONE_IN == 0
        for said, label in _labelled(item):
            for _ in range(1 if kept else _AGAIN):
                shown = _shown(passages, texts, rng)
                yield Example(said, shown, verify=label, source=KEPT if kept else "written")


def digest(text: str) -> str:
    """A short name for a sentence of the data."""
    return sha256(text.encode()).hexdigest()[:12]


def _labelled(item: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for said in item["yes"]:
        yield said, SUPPORTS
    for kind, said in item["no"]:
        yield said, NEUTRAL if kind in _LEFT_OPEN else CONTRADICTS


def _shown(
    passages: Sequence[tuple[str, Sequence[str]]], texts: Sequence[str], rng: random.Random
) -> str:
    bare = len(passages) == 1 and rng.random() < 0.25
    parts = [
        f"{'' if bare else f'{outlet}: '}{' '.join(sentences)}" for outlet, sentences in passages
    ]
    if rng.random() < 0.15:
        parts.append(rng.choice(texts))
    return " ".join(parts)
