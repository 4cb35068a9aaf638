"""Every place where an index can live, and processes of the tests' own that meet there."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from index.corpus import Corpus
from index.embeddings import Embedder
from index.server.backend import ServerBackend
from tests.index.letters import CountingEmbedder

Opened = Callable[[Embedder], Corpus]
"""Opens one and the same index, with any model."""


@pytest.fixture(params=["memory", "disk", pytest.param("server", marks=pytest.mark.scale)])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    if request.param == "disk":
        return lambda embedder: Corpus(embedder, tmp_path / "index")
    if request.param == "server":
        address = request.getfixturevalue("server_address")
        return lambda embedder: Corpus(embedder, backend=ServerBackend(address))
    kept = Corpus(CountingEmbedder())

    def again(embedder: Embedder) -> Corpus:
        kept.embedder = embedder
        return kept

    return again


@pytest.fixture
def corpus(opened: Opened) -> Corpus:
    return opened(CountingEmbedder())


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Starts processes that have imported already what they need."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["chromadb", "llama_index.core.node_parser", "index.search", "tests.index.letters"]
    )
    return context
