"""What tests share: the embedding model and an index of the seeds, made once a session."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.settings import load_settings
from index.articles import read_paths
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync

for _name in [name for name in os.environ if name.startswith("CROSSREAD_")]:
    del os.environ[_name]
if "PYTEST_XDIST_WORKER" in os.environ:  # threads of two processes would wait for one another
    os.environ.setdefault("OMP_NUM_THREADS", "1")
load_settings()  # before anything heavy is imported: no test may reach a hub or a telemetry server

from assistant.chat import Assistant  # noqa: E402
from tests.servers import chroma_server, server_address  # noqa: E402, F401

SEEDS = Path(__file__).parent.parent / "seeds"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes go first, lest one process end with them while the other is idle."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index folder of the test's own; nothing is in it, and it isn't there, yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("CROSSREAD_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedding model, loaded at most once."""
    return Embedder()


@pytest.fixture(scope="session")
def seeds_corpus(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The five articles, indexed on disk. To be asked, not changed."""
    corpus = Corpus(embedder, tmp_path_factory.mktemp("seeds"))
    sync(corpus, read_paths([SEEDS]).articles)
    return corpus


@pytest.fixture(scope="session")
def seeds_assistant(seeds_corpus: Corpus) -> Assistant:
    """An assistant over the five articles."""
    return Assistant(seeds_corpus)
