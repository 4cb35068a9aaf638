"""Gold questions of the five articles, answered by a real language model that is verified."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.chat import Assistant
from assistant.evaluation.faithfulness import unfounded
from assistant.evaluation.gold import GoldQuestion, read_gold
from assistant.types import Answer, Sentence
from tests.test_gold_seeds import GOLD

pytestmark = pytest.mark.llm
_SAMPLED = 12


@dataclass(frozen=True)
class Asked:
    gold: GoldQuestion
    answer: Answer
    told: list[Sentence]


@pytest.fixture(scope="module")
def asked(llm_assistant: Assistant) -> list[Asked]:
    """Questions from all over the gold, with what was told while the model spoke."""
    questions = read_gold(GOLD)
    every = len(questions) // _SAMPLED
    found = []
    for question in questions[::every][:_SAMPLED]:
        told: list[Sentence] = []
        answer = llm_assistant.ask(question.question, question.history, tell=told.append)
        found.append(Asked(question, answer, told))
    return found


def test_no_sentence_is_shown_whose_figures_are_absent_from_what_it_cites(
    asked: list[Asked],
) -> None:
    assert {one.gold.id: unfounded(one.answer) for one in asked if unfounded(one.answer)} == {}


def test_every_answer_is_one(asked: list[Asked]) -> None:
    for one in asked:
        answer = one.answer
        assert bool(answer.sentences) == (answer.status == "answered"), one.gold.id
        numbers = {c.n for c in answer.citations}
        for sentence in answer.sentences:
            assert sentence.citations, one.gold.id
            assert {*sentence.citations} <= numbers, one.gold.id


def test_every_quote_is_exact(asked: list[Asked], llm_assistant: Assistant) -> None:
    cited = [c for one in asked for c in one.answer.citations]
    assert cited
    for citation in cited:
        article = llm_assistant.article(citation.article_id)
        assert article
        assert article.text[citation.start : citation.end] == citation.quote


def test_it_says_who_answers_or_why_the_model_does_not(
    asked: list[Asked], llm_assistant: Assistant
) -> None:
    answered = [one.answer for one in asked if one.answer.status == "answered"]
    by_model = [a for a in answered if a.answered_by == llm_assistant.model]
    assert by_model
    for answer in answered:
        assert (answer in by_model) == (answer.notice == "")
        assert answer in by_model or answer.answered_by == "extractive"


def test_what_is_told_while_it_speaks_is_in_the_answer(asked: list[Asked]) -> None:
    spoken = [one for one in asked if one.answer.answered_by != "extractive"]
    for one in spoken:
        assert one.told == one.answer.sentences
    assert [s for one in asked for s in one.told if s not in one.answer.sentences] == []


def test_it_is_said_how_long_it_took_and_how_much_of_it_passed(asked: list[Asked]) -> None:
    for one in asked:
        if one.answer.answered_by != "extractive":
            figures = one.answer.timings_ms
            assert 0 < figures["first_sentence"] <= figures["generate"]
            assert figures["tokens_out"] > 0
            assert 0 < figures["verified_share"] <= 1
