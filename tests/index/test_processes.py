"""Several processes over one index: one writes, all see it, and a rebuilt one takes over."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random
from string import ascii_lowercase

import pytest

from index import generations
from index.corpus import Corpus, rebuilding
from index.errors import IndexStateError
from index.search import search
from index.sync import forget, sync
from index.types import Article
from index.verify import verify
from index.writing import WriterLock
from tests.index.letters import CountingEmbedder, article

PATIENCE = 30
MANY = 1200
"""Articles from which on Chroma writes its graph of neighbours to disk."""


def index(folder: Path, articles: Sequence[Article]) -> None:
    sync(Corpus(CountingEmbedder(), folder), articles)


def rebuild(folder: Path, articles: Sequence[Article], model: str = "letters") -> None:
    with rebuilding(CountingEmbedder(model), folder) as anew:
        sync(anew, articles)


def hold(folder: Path, told: Connection) -> None:
    with WriterLock(folder):
        told.send("held")
        told.poll(PATIENCE)


@pytest.fixture
def elsewhere(processes: ForkServerContext) -> Callable[..., None]:
    """Runs a function in another process to its end."""

    def run(target: Callable[..., None], *arguments: object) -> None:
        process = processes.Process(target=target, args=arguments)
        process.start()
        process.join(PATIENCE)
        assert process.exitcode == 0

    return run


@pytest.fixture
def writer(processes: ForkServerContext, tmp_path: Path) -> Iterator[multiprocessing.Process]:
    """Another process that holds the right to write."""
    here, there = processes.Pipe()
    process = processes.Process(target=hold, args=(tmp_path, there))
    process.start()
    assert here.poll(PATIENCE)
    yield process
    process.kill()
    process.join(PATIENCE)


def stories(first: int, last: int) -> list[Article]:
    """Articles of which no two are much alike."""
    chance = Random(7)
    texts = ["".join(chance.choices(ascii_lowercase, k=12)) for _ in range(last)]
    return [article(n, f"The {texts[n]} {texts[n - 1]}.") for n in range(first, last)]


def near(corpus: Corpus, text: str) -> str:
    """The id of the passage whose vector is nearest to a text's."""
    return corpus.store.nearest(corpus.embedder.query(text), 1)[0][0].partition(":")[0]


@pytest.mark.parametrize("count", [3, MANY])
def test_what_another_process_indexes_is_found_by_its_meaning(
    tmp_path: Path, elsewhere: Callable[..., None], count: int
) -> None:
    index(tmp_path, [article(1)])
    reader = Corpus(CountingEmbedder(), tmp_path)
    assert near(reader, "Zzzz zzzz.") == "a1"
    elsewhere(index, tmp_path, [*stories(1, count), article(0, "Zzzz zzzz zzzz zzzz.")])
    assert near(reader, "Zzzz zzzz.") == "a0"
    assert [h.article.id for h in search(reader, "zzzz", 1)] == ["a0"]


def test_a_writer_keeps_what_another_process_indexed_before(
    tmp_path: Path, elsewhere: Callable[..., None]
) -> None:
    mine = Corpus(CountingEmbedder(), tmp_path)
    sync(mine, [article(1), article(2)])
    elsewhere(index, tmp_path, [*stories(1, MANY), article(0, "Zzzz zzzz zzzz zzzz.")])
    forget(mine, ["a1"])
    sync(mine, [article(MANY)], keep_others=True)
    for corpus in (mine, Corpus(CountingEmbedder(), tmp_path)):
        assert near(corpus, "Zzzz zzzz.") == "a0"
        assert len(corpus.store.ids()) == MANY
        assert not any(check.wrong for check in verify(corpus))


def test_a_second_writer_is_told_who_writes_and_changes_nothing(
    tmp_path: Path, writer: multiprocessing.Process
) -> None:
    corpus = Corpus(CountingEmbedder(), tmp_path)
    corpus._backend.lock = WriterLock(tmp_path, patience=0)
    for change in (lambda: sync(corpus, [article(1)]), lambda: forget(corpus, ["a1"])):
        with pytest.raises(IndexStateError, match=rf"another process \({writer.pid}, since"):
            change()
    assert corpus.is_empty


def test_readers_are_not_kept_out_by_a_writer(
    tmp_path: Path, writer: multiprocessing.Process
) -> None:
    assert Corpus(CountingEmbedder(), tmp_path).store.count() == 0
    assert writer.is_alive()


def test_a_writer_that_was_killed_keeps_nobody_out(
    tmp_path: Path, writer: multiprocessing.Process
) -> None:
    writer.kill()
    writer.join(PATIENCE)
    index(tmp_path, [article(1)])
    assert not Corpus(CountingEmbedder(), tmp_path).is_empty


def test_a_rebuilt_index_takes_over_in_every_process(
    tmp_path: Path, elsewhere: Callable[..., None]
) -> None:
    index(tmp_path, [article(1), article(2)])
    reader = Corpus(CountingEmbedder(), tmp_path)
    assert near(reader, article(1).text) in ("a1", "a2")
    for text in ("Zzzz zzzz.", "Qqqq qqqq."):
        elsewhere(rebuild, tmp_path, [article(3, text)])
        assert [a.id for a in reader.catalog.articles()] == ["a3"]
        assert near(reader, text) == "a3"
        assert reader.catalog.articles()[0].text == text


def test_until_a_rebuilt_index_is_whole_the_old_one_is_asked(tmp_path: Path) -> None:
    index(tmp_path, [article(1)])
    corpus = Corpus(CountingEmbedder(), tmp_path)
    with rebuilding(CountingEmbedder(), tmp_path) as anew:
        sync(anew, [article(2)])
        assert [h.article.id for h in search(corpus, "council", 5)] == ["a1"]
    assert [h.article.id for h in search(corpus, "council", 5)] == ["a2"]


def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(tmp_path: Path) -> None:
    index(tmp_path, [article(1)])
    failing = CountingEmbedder(fail_at=1)
    with pytest.raises(MemoryError), rebuilding(failing, tmp_path) as anew:
        sync(anew, [article(2)])
    assert Corpus(CountingEmbedder(), tmp_path).catalog.article("a1")
    rebuild(tmp_path, [article(3)])
    rebuild(tmp_path, [article(4)])
    rebuild(tmp_path, [article(5)])
    assert [a.id for a in Corpus(CountingEmbedder(), tmp_path).catalog.articles()] == ["a5"]
    assert len(list(tmp_path.glob("*/catalog.sqlite"))) <= 2


def test_another_model_is_taken_by_a_rebuild_and_is_not_mixed_with_the_old(tmp_path: Path) -> None:
    index(tmp_path, [article(1)])
    old, new = (Corpus(CountingEmbedder(m), tmp_path) for m in ("letters", "figures"))
    with pytest.raises(IndexStateError, match="'letters', now it is 'figures'"):
        search(new, "council", 5)
    rebuild(tmp_path, [article(1)], "figures")
    assert search(new, "council", 5)
    with pytest.raises(IndexStateError, match="--rebuild"):
        search(old, "council", 5)


@pytest.mark.parametrize("named", ["../..", "generation-2/../..", "generation-x", "/etc"])
def test_a_pointer_that_leads_elsewhere_is_not_followed(tmp_path: Path, named: str) -> None:
    (tmp_path / "current").write_text(named)
    assert generations.current(tmp_path) == generations.FIRST


def test_a_folder_without_room_is_said(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("The administrator may write everywhere.")
    tmp_path.chmod(0o500)
    with pytest.raises(IndexStateError, match="CROSSREAD_DATA"):
        Corpus(CountingEmbedder(), tmp_path)
