"""The corpora that the commands work on: the default one, and others kept apart from it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.settings import Settings
from index.articles import read_paths
from index.chunking import CHUNKING
from index.corpus import Corpus, rebuilding
from index.embeddings import Embedder
from index.errors import ArticleError
from index.schema import SCHEMA_VERSION
from index.server import backend as server
from index.server.connection import ServerAddress
from index.sync import sync
from index.types import Article

_OTHERS = "other"


def server_address(settings: Settings) -> ServerAddress | None:
    """The Chroma server where the index lives; None where that is a folder."""
    if not settings.chroma_url:
        return None
    return ServerAddress(
        settings.chroma_url,
        settings.chroma_token,
        settings.chroma_tenant,
        settings.chroma_database,
    )


def index_place(settings: Settings) -> str:
    """Where the index lives, for people to read."""
    return str(server_address(settings) or settings.data)


def default_corpus(settings: Settings) -> Corpus:
    """What `crossread index` fills; raises IndexStateError where it cannot be opened."""
    embedder, address = Embedder(settings.embeddings), server_address(settings)
    if address:
        return Corpus(embedder, backend=server.ServerBackend(address))
    return Corpus(embedder, settings.data)


@contextmanager
def rebuilt_corpus(settings: Settings) -> Iterator[Corpus]:
    """An empty corpus that takes the place of the default one at the end, in one step.

    Raises IndexStateError where another process changes that or it cannot be written.
    """
    embedder, address = Embedder(settings.embeddings), server_address(settings)
    anew = server.rebuilding(embedder, address) if address else rebuilding(embedder, settings.data)
    with anew as corpus:
        yield corpus


def nothing_indexed(settings: Settings) -> str:
    """The sentence for an index without articles."""
    return (
        f"No article is indexed in {index_place(settings)} yet: run 'crossread index seeds', or "
        "name your own files or folder instead of seeds."
    )


def other_corpus(
    settings: Settings,
    path: Path,
    problem: Callable[[ArticleError], None],
    progress: Callable[[int, int], None],
) -> Corpus:
    """A corpus that holds exactly the articles at `path`, kept between calls, apart from the rest.

    `problem` is told what could not be read, `progress` (done, total) in articles to embed.
    Raises ArticleError where nothing could be.
    """
    reading = read_paths([path])
    for found in reading.problems:
        problem(found)
    if not reading.articles:
        raise ArticleError(f"{path}: there is no article to ask.")
    # One made with another model or way of cutting is another index.
    made = f"{path.resolve()}\0{settings.embeddings}\0{CHUNKING}\0{SCHEMA_VERSION}"
    name = hashlib.sha256(made.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    corpus = Corpus(Embedder(settings.embeddings), settings.data / _OTHERS / name)
    sync(corpus, reading.articles, progress=progress)
    return corpus


def moment_corpus(corpus: Corpus, articles: Sequence[Article]) -> Corpus:
    """A corpus in memory, with the same model, for articles that came with a question."""
    brought = Corpus(corpus.embedder)
    sync(brought, articles)
    return brought
