"""What is in scope: the outlets named and the days meant, and no article beside them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from index.corpus import Corpus
from index.errors import QuestionError
from index.scope import EVERYTHING, Scope
from index.search import search
from index.sync import sync
from index.types import Article
from tests.index.conftest import Opened
from tests.index.letters import CountingEmbedder

CROWD = 130
"""Articles of one outlet: more than any search brings up."""


def story(article_id: str, outlet: str, published: str | None = None, text: str = "") -> Article:
    told = text or f"The ferry terminal at Wexmoor was closed, the {article_id} keeper said."
    return Article(article_id, outlet, f"Ferry {article_id}", told, published)


def found(corpus: Corpus, scope: Scope, question: str = "ferry terminal closed") -> set[str]:
    return {hit.article.id for hit in search(corpus, question, 20, scope=scope, per_article=True)}


def with_copies(corpus: Corpus, scope: Scope) -> set[str]:
    hits = search(corpus, "ferry terminal closed", 20, scope=scope)
    return {h.article.id for hit in hits for h in (hit, *hit.copies)}


def index(articles: Iterable[Article], opened: Opened) -> Corpus:
    corpus = opened(CountingEmbedder())
    sync(corpus, list(articles))
    return corpus


# What a scope is


def test_a_scope_that_narrows_nothing_is_false() -> None:
    assert not Scope()
    assert Scope() == EVERYTHING
    for scope in (Scope(frozenset({"AP"})), Scope(since="2021"), Scope(until="2021-12-31")):
        assert scope


@pytest.mark.parametrize(
    "wrong",
    ["", " ", "soon", "2021-13", "2021-02-30", "0000", "21-12-10", "2021-12-1", "2021/12/10",
     "2021-12-10T08:00", " 2021-12-10", "2021-12-10\n", "٢٠٢١"],
)  # fmt: skip
def test_what_is_no_date_is_quoted_with_the_way_to_write_one(wrong: str) -> None:
    for name in ("since", "until"):
        with pytest.raises(QuestionError, match="2021-12-31") as refused:
            Scope(**{name: wrong})
        assert repr(wrong) in str(refused.value)
        assert repr(name) in str(refused.value)


@pytest.mark.parametrize(
    ("since", "until"),
    [("2021-12-11", "2021-12-10"), ("2022", "2021-12-31"), ("2021-12-10", "2021-11")],
)
def test_dates_the_wrong_way_round_are_both_quoted(since: str, until: str) -> None:
    with pytest.raises(QuestionError) as refused:
        Scope(since=since, until=until)
    assert repr(since) in str(refused.value)
    assert repr(until) in str(refused.value)


@pytest.mark.parametrize(
    ("since", "until"),
    [("2021-12-10", "2021-12-10"), ("2021-12-31", "2021"), ("2021", "2021-01-01"),
     ("2021-12", "2021-12")],
)  # fmt: skip
def test_dates_with_a_day_in_common_are_a_scope(since: str, until: str) -> None:
    assert Scope(since=since, until=until)


# What is inside it


def test_articles_are_inside_by_any_day_that_can_be_theirs(opened: Opened) -> None:
    dates = {
        "day": "2021-12-10", "eve": "2021-12-31", "morrow": "2022-01-01", "month": "2021-12",
        "year": "2021", "next": "2022", "none": None,
    }  # fmt: skip
    corpus = index((story(name, "Post", date) for name, date in dates.items()), opened)
    for since, until, inside in (
        (None, None, "day eve morrow month year next none"),
        ("2021-12-10", "2021-12-10", "day month year"),
        ("2021-12-11", None, "eve morrow month year next"),
        ("2021-12-31", "2022-01-01", "eve morrow month year next"),
        (None, "2021-12-09", "month year"),
        (None, "2021-11-30", "year"),
        ("2022", None, "morrow next"),
        (None, "2021", "day eve month year"),
        ("2021-12", "2021-12", "day eve month year"),
        ("2022-01-02", None, "next"),
        ("2023", None, ""),
        (None, "2020", ""),
    ):
        scope = Scope(since=since, until=until)
        assert with_copies(corpus, scope) == set(inside.split()), scope


def test_only_the_outlets_that_are_named_are_searched(opened: Opened) -> None:
    told = [story("a", "AP"), story("b", "Post"), story("c", "O'Neill \"Daily\", 50%_"),
            story("d", "ap")]  # fmt: skip
    corpus = index(told, opened)
    assert with_copies(corpus, Scope(frozenset({"AP"}))) == {"a"}
    assert with_copies(corpus, Scope(frozenset({"AP", 'O\'Neill "Daily", 50%_'}))) == {"a", "c"}
    assert with_copies(corpus, Scope(frozenset({"Nobody"}))) == set()
    assert with_copies(corpus, Scope(frozenset(map(str, range(40_000))) | {"Post"})) == {"b"}


def test_outlets_and_dates_count_together(opened: Opened) -> None:
    told = [story("a", "AP", "2021-12-10"), story("b", "AP", "2022-12-10"),
            story("c", "Post", "2021-12-10")]  # fmt: skip
    corpus = index(told, opened)
    assert with_copies(corpus, Scope(frozenset({"AP"}), until="2021")) == {"a"}


def test_the_quiet_are_found_behind_any_number_of_better_hits(opened: Opened) -> None:
    """Taking the best hits of all first, and narrowing then, would leave nothing."""
    loud = (story(f"loud{i}", "Loud", text="The ferry terminal closed.") for i in range(CROWD))
    quiet = "The council, which met on Monday for the price of meals, spoke of the ferry, too."
    vague = Article("meaning", "Quiet", "Queues", "Queues are to be expected by zoo visitors.")
    told = [*loud, story("words", "Quiet", text=quiet), vague]
    corpus = index(told, opened)
    assert found(corpus, Scope(frozenset({"Quiet"}))) == {"words", "meaning"}


def test_a_long_question_is_narrowed_in_all_its_parts(opened: Opened) -> None:
    told = [story("a", "AP"), story("b", "Post", text="The council of Arden raised the prices.")]
    corpus = index(told, opened)
    question = (
        "Why was the ferry terminal at Wexmoor closed by its keeper on Tuesday, and who raised "
        "the prices of school meals in the council of Arden last autumn?"
    )
    assert found(corpus, EVERYTHING, question) == {"a", "b"}
    assert found(corpus, Scope(frozenset({"AP"})), question) == {"a"}


def test_what_was_just_indexed_or_removed_counts(opened: Opened) -> None:
    corpus = index([story("a", "AP"), story("b", "AP")], opened)
    scope = Scope(frozenset({"AP"}))
    sync(corpus, [story("b", "AP"), story("c", "AP")])
    assert with_copies(corpus, scope) == {"b", "c"}
    corpus.store.delete(corpus.catalog.passage_ids(["c"]))  # as a removal leaves it half-way
    assert "b" in with_copies(corpus, scope)
