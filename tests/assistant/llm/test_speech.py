"""What a model says, in sentences, however it says it."""

from __future__ import annotations

import json

import pytest

from assistant.llm.speech import REFUSAL, Said, sentences

ONE = Said("The ferry sank on Monday.", (1,))
TWO = Said("Divers found 31 people.", (2, 3))


@pytest.mark.parametrize(
    "told",
    [
        "The ferry sank on Monday [1]. Divers found 31 people [2][3].",
        "The ferry sank on Monday. [1] Divers found 31 people. [2, 3]",
        "The ferry sank on Monday.[1]\n\nDivers found 31 people.[2][3]\n",
        "The ferry sank on Monday [1].\n- Divers found 31 people [2-3].",
        "1. The ferry sank on Monday [1].\n2. Divers found 31 people [2 and 3].",
        "**Answer:** The ferry sank on Monday【1】. Divers found 31 people (2, 3).",
        "```\nThe ferry sank on Monday [1]. Divers found 31 people [2][3].\n```",
        "<think>Asked [9]. Hm.</think>The ferry sank on Monday [1]. Divers found 31 people [2;3].",
        json.dumps({"answer": "The ferry sank on Monday [1]. Divers found 31 people [2][3]."}),
        "```json\n"
        + json.dumps({"answer": ["The ferry sank on Monday [1]", "Divers found 31 people [2][3]"]})
        + "\n```",
        "The ferry sank on Monday [1]. Divers found 31 people [2][3]. And then the",
        "The ferry sank on Monday [1]. " * 2 + "Divers found 31 people [2][3].",
    ],
)
def test_sentences_and_their_numbers_are_told_however_they_come(told: str) -> None:
    assert list(sentences([told])) == [ONE, TWO]
    assert list(sentences(list(told))) == [ONE, TWO]


def test_a_sentence_is_given_before_the_next_one_is_whole() -> None:
    heard: list[str] = []

    def pieces():
        for piece in ("The ferry sank", " on Monday [1].", " Divers found", " 31 people [2][3]."):
            heard.append(piece)
            yield piece

    assert next(sentences(pieces())) == ONE
    assert len(heard) == 3


def test_who_keeps_repeating_itself_is_not_listened_to() -> None:
    asked = 0

    def pieces():
        nonlocal asked
        while True:
            asked += 1
            yield "The ferry sank on Monday [1]. "

    assert list(sentences(pieces())) == [ONE]
    assert asked < 20


@pytest.mark.parametrize(
    "told", ["", "   \n", "<think>Never ends", "{}", "[]", '{"answer": ', "```"]
)
def test_nothing_comes_of_nothing(told: str) -> None:
    assert list(sentences(list(told))) == []


@pytest.mark.parametrize("told", ["[1-999999999] Yes.", "Yes [99999999999].", "Yes [3-1]."])
def test_numbers_that_cannot_be_are_left_out(told: str) -> None:
    (said,) = sentences([told])
    assert said.cited == ()


@pytest.mark.parametrize("told", ["NOT IN ARTICLES", "Not in the articles.", "**NOT_IN_ARTICLES**"])
def test_a_refusal_is_known(told: str) -> None:
    (said,) = sentences([told + ("" if told.endswith(".") else ".")])
    assert REFUSAL.fullmatch(said.text)
