"""What is put to the reader when two sources' answers are checked against each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant import dates, quantities
from assistant.blank import Value, blanked
from assistant.crosscheck import contradiction, kinship, points_back
from assistant.found import Found
from assistant.reader.protocol import CONTRADICTS, SUPPORTS, Array, Reading
from tests.assistant.stub_reader import StubReader
from tests.assistant.test_stance import sentence


def answer(text: str, words: str, value: Value = None) -> Found:
    """The words as the sentence's answer."""
    at = text.index(words)
    return Found(sentence(text), words, value, (at, at + len(words)))


ONE = answer("Some 40 boats sank in Halden.", "40 boats", quantities.find("40 boats")[0])
OTHER = answer("In Halden 95 boats went down.", "95 boats", quantities.find("95 boats")[0])


class Recording(StubReader):
    """Remembers what it is asked, and reads one given answer."""

    def __init__(self, wanted: str = "") -> None:
        super().__init__()
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self._wanted = wanted

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        self.asked.append((question, tuple(sentences)))
        return super().select(question, sentences)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        at = [(p, p.find(self._wanted)) for p in passages]
        return [Reading((i, i + len(self._wanted)), 0.9) if i >= 0 else None for _, i in at]


def test_answers_and_sentences_are_verified_against_the_others_sentence() -> None:
    reader = StubReader(CONTRADICTS)
    odds = contradiction(reader, "How many boats sank?")([(ONE, OTHER)])
    assert reader.verified == [
        ("Some 40 boats sank in Halden.", "How many boats sank? 95 boats"),
        ("In Halden 95 boats went down.", "How many boats sank? 40 boats"),
        ("Some 40 boats sank in Halden.", "In Halden 95 boats went down."),
        ("In Halden 95 boats went down.", "Some 40 boats sank in Halden."),
    ]
    assert odds.shape == (1, 2)
    assert np.all(odds > 0)
    assert np.all(contradiction(StubReader(SUPPORTS), "How many?")([(ONE, OTHER)]) < 0)


def test_no_pairs_ask_nothing() -> None:
    reader = Recording()
    assert contradiction(reader, "How many?")([]).shape == (0, 2)
    assert kinship(reader, []).shape == (0, 2)
    assert reader.verified == reader.asked == []


def test_kinship_asks_each_sentence_what_the_other_answers_one_question_at_a_time() -> None:
    reader = Recording()
    third = answer("All 12 boats in Halden are gone.", "12 boats", quantities.find("12 boats")[0])
    odds = kinship(reader, [(ONE, OTHER), (ONE, third)])
    assert odds.shape == (2, 2)
    assert reader.asked[0] == (
        "Some how many boats sank in Halden?", (OTHER.candidate.text, third.candidate.text)
    )  # fmt: skip
    assert len(reader.asked) == 3
    assert np.all(odds > 0)


def test_points_back_wants_the_other_answer_read_both_ways() -> None:
    assert points_back(Recording("boats"), ONE, OTHER)
    assert not points_back(Recording("Halden"), ONE, OTHER)
    assert not points_back(Recording("40 boats"), ONE, OTHER)  # one way only


@pytest.mark.parametrize(
    ("text", "words", "question"),
    [
        ("It sank 40 boats.", "40 boats", "It sank how many boats?"),
        ("It cost $3 million to build.", "$3 million", "It cost how much to build?"),
        ("The call took two hours.", "two hours", "The call took how long?"),
        ("The hearing is on April 21.", "on April 21", "The hearing is when?"),
        ("Ada Finch won.", "Ada Finch", "who won?"),
        ("It was caused by a power cut.", "a power cut", "It was caused by what?"),
    ],
)
def test_a_blanked_sentence_asks_for_its_kind_of_value(
    text: str, words: str, question: str
) -> None:
    at = text.index(words)
    values: list[Value] = [*quantities.find(text), *dates.find(text), None]
    assert blanked(text, (at, at + len(words)), values[0]) == question
