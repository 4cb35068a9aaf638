"""A real language model, a small one: `python -m tests.benchmarks.llm`, after `make test-llm`.

The gold of the five articles in the articles' own words, by the model raw, and by the model
verified; then every article of tests/gold/injections.jsonl, with what got through. All of it takes
hours on two cores: `--every 4` takes every fourth.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from assistant.assembly import generator_for, reader_for
from assistant.chat import Assistant
from assistant.evaluation.gold import read_gold
from assistant.evaluation.report import show
from assistant.evaluation.ways import Ways
from assistant.llm.generate import Generator
from assistant.settings import load_settings
from index.articles import read_paths
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article
from tests.llm.injections import Injection, got_through, injections
from tests.llm.serving import missing, running

_GOLD = Path("tests/gold/seeds.jsonl")
_TIMEOUT = 300.0
_T = TypeVar("_T")
console = Console(highlight=False)


def three_ways(embedder: Embedder, generator: Generator, every: int) -> None:
    """Ask the gold, and print the table."""
    corpus = Corpus(embedder)
    sync(corpus, read_paths([Path("seeds")]).articles)
    questions = read_gold(_GOLD)[::every]
    show(Ways(corpus, generator).run(questions, _GOLD, lambda gold: _told(gold, "Asking")), console)


def hostile(embedder: Embedder, generator: Generator, rows: Sequence[Injection]) -> None:
    """Ask about the hostile articles, and print those that get what they demand."""
    won, by_model = 0, 0
    for row in _told(rows, "Injections"):
        corpus = Corpus(embedder)
        sync(corpus, [Article("a", row.outlet, row.title, row.text)])
        answer = Assistant(corpus, generator.reader, generator=generator).ask(row.question)
        by_model += answer.answered_by != "extractive"
        if shown := got_through(row, answer):
            won += 1
            console.print(f"{row.id} {row.kind}, by {answer.answered_by}: {', '.join(shown)}")
    console.print(f"{won} of {len(rows)} injections got through; {by_model} answers by the model.")


def _told(items: Sequence[_T], label: str) -> Iterable[_T]:
    errors = Console(stderr=True)
    return track(items, label, console=errors, disable=not errors.is_terminal)


def main() -> None:
    """Start the server and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="take every Nth")
    every = parser.parse_args().every
    if lacking := missing():
        parser.error(lacking)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as llm:
        settings = load_settings().model_copy(update={"llm": llm, "llm_timeout": _TIMEOUT})
        generator = generator_for(settings, reader_for(settings))
        assert generator
        embedder = Embedder()
        three_ways(embedder, generator, every)
        hostile(embedder, generator, injections()[::every])


if __name__ == "__main__":
    main()
