"""An index on a Chroma server as a Backend, and a new one that takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Lock

from index.corpus import Corpus
from index.embeddings import Embedder
from index.server.catalog import ServerCatalog
from index.server.connection import Connection, ServerAddress
from index.server.lease import SECONDS, WriterLease
from index.server.records import Records
from index.server.state import State
from index.server.store import ServerVectors

_PREFIX = "crossread-"


class ServerBackend:
    """The Backend on a Chroma server; the generation in use is named by one record there."""

    def __init__(self, address: ServerAddress, lease: float = SECONDS) -> None:
        self._connection = Connection(address)
        root = Records(self._connection, "crossread")
        self._state = State(root)
        self.lease = WriterLease(root, self._connection.now, str(address), lease)
        self._switching = Lock()
        self._opened: ServerGeneration | None = None

    @property
    def place(self) -> str:
        """See Backend."""
        return str(self._connection.address)

    def now(self) -> ServerGeneration:
        """See Backend."""
        number, opened = self._state.generation, self._opened
        if opened is None or opened.number != number:
            with self._switching:
                opened = self._opened
                if opened is None or opened.number != number:
                    opened = self._opened = self._open(number)
        return opened

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See Backend."""
        with self.lease:
            self._tidy()
            if self.lease.after_a_fault:
                self.now().catalog.sweep()
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[ServerGeneration]:
        """An empty generation that takes the place of the one in use at the end, in one step.

        Until then, and after an error, that is asked; it may be of another version of Crossread,
        or damaged. Raises as `writing` does.
        """
        with self.lease:
            self._tidy()
            number = self._state.generation + 1
            yield self._open(number)
            self.lease.check()
            self._state.take_over(number)

    def _tidy(self) -> None:
        """Clear away what a rebuilding left behind."""
        self._state.forget()
        self._connection.drop(_PREFIX, f"{_PREFIX}{self._state.generation}-")

    def _open(self, number: int) -> ServerGeneration:
        return ServerGeneration(self._connection, self._state, number, self.lease)


class ServerGeneration:
    """A Generation on a server."""

    def __init__(
        self, connection: Connection, state: State, number: int, lease: WriterLease
    ) -> None:
        self.number = number
        self.catalog = ServerCatalog(connection, state, number, lease.check)
        self.store = ServerVectors(connection, number)


class _Anew:
    """The Backend of a generation that is being made, by whoever holds the lease."""

    def __init__(self, place: str, generation: ServerGeneration) -> None:
        self.place = place
        self._generation = generation
        self.writing = nullcontext

    def now(self) -> ServerGeneration:
        """See Backend."""
        return self._generation


@contextmanager
def rebuilding(embedder: Embedder, address: ServerAddress) -> Iterator[Corpus]:
    """An empty corpus that takes the place of the index on a server at the end, in one step.

    Until then, and after an error, that is asked; it may be damaged. Raises IndexStateError where
    another process changes it or the server does not let it be written.
    """
    backend = ServerBackend(address)
    with backend.rebuilding() as generation:
        yield Corpus(embedder, backend=_Anew(backend.place, generation))
