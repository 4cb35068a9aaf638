"""Writers over the network: one at a time, cut off at any moment, and seen by all at once."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import ForkServerContext

import pytest

from index.corpus import Corpus
from index.embeddings import Embedder
from index.errors import IndexStateError
from index.search import search
from index.server import state
from index.server.backend import ServerBackend, rebuilding
from index.server.connection import Connection, ServerAddress
from index.server.lease import WriterLease
from index.server.records import Records
from index.sync import Embedded, forget, here, sync
from index.types import Article
from index.verify import verify
from tests.index.letters import CountingEmbedder, article

pytestmark = pytest.mark.scale
PATIENCE = 60


def opened(address: ServerAddress, model: str = "letters", lease: float = 60) -> Corpus:
    return Corpus(CountingEmbedder(model), backend=ServerBackend(address, lease))


def index(address: ServerAddress, articles: list[Article]) -> None:
    sync(opened(address), articles)


def hold(address: ServerAddress, lease: float, told: Pipe) -> None:
    """Take the right to write, which runs out in so many seconds, and do nothing with it."""
    WriterLease._renew = lambda *_: None  # type: ignore[method-assign]
    with opened(address, lease=lease).writing():
        told.send("held")
        told.poll(PATIENCE)


@contextmanager
def elsewhere(
    processes: ForkServerContext, address: ServerAddress, lease: float
) -> Iterator[multiprocessing.Process]:
    """Another process that holds the right to write, and is killed at the end."""
    here, there = processes.Pipe()
    process = processes.Process(target=hold, args=(address, lease, there))
    process.start()
    assert here.poll(PATIENCE)
    try:
        yield process
    finally:
        process.kill()
        process.join(PATIENCE)


def found(corpus: Corpus) -> set[str]:
    return {hit.article.id for hit in search(corpus, "council terminal", 20)}


def agree(corpus: Corpus) -> bool:
    return not [check for check in verify(corpus) if check.wrong]


def test_what_one_process_indexes_the_others_answer_from_at_once(
    server_address: ServerAddress, processes: ForkServerContext
) -> None:
    readers = [opened(server_address), opened(server_address)]
    assert [found(reader) for reader in readers] == [set(), set()]
    for articles in ([article(1), article(2)], [article(2, "The bridge fell. Divers came.")]):
        process = processes.Process(target=index, args=(server_address, articles))
        process.start()
        process.join(PATIENCE)
        assert process.exitcode == 0
        for reader in readers:
            assert reader.catalog.articles() == articles
            assert found(reader) == {a.id for a in articles}
            assert len(reader.store.ids()) == reader.catalog.passage_count() == len(articles)


def test_what_is_not_told_of_an_article_any_more_is_forgotten(
    server_address: ServerAddress,
) -> None:
    corpus = opened(server_address)
    told = Article(
        "a", "Post", "Title", "The ferry sank.", "2021-12-10", "https://x", "f.txt", "Ann"
    )
    for one in (told, Article("a", "Post", "Title", "The ferry sank.")):
        sync(corpus, [one])
        assert opened(server_address).catalog.articles() == [one]


def test_a_second_writer_is_told_who_writes_and_changes_nothing(
    server_address: ServerAddress, processes: ForkServerContext
) -> None:
    corpus = opened(server_address)
    corpus._backend.lease._patience = 0  # type: ignore[attr-defined]
    with elsewhere(processes, server_address, 60) as writer:
        for change in (lambda: sync(corpus, [article(1)]), lambda: forget(corpus, ["a1"])):
            with pytest.raises(IndexStateError, match=rf"{writer.pid} on .*, since .* 60 seconds"):
                change()
        assert corpus.is_empty


def test_a_writer_that_was_killed_keeps_others_out_until_its_lease_is_over(
    server_address: ServerAddress, processes: ForkServerContext
) -> None:
    with elsewhere(processes, server_address, 0):
        pass
    index(server_address, [article(1)])
    assert found(opened(server_address)) == {"a1"}


def test_a_writer_that_lost_its_lease_learns_of_it_before_it_commits(
    server_address: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WriterLease, "_renew", lambda *_: None)
    slow = opened(server_address, lease=0)

    def remove() -> None:
        with slow.writing():
            index(server_address, [article(1)])
            with slow.catalog.transaction():
                slow.catalog.remove("a1")

    with pytest.raises(IndexStateError, match="run it again"):
        remove()
    index(server_address, [article(1), article(2)])
    assert agree(slow)
    assert found(slow) == {"a1", "a2"}


def test_a_writer_that_lost_its_lease_while_it_embedded_writes_no_word(
    server_address: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WriterLease, "_renew", lambda *_: None)
    slow = opened(server_address, lease=0)

    def overtaken(
        embedder: Embedder, batches: Iterable[Sequence[Article]]
    ) -> Iterator[list[Embedded]]:
        index(server_address, [article(1)])
        return here(embedder, batches)

    with pytest.raises(IndexStateError, match="run it again"):
        sync(slow, [article(2)], embed=overtaken)
    assert found(slow) == {"a1"}
    assert slow.catalog.unindexed_words() == (0, 0)


def test_a_long_writer_keeps_its_lease(server_address: ServerAddress) -> None:
    """It lasts so short a time that it would be over many times."""
    connection = Connection(server_address)
    lease = WriterLease(Records(connection, "crossread"), connection.now, "here", 1.5, 0)
    with lease:
        ends = connection.now() + 2
        while connection.now() < ends:
            with pytest.raises(IndexStateError, match="changed by another"):
                index_with_no_patience(server_address)
        lease.check()


def index_with_no_patience(address: ServerAddress) -> None:
    corpus = opened(address)
    corpus._backend.lease._patience = 0  # type: ignore[attr-defined]
    sync(corpus, [article(1)])


def test_however_many_want_to_write_one_does_at_a_time(server_address: ServerAddress) -> None:
    inside: list[int] = []
    most: list[int] = []

    def write(n: int) -> None:
        connection = Connection(server_address)
        lease = WriterLease(Records(connection, "crossread"), connection.now, "here", 60, PATIENCE)
        for _ in range(2):
            with lease:
                inside.append(n)
                most.append(len(inside))
                lease.check()
                inside.remove(n)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert most == [1] * 8


def test_a_rebuilt_index_takes_over_in_every_process_and_takes_another_model(
    server_address: ServerAddress,
) -> None:
    index(server_address, [article(1)])
    old, new = opened(server_address), opened(server_address, "figures")
    with pytest.raises(IndexStateError, match="'letters', now it is 'figures'"):
        search(new, "council", 5)
    with rebuilding(CountingEmbedder("figures"), server_address) as anew:
        sync(anew, [article(2)])
        assert found(old) == {"a1"}
    assert found(new) == {"a2"}
    with pytest.raises(IndexStateError, match="--rebuild"):
        search(old, "council", 5)
    sync(new, [article(2), article(3)])
    assert found(opened(server_address, "figures")) == {"a2", "a3"}
    assert agree(new)


def test_who_writes_goes_by_no_older_look_at_which_index_is_in_use(
    server_address: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "FRESH", PATIENCE)
    index(server_address, [article(1)])
    old = opened(server_address)
    assert found(old) == {"a1"}
    with rebuilding(CountingEmbedder(), server_address) as anew:
        sync(anew, [article(2)])
    sync(old, [article(3)], keep_others=True)
    assert found(opened(server_address)) == {"a2", "a3"}


def test_a_rebuild_that_fails_leaves_the_old_index(server_address: ServerAddress) -> None:
    index(server_address, [article(1)])
    failing = CountingEmbedder(fail_at=1)
    with pytest.raises(MemoryError), rebuilding(failing, server_address) as anew:
        sync(anew, [article(2)])
    assert found(opened(server_address)) == {"a1"}
    with rebuilding(CountingEmbedder(), server_address) as anew:
        sync(anew, [article(3)])
    assert found(opened(server_address)) == {"a3"}
