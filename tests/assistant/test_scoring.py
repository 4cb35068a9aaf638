"""The reader's word weighs on what words and meaning think of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.evidence import Candidate, Lexicon
from assistant.question import parse
from assistant.reader.protocol import Array
from assistant.scoring import WORDS_AND_MEANING, ReaderScorer, judged
from index.types import Article, Hit, Passage
from tests.assistant.stub_reader import StubReader
from tests.assistant.test_compose import one_hot

QUESTION = parse("Who sold the mill?")


class Liking(StubReader):
    """Selects what holds a word, and remembers what it was shown."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word
        self.shown: list[str] = []

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        self.shown += sentences
        return np.array([0.95 if self._word in s else 0.05 for s in sentences], np.float32)


def candidates(n: int) -> list[Candidate]:
    found = []
    for i in range(n):
        text = f"The mill was sold, Berg said in story {i}."
        article = Article(f"a{i}", "AP", "T", text)
        vectors = np.zeros((1, 8), np.float32)
        hit = Hit(Passage(f"a{i}:0", f"a{i}", 0, ((0, len(text)),)), article, 1.0, vectors)
        found.append(Candidate(hit, 0, text, vectors[0]))
    return found


LEXICON = Lexicon({"sold": 3.0, "mill": 3.0}, frozenset(), {}, one_hot)


def test_what_the_reader_selects_goes_first() -> None:
    reader = Liking("story 1.")
    scores = ReaderScorer(reader)(QUESTION, candidates(3), np.full(3, 0.6), LEXICON)
    assert scores.argmax() == 1
    assert scores[0] == pytest.approx(scores[2])
    assert scores[0] < scores[1]


def test_the_reader_is_shown_the_best_only_and_the_rest_answers_nothing() -> None:
    reader = Liking("story")
    meaning = np.linspace(0.9, 0.1, 60)
    scores = ReaderScorer(reader)(QUESTION, candidates(60), meaning, LEXICON)
    assert len(reader.shown) < 60
    assert set(reader.shown) == {c.text for c in candidates(len(reader.shown))}
    assert (scores[len(reader.shown) :] == 0).all()


def test_without_a_reader_words_and_meaning_decide() -> None:
    scores = WORDS_AND_MEANING(QUESTION, candidates(2), np.array([0.9, 0.1]), LEXICON)
    assert 1 > scores[0] > scores[1] > 0


def test_a_sentence_without_an_answer_of_the_form_asked_for_is_less_likely_to_answer() -> None:
    asked = parse("When was the mill sold?")
    plain, dated = candidates(1), candidates(1)
    dated[0] = replace(dated[0], text="The mill was sold on 3 May, Berg said in story 0.")
    odds = [judged(Liking("story"), asked, c, LEXICON)[0] for c in (plain, dated)]
    assert odds[0][:2].tolist() == [1, 0]
    assert odds[1][:2].tolist() == [0, 0]
    scores = [
        ReaderScorer(Liking("story"))(asked, c, np.full(1, 0.6), LEXICON) for c in (plain, dated)
    ]
    assert scores[0] < scores[1]
