"""A writer whose line goes dead between any two writes leaves nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from index.corpus import Corpus
from index.server.backend import ServerBackend
from index.server.connection import ServerAddress
from index.server.lease import WriterLease
from index.sync import sync
from tests.index.letters import article
from tests.index.server.test_writers import agree, found, index, opened

pytestmark = pytest.mark.scale
MOST_WRITES = 60


def cut_off(corpus: Corpus, writes: int) -> None:
    """Let no more than so many writes get to the server, that of the lease among them."""
    backend = corpus._backend
    assert isinstance(backend, ServerBackend)
    said, left = backend._connection.said, [writes]

    @contextmanager
    def dying(done: str) -> Iterator[None]:
        left[0] -= done == "written"
        if left[0] < 0:
            raise OSError("The line is dead.")
        with said(done):
            yield

    backend._connection.said = backend.now().store._said = dying  # type: ignore[method-assign]


def test_cut_off_at_any_write_every_article_is_old_or_new_and_the_next_run_completes_it(
    server_address: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WriterLease, "_renew", lambda *_: None)
    old, reader = [article(1), article(2), article(3)], opened(server_address)
    index(server_address, old)
    for writes in range(1, MOST_WRITES, 3):
        new = [article(1), article(2, f"The council met {writes} times."), article(3 + writes)]
        writer = opened(server_address, lease=0)
        cut_off(writer, writes)
        try:
            sync(writer, new)
            break
        except OSError:
            pass
        there = reader.catalog.articles()
        assert {(a.id, a.text) for a in there} <= {(a.id, a.text) for a in (*old, *new)}
        assert {"a1", "a2"} <= {a.id for a in there}
        assert {"a1"} <= found(reader) <= {a.id for a in there}
        index(server_address, new)
        assert reader.catalog.articles() == sorted(new, key=lambda a: a.id)
        assert found(reader) == {a.id for a in new}
        assert agree(reader)
        old = new
    assert 8 < writes < MOST_WRITES - 3
