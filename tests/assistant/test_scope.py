"""Questions asked of some of the articles, and articles that come and go while they are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat import Assistant
from index.corpus import Corpus
from index.embeddings import Embedder
from index.scope import Scope
from index.types import Article

TROOPS = "How many Russian troops are near Ukraine's border?"
FERRY = "How many people were on board the ferry?"


def sunk(article_id: str, outlet: str, people: int, published: str | None = None) -> Article:
    text = (
        f"The ferry Saint Brendan sank off Wexmoor on Tuesday with {people} people on board, the "
        f"coast guard told {outlet}. Divers searched the wreck until nightfall."
    )
    return Article(article_id, outlet, f"Ferry sinks, says {outlet}", text, published)


@pytest.fixture
def assistant(embedder: Embedder, tmp_path: Path) -> Assistant:
    """An assistant whose index is the test's own."""
    return Assistant(Corpus(embedder, tmp_path / "index"))


def test_an_answer_cites_and_compares_only_what_is_in_scope(seeds_assistant: Assistant) -> None:
    everyone = seeds_assistant.ask(TROOPS)
    assert len(everyone.compared_outlets) > 1
    answer = seeds_assistant.ask(TROOPS, scope=Scope(frozenset({"AP"})))
    assert answer.status == "answered"
    assert answer.compared_outlets == ["AP"]
    assert {c.outlet for c in answer.citations} == {"AP"}


def test_dates_narrow_an_answer(seeds_assistant: Assistant) -> None:
    answer = seeds_assistant.ask(TROOPS, scope=Scope(since="2021-12-11", until="2021"))
    assert answer.citations
    assert all("2021-12-11" <= (c.published or "") <= "2021-12-31" for c in answer.citations)


def test_what_only_others_say_is_refused_without_speaking_for_them(
    seeds_assistant: Assistant,
) -> None:
    question = "Where did Putin and Macron meet?"
    assert seeds_assistant.ask(question).status == "answered"
    answer = seeds_assistant.ask(question, scope=Scope(frozenset({"Reuters"})))
    assert answer.status == "not_in_articles"
    assert answer.answer.startswith("The chosen articles don't say. The closest is ")
    assert "(Reuters)" in answer.answer


@pytest.mark.parametrize("scope", [Scope(frozenset({"Nobody"})), Scope(since="2199")])
def test_a_scope_without_articles_says_so(seeds_assistant: Assistant, scope: Scope) -> None:
    answer = seeds_assistant.ask(TROOPS, scope=scope)
    assert answer.status == "not_in_articles"
    assert answer.answer == "There is no article from the chosen outlets and dates."
    assert seeds_assistant.search(TROOPS, 5, scope=scope) == []


def test_passages_are_narrowed_as_answers_are(seeds_assistant: Assistant) -> None:
    scope = Scope(frozenset({"AP", "RT"}))
    hits = seeds_assistant.search(TROOPS, 20, scope=scope)
    assert {hit.article.outlet for hit in hits} == {"AP", "RT"}


def test_articles_that_come_with_a_question_are_narrowed_too(seeds_assistant: Assistant) -> None:
    own = [sunk("a", "Coastwire", 31, "2025-10-15"), sunk("b", "Herald", 44, "2025-10-17")]
    answer = seeds_assistant.ask(FERRY, articles=own, scope=Scope(until="2025-10-16"))
    assert answer.answer.startswith("31 people")
    assert {c.article_id for c in answer.citations} == {"a"}
    assert answer.conflicts == []


def test_the_outlets_to_choose_from_are_those_indexed(
    seeds_assistant: Assistant, assistant: Assistant
) -> None:
    assert seeds_assistant.outlets() == ["AP", "EFE/AFP", "RT", "Reuters", "The Moscow Times"]
    assert assistant.outlets() == []
    assistant.add([sunk("a", "Coastwire", 31)])
    assert assistant.outlets() == ["Coastwire"]


def test_added_articles_are_asked_at_once_and_the_others_stay(assistant: Assistant) -> None:
    assistant.add([sunk("a", "Coastwire", 31)])
    told: list[tuple[int, int]] = []
    report = assistant.add([sunk("b", "Herald", 44)], lambda *at: told.append(at))
    assert (report.added, report.removed) == (["b"], [])
    assert told == [(0, 1), (1, 1)]
    assert {c.article_id for c in assistant.ask(FERRY).citations} == {"a", "b"}


def test_an_article_added_under_a_known_id_takes_its_place(assistant: Assistant) -> None:
    assistant.add([sunk("a", "Coastwire", 31)])
    assert assistant.add([sunk("a", "Coastwire", 44)]).changed == ["a"]
    assert assistant.ask(FERRY).answer.startswith("44 people")


def test_removed_articles_are_asked_no_more(assistant: Assistant) -> None:
    assistant.add([sunk("a", "Coastwire", 31), sunk("b", "Herald", 44)])
    assert assistant.remove(["b", "never there"]) == ["b"]
    assert {c.article_id for c in assistant.ask(FERRY).citations} == {"a"}
    assert [article.id for article in assistant.articles()] == ["a"]
    assert assistant.remove(["a"]) == ["a"]
    assert assistant.ask(FERRY).status == "not_in_articles"
