"""Removing articles from an index, and what several writers at once leave of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.corpus import Corpus
from index.embeddings import Piece, Vectors
from index.errors import IndexStateError
from index.sync import forget, sync
from tests.index.letters import CountingEmbedder, article
from tests.index.test_sync import holds, spoken_of


def test_what_is_removed_is_found_no_more_and_the_rest_stays(corpus: Corpus) -> None:
    sync(corpus, [article(1), article(2), article(3)])
    assert forget(corpus, ["a3", "never there", "a1", "a3"]) == ["a3", "a1"]
    assert holds(corpus) == {"a2"}
    assert [spoken_of(corpus, f"Gull{n}") for n in (1, 2, 3)] == [0, 1, 0]


@pytest.mark.parametrize("ids", [[], ["never there"]])
def test_removing_nothing_changes_nothing(corpus: Corpus, ids: list[str]) -> None:
    sync(corpus, [article(1)])
    before = corpus.catalog.revision
    assert forget(corpus, ids) == []
    assert corpus.catalog.revision == before
    assert holds(corpus) == {"a1"}


def test_an_article_without_text_can_be_removed(corpus: Corpus) -> None:
    sync(corpus, [article(1, "?!")])
    assert forget(corpus, ["a1"]) == ["a1"]
    assert holds(corpus) == set()


def test_a_removed_article_can_come_back(corpus: Corpus) -> None:
    sync(corpus, [article(1), article(2)])
    forget(corpus, ["a1"])
    assert sync(corpus, [article(1)], keep_others=True).added == ["a1"]
    assert holds(corpus) == {"a1", "a2"}
    assert spoken_of(corpus, "Gull1") == 1


def test_a_fault_in_the_middle_of_removing_removes_none(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(corpus, [article(1), article(2)])
    remove = corpus.catalog.remove

    def fail_at_the_second(article_id: str) -> None:
        if article_id == "a2":
            raise MemoryError("no room")
        remove(article_id)

    monkeypatch.setattr(corpus.catalog, "remove", fail_at_the_second)
    with pytest.raises(MemoryError):
        forget(corpus, ["a1", "a2"])
    assert holds(corpus) == {"a1", "a2"}
    assert spoken_of(corpus, "Gull1") == 1


def test_vectors_that_cannot_be_removed_are_removed_by_the_next_run(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(corpus, [article(1), article(2)])
    with monkeypatch.context() as broken:
        broken.setattr(corpus.store, "delete", _refuse)
        with pytest.raises(IndexStateError):
            forget(corpus, ["a1"])
    assert spoken_of(corpus, "Gull1") == 0
    sync(corpus, [article(2)])
    assert holds(corpus) == {"a2"}


def _refuse(_: object) -> None:
    raise IndexStateError("The vectors cannot be written.")


class Crowded(CountingEmbedder):
    """Waits in its first call until somebody else is about to write; notes who is in it at once."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[int] = []
        self.first_is_in = threading.Event()
        self.second_comes = threading.Event()
        self._now = 0

    def passages(
        self, pieces: Sequence[Piece], advance: Callable[[int], None] = lambda _: None
    ) -> tuple[Vectors, list[Vectors]]:
        self._now += 1
        self.inside.append(self._now)
        self.first_is_in.set()
        assert self.second_comes.wait(20)
        made = super().passages(pieces, advance)
        self._now -= 1
        return made


def test_one_writes_at_a_time_and_nothing_is_lost(tmp_path: Path) -> None:
    embedder = Crowded()
    corpus = Corpus(embedder, tmp_path)

    def first() -> None:
        sync(corpus, [article(1), article(2)], keep_others=True)

    def second() -> None:
        assert embedder.first_is_in.wait(20)
        embedder.second_comes.set()
        forget(corpus, ["a1"])
        sync(corpus, [article(3)], keep_others=True)

    writers = [threading.Thread(target=writer) for writer in (first, second)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert embedder.inside == [1, 1]
    assert holds(corpus) == {"a2", "a3"}
