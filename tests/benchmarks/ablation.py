"""What each stage adds, on the gold questions: words, meaning, select, read, verify.

`python -m tests.benchmarks.ablation` prints the table of the README.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.chat import Assistant
from assistant.evaluation.gold import read_gold
from assistant.evaluation.run import InProcess, run
from assistant.reader.protocol import CONTRADICTS, Array, Reader, Reading
from assistant.reader.trained import shipped
from assistant.scoring import DOUBTED, WORDS_AND_MEANING, LinearScorer, ReaderScorer, Scorer
from index.articles import read_paths
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync

_TESTS = Path(__file__).parent.parent
_OTHER = _TESTS / "gold" / "other"
_SETS = {
    "five articles": (_TESTS.parent / "seeds", _TESTS / "gold" / "seeds.jsonl"),
    "bridge": (_OTHER / "bridge" / "articles", _OTHER / "bridge" / "gold.jsonl"),
    "election": (_OTHER / "election" / "articles", _OTHER / "election" / "gold.jsonl"),
}
_METRICS = ("answers", "direct", "refusals", "coverage", "citation_recall", "conflict_f1")
_WORDS = LinearScorer(
    {"meaning": 0.0, "coverage": 5.0, "context": 4.5, "target": 2.7, "kind": 1.2, **DOUBTED}, -7.0
)


class Partly:
    """A reader that does only some of its tasks, and stands in nobody's way in the others."""

    def __init__(self, reader: Reader, *tasks: str) -> None:
        self._reader, self._tasks = reader, tasks

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        """See Reader.select."""
        return self._reader.select(question, sentences)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        """See Reader.read."""
        if "read" in self._tasks:
            return self._reader.read(question, passages)
        return [None] * len(passages)

    def verify(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """See Reader.verify."""
        if "verify" in self._tasks:
            return self._reader.verify(pairs)
        verdicts = np.zeros((len(pairs), 3), np.float32)
        verdicts[:, CONTRADICTS] = 1
        return verdicts

    def grounded(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """See Reader.grounded."""
        return self._reader.grounded(pairs)


def main() -> None:
    """Ask every gold question once a stage."""
    reader, embedder = shipped(), Embedder()
    nothing, select, read = Partly(reader), Partly(reader), Partly(reader, "read")
    stages: dict[str, tuple[Reader, Scorer]] = {
        "words": (nothing, _WORDS),
        "+ meaning": (nothing, WORDS_AND_MEANING),
        "+ select": (select, ReaderScorer(select)),
        "+ read": (read, ReaderScorer(read)),
        "+ verify": (reader, ReaderScorer(reader)),
    }
    for title, (articles, gold) in _SETS.items():
        corpus = Corpus(embedder)
        sync(corpus, read_paths([articles]).articles)
        table = Table("", *_METRICS, title=title)
        for name, (reading, scorer) in stages.items():
            asked = InProcess(Assistant(corpus, reading, scorer))
            rates = run(read_gold(gold), asked, gold).overall.rates
            table.add_row(name, *(f"{rates[metric].value:.2f}" for metric in _METRICS))
        Console().print(table)


if __name__ == "__main__":
    main()
