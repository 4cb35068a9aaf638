"""Retrieval: ranks fused, copies collapsed, outlets heard, and what the question names counted."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from index.corpus import Corpus
from index.embeddings import Embedder
from index.search import collapse_copies, fair_share, fuse, search
from index.sync import sync
from index.types import Article, Hit, Passage

WIRE = (
    "The ferry Saint Brendan sank off Wexmoor on Tuesday with 31 people on board, the coast guard "
    "said. Divers searched the wreck until nightfall and found nobody alive in the cabins."
)
OTHER = (
    "The council of Arden voted to raise the price of school meals by a tenth from next autumn. "
    "Parents said that they had not been asked and would march to the town hall on Friday."
)


def hit(article_id: str, text: str, score: float, outlet: str = "Post", *way: float) -> Hit:
    vector = np.array([way or (1.0, 0.0)], np.float32)
    article = Article(article_id, outlet, "A title", text)
    return Hit(Passage(f"{article_id}:0", article_id, 0, ((0, len(text)),)), article, score, vector)


def ids(hits: Iterable[Hit]) -> list[str]:
    return [h.article.id for h in hits]


class TestFusion:
    def test_what_both_rankings_have_high_comes_first(self) -> None:
        scores = fuse([(1.0, ["a", "b", "c"]), (1.0, ["b", "d", "a"])])
        assert sorted(scores, key=lambda i: -scores[i]) == ["b", "a", "d", "c"]

    def test_a_heavier_ranking_decides(self) -> None:
        light, heavy = ["a", "b"], ["b", "a"]
        scores = fuse([(1.0, light), (2.0, heavy)])
        assert scores["b"] > scores["a"]

    def test_it_changes_nothing_it_is_given_and_needs_nothing(self) -> None:
        rankings = [(1.0, ["a", "b"]), (0.5, ["b"])]
        assert fuse(rankings) == fuse(rankings)
        assert rankings == [(1.0, ["a", "b"]), (0.5, ["b"])]
        assert fuse([]) == fuse([(1.0, [])]) == {}

    def test_a_better_rank_never_scores_less(self) -> None:
        scores = fuse([(1.0, [str(i) for i in range(100)])])
        assert list(scores.values()) == sorted(scores.values(), reverse=True)
        assert min(scores.values()) > 0


class TestFairShare:
    def test_an_outlet_with_much_to_say_leaves_room_for_the_others(self) -> None:
        loud = [hit(f"loud{i}", "x", 1 - i / 100, "Loud") for i in range(10)]
        quiet = [hit("b", "x", 0.3, "B"), hit("c", "x", 0.2, "C")]
        chosen = fair_share([*loud, *quiet], 6)
        assert {h.article.outlet for h in chosen} == {"Loud", "B", "C"}
        assert len(chosen) == 6

    def test_places_left_free_go_to_the_best_of_the_rest(self) -> None:
        loud = [hit(f"loud{i}", "x", 1 - i / 100, "Loud") for i in range(10)]
        chosen = fair_share([*loud, hit("b", "x", 0.3, "B")], 8)
        assert ids(chosen) == [*(f"loud{i}" for i in range(7)), "b"]

    def test_the_best_stay_first(self) -> None:
        hits = [hit(str(i), "x", 1 - i / 10, "AB"[i % 2]) for i in range(6)]
        assert ids(fair_share(hits, 4)) == ["0", "1", "2", "3"]

    @pytest.mark.parametrize("n", [0, 1, 3, 9])
    def test_never_more_than_asked_for_or_there(self, n: int) -> None:
        hits = [hit(str(i), "x", 1 - i / 10, str(i)) for i in range(5)]
        assert len(fair_share(hits, n)) == min(n, 5)
        assert fair_share([], n) == []


class TestCopies:
    def test_the_wire_story_in_three_outlets_is_one_hit_that_carries_the_others(self) -> None:
        hits = [
            hit("one", WIRE, 0.9, "Coastwire"),
            hit("other", OTHER, 0.8, "Post", 0.0, 1.0),
            hit("two", WIRE.replace("Tuesday", "Tuesday night"), 0.7, "Bayside"),
            hit("three", f"{WIRE} More soon.", 0.6, "Herald"),
        ]
        kept = collapse_copies(hits)
        assert ids(kept) == ["one", "other"]
        assert ids(kept[0].copies) == ["two", "three"]
        assert kept[1].copies == ()
        assert hits[0].copies == ()

    def test_a_story_in_other_words_is_no_copy(self) -> None:
        told = "Coast guards say the Saint Brendan, a ferry with 31 aboard, went down by Wexmoor."
        assert ids(collapse_copies([hit("one", WIRE, 0.9), hit("two", told, 0.8)])) == [
            "one",
            "two",
        ]

    @pytest.mark.parametrize(
        ("said", "instead"),
        [
            ("31", "41"),
            ("31", "310"),
            ("31", "3"),
            ("Wexmoor", "Halden"),
            ("found", "never found"),
            ("Tuesday", "Friday"),
        ],
    )
    def test_a_copy_with_another_fact_is_another_account(self, said: str, instead: str) -> None:
        assert said in WIRE
        told = WIRE.replace(said, instead)
        assert len(collapse_copies([hit("one", WIRE, 0.9), hit("two", told, 0.8)])) == 2

    def test_one_article_is_no_copy_of_itself(self) -> None:
        assert len(collapse_copies([hit("one", WIRE, 0.9), hit("one", WIRE, 0.8)])) == 2

    def test_few_hits_are_left_as_they_are(self) -> None:
        assert collapse_copies([]) == []
        assert ids(collapse_copies([hit("one", WIRE, 0.9)])) == ["one"]


def story(article_id: str, outlet: str, published: str, text: str) -> Article:
    return Article(article_id, outlet, f"Ferry report {article_id}", text, published)


FERRY = "The ferry terminal at Wexmoor was {} on {} after the storm, the harbour master said."


@pytest.fixture(scope="module")
def corpus(embedder: Embedder) -> Corpus:
    made = Corpus(embedder)
    told = [
        story("a", "Coastwire", "2021-12-10", FERRY.format("closed", "Friday")),
        story("b", "The Wexmoor Post", "2021-12-17", FERRY.format("shut down", "Thursday")),
        story("c", "Herald", "2022-01-05", FERRY.format("closed again", "Monday")),
        story("d", "Herald", "2022-02-01", OTHER),
        story("long", "Ledger", "2022-03-01", " ".join(
            f"Boat {i} left the harbour of Arden with {i} sheep on board, its skipper said in "
            f"a letter to the ferry company." for i in range(30))),
    ]  # fmt: skip
    sync(made, told)
    return made


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What did Coastwire say about the ferry terminal?", "a"),
        ("What did the Wexmoor Post say about the ferry terminal?", "b"),
        ("Was the ferry terminal shut, according to the Herald?", "c"),
        ("What happened to the ferry terminal on December 17, 2021?", "b"),
        ("What happened to the ferry terminal in January 2022?", "c"),
        ("What happened to the ferry terminal on 10 December?", "a"),
        ("pupils' lunches get more expensive", "d"),
        ("skool meels in Arden", "d"),
    ],
)
def test_what_the_question_names_or_means_comes_first(
    corpus: Corpus, question: str, first: str
) -> None:
    assert search(corpus, question, 3)[0].article.id == first


def test_hits_come_best_first_and_show_the_articles_own_words(corpus: Corpus) -> None:
    hits = search(corpus, "ferry terminal", 4)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(h.text == h.article.text[h.passage.start : h.passage.end] for h in hits)


def test_an_article_is_found_once_where_that_is_asked_for(corpus: Corpus) -> None:
    question = "boats with sheep that left the harbour"
    several = ids(search(corpus, question, 4))
    assert several.count("long") > 1
    once = ids(search(corpus, question, 4, per_article=True))
    assert len(once) == len(set(once)) == 4
    assert once[0] == "long"


@pytest.mark.parametrize("k", [1, 2, 5])
def test_as_many_are_found_as_asked_for(corpus: Corpus, k: int) -> None:
    assert len(search(corpus, "ferry", k)) == k
    assert len(search(corpus, "ferry", k, per_article=True)) == k


@pytest.mark.parametrize("question", ["", "?", "🙂", "'; DROP TABLE words; --", "x" * 5000])
def test_any_text_can_be_searched_for(corpus: Corpus, question: str) -> None:
    assert len(search(corpus, question, 3)) <= 3


def test_an_empty_index_finds_nothing(embedder: Embedder) -> None:
    assert search(Corpus(embedder), "ferry", 3) == []


def test_copies_take_no_place_from_other_articles(embedder: Embedder) -> None:
    corpus = Corpus(embedder)
    copies = [story(f"copy{i}", f"Outlet {i}", "2021-12-10", WIRE) for i in range(8)]
    sync(corpus, [*copies, story("own", "Herald", "2021-12-11", FERRY.format("closed", "Friday"))])
    hits = search(corpus, "ferry sank off Wexmoor", 2)
    assert len(hits) == 2
    assert hits[1].article.id == "own"
    assert len(hits[0].copies) == 7
