"""Indexing that is killed at any moment, or runs out of room: nothing is wrong, lost or doubled."""

from __future__ import annotations

import resource
import signal
import sqlite3
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random
from time import monotonic

from index.corpus import Corpus
from index.errors import IndexStateError
from index.search import search
from index.sync import sync
from index.types import Article
from index.verify import verify
from tests.index.letters import CountingEmbedder

ARTICLES = 40
PATIENCE = 30


def edition(n: int) -> list[Article]:
    """The articles of one day: some stay, some change, some come and some go."""
    told = (
        "The council of Wexmoor met about terminal {i} again. Vote {vote} was taken by {i} members."
    )
    return [
        Article(f"a{i}", "Post", f"Terminal {i}", told.format(i=i, vote=n if i % 3 else 0))
        for i in range(n % 4, ARTICLES - n % 3)
    ]


def index(folder: Path, n: int) -> None:
    corpus = Corpus(CountingEmbedder(), folder)
    sync(corpus, edition(n))


def is_one_of(corpus: Corpus, editions: tuple[int, int]) -> None:
    """Every article is whole, as it is in one edition or the other."""
    known = {(a.id, a.text) for n in editions for a in edition(n)}
    assert {(a.id, a.text) for a in corpus.catalog.articles()} <= known
    for hit in search(corpus, "council terminal vote", 10):
        assert (hit.article.id, hit.article.text) in known
        assert hit.text in hit.article.text


def kill_and_complete(folder: Path, processes: ForkServerContext, kills: int) -> int:
    """Kill so many runs at random moments, each completed by the next; gives how many were hit."""
    chance = Random(3)
    for n in range(2):  # the first one also waits for what starts processes
        started = monotonic()
        process = processes.Process(target=index, args=(folder, n))
        process.start()
        process.join(PATIENCE)
        takes = monotonic() - started
    reader, hit = Corpus(CountingEmbedder(), folder), 0
    for n in range(2, 2 + kills):
        process = processes.Process(target=index, args=(folder, n))
        process.start()
        process.join(chance.uniform(0.3 * takes, 0.9 * takes))
        process.kill()
        process.join(PATIENCE)
        hit += process.exitcode == -signal.SIGKILL
        is_one_of(reader, (n - 1, n))
        index(folder, n)
        after = Corpus(CountingEmbedder(), folder)
        assert after.catalog.articles() == sorted(edition(n), key=lambda a: a.id)
        assert not [check for check in verify(after) if check.wrong]
    return hit


def test_killed_at_any_moment_the_index_is_never_wrong_and_the_next_run_completes_it(
    tmp_path: Path, processes: ForkServerContext
) -> None:
    """A few moments; tests/benchmarks/kills.py tries as many as one likes."""
    assert kill_and_complete(tmp_path, processes, 4)


def fill_up(folder: Path, room: int, told: Connection) -> None:
    """Index while no file may grow beyond so many bytes, and tell what was said."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        sync(Corpus(CountingEmbedder(), folder), [*edition(0), *large()])
        told.send("done")
    except (IndexStateError, sqlite3.Error) as error:
        told.send(str(error))


def large() -> list[Article]:
    chance = Random(5)
    texts = (
        " ".join("".join(chance.choices("abcdefgh", k=6)) for _ in range(900)) for _ in "12345"
    )
    return [Article(f"big{n}", "Post", "Big", f"It said {t}.") for n, t in enumerate(texts)]


def test_without_room_on_the_disk_that_is_said_and_nothing_is_lost(
    tmp_path: Path, processes: ForkServerContext
) -> None:
    index(tmp_path, 0)
    largest = max(f.stat().st_size for f in tmp_path.rglob("*") if f.is_file())
    here, there = processes.Pipe()
    process = processes.Process(target=fill_up, args=(tmp_path, largest + 4096, there))
    process.start()
    assert here.poll(PATIENCE)
    assert here.recv() != "done"
    process.join(PATIENCE)
    is_one_of(Corpus(CountingEmbedder(), tmp_path), (0, 0))
    index(tmp_path, 1)
    after = Corpus(CountingEmbedder(), tmp_path)
    assert after.catalog.articles() == sorted(edition(1), key=lambda a: a.id)
    assert not [check for check in verify(after) if check.wrong]
