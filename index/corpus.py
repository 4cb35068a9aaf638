"""A corpus: the catalogue, the vectors and the embedding model that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from index.catalog import Catalog
from index.embeddings import Embedder
from index.errors import IndexStateError
from index.store import ChromaStore, MemoryStore, VectorStore
from index.types import Hit

_CATALOG_FILE = "catalog.sqlite"
_VECTORS_FOLDER = "chroma"


@dataclass
class Corpus:
    """What can be indexed into and asked. `folder` None means in memory.

    Whoever changes it holds `writing` meanwhile.
    """

    embedder: Embedder
    folder: Path | None = None

    def __post_init__(self) -> None:
        self.writing = Lock()
        if self.folder is None:
            self.catalog = Catalog(None)
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".writable").touch()
        except OSError as error:
            raise IndexStateError(
                f"The index folder {self.folder} cannot be written ({error.strerror}). "
                "Name another one with CROSSREAD_DATA."
            ) from error
        self.catalog = Catalog(self.folder / _CATALOG_FILE)

    @cached_property
    def store(self) -> VectorStore:
        """The vectors; opened at first use, as Chroma takes its time."""
        return MemoryStore() if self.folder is None else ChromaStore(self.folder / _VECTORS_FOLDER)

    def first_passages(self, n: int, article_ids: Sequence[str] | None = None) -> list[Hit]:
        """Up to n passages, of these articles if any are named, as indexed and without a score."""
        rows = self.catalog.rows(self.catalog.passage_ids(article_ids)[:n])
        return [Hit(row.passage, row.article, 0.0, row.vectors) for row in rows.values()]

    @property
    def is_empty(self) -> bool:
        """True while no article is indexed."""
        return self.catalog.passage_count() == 0
