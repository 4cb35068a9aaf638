"""`crossread conflicts`: every conflict among the articles, without a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reader.protocol import SUPPORTS, Reader
from assistant.survey import survey
from assistant.types import Conflict
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article
from tests.assistant.conftest import Run
from tests.assistant.stub_reader import StubReader

FIRE = "The fire in the harbour of Halden destroyed {n} houses on Monday, the fire chief said."
STORIES = [FIRE.format(n="40"), FIRE.format(n="95"), "The council sold the old quay to a bank."]


def quiet(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def found(embedder: Embedder, stories: list[str], reader: Reader | None = None) -> list[Conflict]:
    corpus = Corpus(embedder)
    articles = [
        Article(f"a{n}", f"Outlet {n}", "A title", text, "2026-03-10")
        for n, text in enumerate(stories)
    ]
    sync(corpus, articles)
    return survey(corpus, reader or StubReader(reads=True), quiet).conflicts


def test_a_figure_that_differs_between_articles_is_one_conflict(embedder: Embedder) -> None:
    (conflict,) = found(embedder, STORIES)
    assert (conflict.kind, conflict.relation) == ("quantity", "sources_disagree")
    assert {p.value for p in conflict.positions} == {"40 houses", "95 houses"}
    assert "fire" in conflict.about


def test_a_third_figure_joins_the_same_conflict(embedder: Embedder) -> None:
    (conflict,) = found(embedder, [*STORIES, FIRE.format(n="150")])
    assert len(conflict.positions) == 3


def test_without_the_readers_word_nothing_is_flagged(embedder: Embedder) -> None:
    assert found(embedder, STORIES, StubReader(likely=0.1, reads=True)) == []
    assert found(embedder, STORIES, StubReader(reads=False)) == []
    assert found(embedder, STORIES, StubReader(SUPPORTS, reads=True)) == []


@pytest.mark.parametrize("n", ["40", "about 40", "forty"])
def test_the_same_figure_in_another_form_is_no_conflict(embedder: Embedder, n: str) -> None:
    assert found(embedder, [FIRE.format(n="40"), FIRE.format(n=n)]) == []


def test_one_article_alone_has_no_conflict(embedder: Embedder) -> None:
    assert found(embedder, [" ".join(STORIES)]) == []


def test_the_command_lists_them_as_text_json_and_a_page(run: Run, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for n, text in enumerate(STORIES):
        (news / f"story{n}.txt").write_text(text)
    told = run("conflicts", "--articles", news)
    assert told.code == 0
    assert "among 3 articles" in told.out
    (report,) = run("conflicts", "--articles", news, "--json").json()
    texts = {f"story{n}": text for n, text in enumerate(STORIES)}
    for citation in report["citations"]:
        text = texts[citation["article_id"]]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    page = tmp_path / "page.html"
    assert run("conflicts", "--articles", news, "--html", page).code == 0
    assert "Where the articles disagree" in page.read_text()


def test_with_nothing_indexed_it_says_what_to_do(run: Run) -> None:
    failed = run("conflicts")
    assert (failed.code, failed.out) == (1, "")
    assert "crossread index" in failed.err
