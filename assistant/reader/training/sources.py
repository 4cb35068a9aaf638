"""The data folder's files as records, without anything that a test set holds."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from index.errors import CrossreadError

Record = dict[str, Any]

TRAIN = ("nli", "spans", "unanswerable", "select", "news_sentences")
"""The files that may be trained on."""
TEST = ("trecqa_dev", "squad2_sample", "fever_symmetric_dev")
"""The files that are only measured on, beside RAMDocs."""

_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+")
_ENOUGH = 5
"""Words from which a shared text is an overlap and not a phrase ("In 1998")."""


def read(folder: Path, name: str) -> list[Record]:
    """The records of one file of the data folder.

    Raises CrossreadError when the file is not there.
    """
    path = folder / f"{name}.jsonl.gz"
    if not path.exists():
        raise CrossreadError(
            f"There is no {path.name} in {folder}: name the folder that holds the reader's "
            "data with --data."
        )
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def normal(text: str) -> str:
    """A text's words in lower case, by which two texts are the same."""
    return " ".join(_WORD.findall(text.lower()))


class HeldOut:
    """The texts that must not be trained on, whole and by sentence, normalised."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = {
            key
            for text in texts
            for part in (text, *_SENTENCE.split(text))
            if len((key := normal(part)).split()) >= _ENOUGH
        }
        self.dropped: Counter[str] = Counter()

    def holds(self, *texts: str) -> bool:
        """Whether one of the texts, or a sentence of it, must not be trained on."""
        parts = (normal(p) for t in texts for p in (t, *_SENTENCE.split(t)))
        return any(part in self._texts for part in parts)

    def without(self, records: Iterable[Record], file: str) -> Iterator[Record]:
        """The records that share no text and no sentence with a held-out one; counts the rest."""
        fields = ("premise", "hypothesis", "question", "passage", "sentence", "text")
        for record in records:
            if self.holds(*(record[f] for f in fields if isinstance(record.get(f), str))):
                self.dropped[file] += 1
            else:
                yield record


def held_out(folder: Path, others: Iterable[Path] = ()) -> HeldOut:
    """All texts of the test files in the folder, and of text or JSON Lines files beside them."""
    texts: list[str] = []
    for name in TEST:
        for record in read(folder, name):
            texts += _strings(record)
    for path in others:
        lines = path.read_text(encoding="utf-8").splitlines()
        parsed = (json.loads(line) if path.suffix == ".jsonl" else line for line in lines if line)
        texts += [text for value in parsed for text in _strings(value)]
    return HeldOut(texts)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return []
