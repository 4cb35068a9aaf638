"""The index holds exactly the given articles, does only what is new, and survives a fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import lexical
from index.corpus import Corpus
from index.errors import IndexStateError
from index.sync import SyncReport, sync
from tests.index.conftest import Opened
from tests.index.letters import CountingEmbedder, article, letters

BATCH = 64
"""Articles that are embedded and kept together."""


def holds(corpus: Corpus) -> set[str]:
    """Ids of the articles held, after a check that vectors and catalogue agree."""
    assert corpus.store.ids() == set(corpus.catalog.passage_ids())
    return set(corpus.catalog.hashes())


def spoken_of(corpus: Corpus, word: str) -> int:
    return len(lexical.search(corpus.catalog, [word], 1000))


def test_every_kind_of_change_is_done_and_said(corpus: Corpus) -> None:
    sync(corpus, [article(1), article(2), article(3)])
    changed = article(2, "The bridge fell. Divers searched the river.")
    report = sync(corpus, [article(1), changed, article(4)])
    assert report == SyncReport(added=["a4"], changed=["a2"], removed=["a3"], unchanged=["a1"])
    assert holds(corpus) == {"a1", "a2", "a4"}
    assert corpus.catalog.article("a2") == changed
    assert [spoken_of(corpus, w) for w in ("Gull1", "Gull2", "divers", "Gull3", "Gull4")] == [
        1, 0, 1, 0, 1,
    ]  # fmt: skip


def test_as_many_passages_are_shown_first_as_are_asked_for(corpus: Corpus) -> None:
    sync(corpus, [article(1), article(2), article(3)])
    assert len(corpus.first_passages(2)) == 2
    assert [hit.article for hit in corpus.first_passages(2, ["a3", "gone"])] == [article(3)]


def test_a_second_run_does_nothing(opened: Opened) -> None:
    articles = [article(n) for n in range(5)]
    sync(opened(CountingEmbedder()), articles)
    again = CountingEmbedder()
    corpus = opened(again)
    before = corpus.catalog.revision
    report = sync(corpus, articles)
    assert report == SyncReport(unchanged=[a.id for a in articles])
    assert again.embedded == []
    assert holds(corpus) == {a.id for a in articles}
    assert corpus.catalog.revision == before


def test_only_what_changed_is_embedded_again(opened: Opened) -> None:
    articles = [article(n) for n in range(5)]
    sync(opened(CountingEmbedder()), articles)
    again = CountingEmbedder()
    articles[3] = article(3, "The bridge fell on Monday.")
    sync(opened(again), articles)
    assert again.embedded == ["The bridge fell on Monday."]


def test_a_corrected_outlet_is_a_change(corpus: Corpus) -> None:
    sync(corpus, [article(1)])
    report = sync(corpus, [replace(article(1), outlet="Gazette")])
    assert report.changed == ["a1"]
    assert corpus.catalog.outlets() == ["Gazette"]


def test_a_file_that_only_moved_is_noted_without_embedding(opened: Opened) -> None:
    sync(opened(CountingEmbedder()), [article(1), article(2)])
    again = CountingEmbedder()
    corpus = opened(again)
    report = sync(corpus, [replace(article(1), file="news/1.txt"), article(2)])
    assert report == SyncReport(unchanged=["a1", "a2"])
    assert again.embedded == []
    assert [a.file for a in corpus.catalog.articles()] == ["news/1.txt", None]


def test_adding_keeps_the_others(corpus: Corpus) -> None:
    sync(corpus, [article(1), article(2)])
    report = sync(corpus, [article(3)], keep_others=True)
    assert (report.added, report.removed) == (["a3"], [])
    assert holds(corpus) == {"a1", "a2", "a3"}


def test_nothing_given_leaves_nothing(corpus: Corpus) -> None:
    sync(corpus, [article(1), article(2)])
    assert sorted(sync(corpus, []).removed) == ["a1", "a2"]
    assert holds(corpus) == set()
    assert corpus.is_empty


def test_the_same_text_in_two_articles_belongs_to_both(corpus: Corpus) -> None:
    wire = "The ferry sank off Wexmoor. Gulls circled."
    sync(corpus, [article(1, wire), article(2, wire)])
    sync(corpus, [article(2, wire)])
    assert holds(corpus) == {"a2"}
    assert spoken_of(corpus, "gulls") == 1


def test_an_article_without_text_is_said_and_harms_no_other(corpus: Corpus) -> None:
    report = sync(corpus, [article(1), article(2, "?!")])
    assert report.empty == ["a2"]
    assert holds(corpus) == {"a1", "a2"}
    assert sync(corpus, [article(1), article(2, "?!")]).unchanged == ["a1", "a2"]


def test_progress_counts_the_articles_that_have_to_be_embedded(corpus: Corpus) -> None:
    sync(corpus, [article(0)])
    told: list[tuple[int, int]] = []
    sync(corpus, [article(n) for n in range(BATCH + 7)], progress=lambda *at: told.append(at))
    assert told[0] == (0, BATCH + 6)
    assert told[-1] == (BATCH + 6, BATCH + 6)
    assert told == sorted(told)


def test_a_fault_in_the_middle_loses_nothing_and_the_next_run_completes_it(
    opened: Opened,
) -> None:
    old = [article(n) for n in range(3)]
    sync(opened(CountingEmbedder()), old)
    new = [article(0), article(1, "The bridge fell."), *map(article, range(10, 10 + 2 * BATCH))]
    with pytest.raises(MemoryError, match="no room"):
        sync(opened(CountingEmbedder(fail_at=2)), new)

    after = opened(CountingEmbedder())
    assert {"a0", "a1", "a2"} <= set(after.catalog.hashes())
    assert set(after.catalog.passage_ids()) <= after.store.ids()

    again = CountingEmbedder()
    report = sync(opened(again), new)
    assert holds(opened(CountingEmbedder())) == {a.id for a in new}
    assert 0 < len(again.embedded) < len(new)
    assert report.removed == ["a2"]
    assert sync(opened(CountingEmbedder()), new).unchanged == [a.id for a in new]


def test_a_fault_between_vectors_and_catalogue_is_mended_by_the_next_run(corpus: Corpus) -> None:
    """As a kill leaves it: vectors are in whose article never was."""
    sync(corpus, [article(1)])
    stray = letters("stray")
    corpus.store.upsert(["stray"], stray[np.newaxis], ["stray"], [{"article_id": "gone"}])
    report = sync(corpus, [article(1)])
    assert report.unchanged == ["a1"]
    assert holds(corpus) == {"a1"}


def test_vectors_that_were_lost_are_made_again(opened: Opened) -> None:
    """As deleting the folder that the error message names leaves it."""
    articles = [article(1), article(2)]
    corpus = opened(CountingEmbedder())
    sync(corpus, articles)
    corpus.store.delete(sorted(corpus.store.ids()))
    sync(opened(CountingEmbedder()), articles)
    assert holds(opened(CountingEmbedder())) == {"a1", "a2"}


def test_another_model_is_refused_with_what_to_run_and_nothing_is_touched(opened: Opened) -> None:
    sync(opened(CountingEmbedder("letters")), [article(1)])
    with pytest.raises(IndexStateError, match="crossread index --rebuild") as refused:
        sync(opened(CountingEmbedder("figures")), [article(2)])
    assert "'letters'" in str(refused.value)
    assert "'figures'" in str(refused.value)
    assert opened(CountingEmbedder()).place in str(refused.value)
    assert holds(opened(CountingEmbedder("letters"))) == {"a1"}


def test_another_way_of_cutting_is_refused_with_what_to_run(opened: Opened) -> None:
    corpus = opened(CountingEmbedder())
    sync(corpus, [article(1)])
    corpus.catalog.describe(model="letters", chunking="tokens-1024")
    with pytest.raises(IndexStateError, match="crossread index --rebuild") as refused:
        sync(corpus, [article(1)])
    assert "'tokens-1024'" in str(refused.value)


def test_an_emptied_index_takes_another_model(opened: Opened) -> None:
    sync(opened(CountingEmbedder("letters")), [article(1)])
    sync(opened(CountingEmbedder("letters")), [])
    sync(opened(CountingEmbedder("figures")), [article(2)])
    assert holds(opened(CountingEmbedder("figures"))) == {"a2"}


def test_a_folder_that_cannot_be_written_is_named_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(IndexStateError, match="CROSSREAD_DATA") as refused:
        Corpus(CountingEmbedder(), tmp_path / "taken" / "index")
    assert str(tmp_path / "taken") in str(refused.value)
