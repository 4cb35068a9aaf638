"""Where the benchmarks' data lies, and the corpora made of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from index.articles import read_paths
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync

DATA = Path(os.environ.get("CROSSREAD_BENCH_DATA", Path(__file__).parents[3] / "shared" / "data"))


def require_data() -> None:
    """Skip the calling test, saying so, where the data is not at hand."""
    if not DATA.is_dir():
        pytest.skip(f"no benchmark data at {DATA} (name its folder with CROSSREAD_BENCH_DATA)")


def rows(name: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file of the data."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def background_corpus(embedder: Embedder, folder: Path | None = None) -> Corpus:
    """The 2,009 articles of multihop_articles and news_bodies, indexed."""
    corpus = Corpus(embedder, folder)
    sync(
        corpus, read_paths([DATA / "multihop_articles.jsonl", DATA / "news_bodies.jsonl"]).articles
    )
    return corpus
