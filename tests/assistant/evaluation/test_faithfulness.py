"""Sentences that say what nothing they cite holds."""

from __future__ import annotations

import pytest

from assistant.evaluation.faithfulness import unfounded
from assistant.types import Sentence
from tests.assistant.evaluation.making import answer, cite

GIVEN = [cite(1, "a"), cite(2, "b", "They [the rebels] “counted 40 tanks on 3 May 2021”.")]


@pytest.mark.parametrize(
    ("text", "cited", "missing"),
    [
        ("Officials counted 70,000 troops.", [1], False),
        ("Some 70 thousand troops were counted.", [1], False),
        ("Officials counted 90,000 troops.", [1], True),
        ("Officials counted 70,000 troops.", [2], True),
        ("Officials counted 70,000 troops.", [], True),
        ("Officials counted 70,000 troops and 40 tanks.", [1, 2], False),
        ("It was on 3 May 2021.", [2], False),
        ("It was on 4 May 2021.", [2], True),
        ("There are many troops.", [], False),
        ("The mayor “likes what he saw there”.", [1], False),
        ("“They counted a great many, 90,000”, it says.", [1], True),
        ("Miller told “what nobody else has told” about 90,000 troops.", [1], True),
    ],
)
def test_a_figure_or_date_must_stand_in_what_is_cited(
    text: str, cited: list[int], missing: bool
) -> None:
    sentence = Sentence(text=text, citations=cited, support="supported")
    given = answer(text, GIVEN, sentences=[sentence])
    assert unfounded(given) == ([sentence] if missing else [])


def test_each_sentence_is_looked_at_by_itself() -> None:
    told = [
        Sentence(text=f"Officials counted {n} troops.", citations=[1], support="supported")
        for n in ("70,000", "80,000", "90,000")
    ]
    assert unfounded(answer("They counted.", GIVEN, sentences=told)) == told[1:]
