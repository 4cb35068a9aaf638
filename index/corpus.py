"""A corpus: the catalogue, the vectors and the embedding model that belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from time import monotonic

from index import generations
from index.catalog import Catalog
from index.embeddings import Embedder
from index.errors import IndexStateError
from index.ports import ArticleCatalog, Backend
from index.store import ChromaStore, MemoryStore, VectorStore
from index.types import Hit
from index.writing import WriterLock

_CATALOG_FILE = "catalog.sqlite"
_VECTORS_FOLDER = "chroma"
_SHARE = 20
"""Opening the vectors anew may take one part in so many of the time."""


class Corpus:
    """What can be indexed into and asked: in a folder, or in a `backend`; else in memory.

    What other processes do to the index is seen: what they change, and that they made it anew.
    Raises IndexStateError where the folder cannot be written or the index not be opened.
    """

    def __init__(
        self, embedder: Embedder, folder: Path | None = None, backend: Backend | None = None
    ) -> None:
        self.embedder = embedder
        self.folder = folder
        self._backend = backend or _Folder(folder)

    @property
    def place(self) -> str:
        """Where the index lives, for people to read."""
        return self._backend.place

    @property
    def catalog(self) -> ArticleCatalog:
        """The articles and the word index."""
        return self._backend.now().catalog

    @property
    def store(self) -> VectorStore:
        """The vectors; opened at first use, as Chroma takes its time.

        Raises IndexStateError if they were made with another model than this corpus has: what
        two models say cannot be compared.
        """
        opened = self._backend.now()
        made = opened.catalog.meta.get("model", self.embedder.name)
        if made != self.embedder.name and opened.catalog.passage_count():
            raise IndexStateError(
                "The index at {place} was made with the model {made!r}, now it is {now!r}. "
                "Set CROSSREAD_EMBEDDINGS back, or run "
                "'crossread index --rebuild PATH…' to make the index anew.",
                place=self.place, made=made, now=self.embedder.name,
            )  # fmt: skip
        return opened.store

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The right to change what is indexed; by then all that others changed is seen.

        Raises IndexStateError where another process keeps it.
        """
        with self._backend.writing():
            yield

    def first_passages(self, n: int, article_ids: Sequence[str] | None = None) -> list[Hit]:
        """Up to n passages, of these articles if any are named, as indexed and without a score."""
        catalog = self.catalog
        rows = catalog.rows(catalog.passage_ids(article_ids, n))
        return [Hit(row.passage, row.article, 0.0, row.vectors) for row in rows.values()]

    @property
    def is_empty(self) -> bool:
        """True while no article is indexed."""
        return self.catalog.passage_count() == 0


class _Folder:
    """The Backend on this machine: a folder, or memory where that is None."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._switching = Lock()
        if folder is not None:
            _make(folder)
        self.lock = WriterLock(folder)
        self._opened = _open(folder, self.lock)

    @property
    def place(self) -> str:
        """See Backend."""
        return str(self._folder) if self._folder else "memory"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See Backend."""
        with self.lock:
            if self._folder:
                with suppress(OSError):  # what is left over harms nobody
                    generations.sweep(self._folder)
            opened = self.now()
            opened.catch_up()
            try:
                yield
            finally:
                opened.written()

    def now(self) -> _Generation:
        """See Backend."""
        if self._folder and generations.current(self._folder) != self._opened.name:
            with self._switching:
                if generations.current(self._folder) != self._opened.name:
                    self._opened = _open(self._folder, self.lock)
        return self._opened


@contextmanager
def rebuilding(embedder: Embedder, folder: Path) -> Iterator[Corpus]:
    """An empty corpus that takes the place of the index in a folder at the end, in one step.

    Until then, and after an error, that is asked; it may be damaged. Raises IndexStateError where
    another process changes it or the folder cannot be written.
    """
    _make(folder)
    with WriterLock(folder):
        try:
            generations.sweep(folder)
            name = generations.next_after(generations.current(folder))
            yield Corpus(embedder, folder / name)
            generations.take_over(folder, name)
        except OSError as error:
            raise IndexStateError(
                "The index in {folder} cannot be made anew ({reason}); it stays as it was.",
                folder=folder, reason=str(error.strerror),
            ) from error  # fmt: skip


class _Generation:
    """A catalogue and its vectors, which are those of the catalogue's revision `_seen`."""

    def __init__(self, name: str, place: Path | None, lock: WriterLock) -> None:
        self.name = name
        self._lock = lock
        self._place = place
        self.catalog = Catalog(place / _CATALOG_FILE if place else None)
        self._store: VectorStore | None = None
        self._seen = ""
        self._reopening = Lock()
        self._rest_until = 0.0

    @property
    def store(self) -> VectorStore:
        """The vectors, opened anew if others changed them and nobody is at it.

        Not at every change: while another process writes, most of the time is for answers.
        """
        store = self._as_opened()
        # What this process writes, its own vectors show at once.
        rests = self._lock.held or monotonic() <= self._rest_until
        if (
            not rests
            and self.catalog.revision != self._seen
            and self._reopening.acquire(blocking=False)
        ):
            try:
                self._reopen(store)
            finally:
                self._reopening.release()
        return store

    def _as_opened(self) -> VectorStore:
        with self._reopening:
            if self._store is None:
                self._seen = self.catalog.revision
                path = self._place / _VECTORS_FOLDER if self._place else None
                self._store = ChromaStore(path) if path else MemoryStore()
        return self._store

    def catch_up(self) -> None:
        """Open the vectors anew if others changed them: to write from old ones loses new ones."""
        store = self._as_opened()
        with self._reopening:
            if self.catalog.revision != self._seen:
                self._reopen(store)

    def written(self) -> None:
        """Take what this process wrote as seen."""
        self._seen = self.catalog.revision

    def _reopen(self, store: VectorStore) -> None:
        revision, start = self.catalog.revision, monotonic()
        store.reopen()
        self._seen = revision
        self._rest_until = monotonic() + _SHARE * (monotonic() - start)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
    except OSError as error:
        raise IndexStateError(
            "The index folder {folder} cannot be written ({reason}). "
            "Name another one with CROSSREAD_DATA.",
            folder=folder, reason=str(error.strerror),
        ) from error  # fmt: skip


def _open(folder: Path | None, lock: WriterLock) -> _Generation:
    """The generation in use of the index in a folder, or a new one in memory."""
    if folder is None:
        return _Generation("", None, lock)
    name = generations.current(folder)
    place = folder / name
    place.mkdir(exist_ok=True)
    return _Generation(name, place, lock)
