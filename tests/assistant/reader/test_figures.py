"""The measures themselves, on readers whose figures are known beforehand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.reader.figures import auroc, f1, fever, ramdocs, squad2, trecqa
from assistant.reader.protocol import Array, Reading


class Words:
    """Selects by shared words, reads the last word, supports what it holds word for word."""

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        asked = set(question.split())
        return np.array([len(asked & set(s.split())) for s in sentences], np.float32)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        return [Reading((p.rfind(" ") + 1, len(p)), float("won" in p)) for p in passages]

    def verify(self, pairs: Sequence[tuple[str, str]]) -> Array:
        held = [s.split()[-1] in p for p, s in pairs]
        return np.array([[h, not h, 0] for h in held], np.float32)

    def grounded(self, pairs: Sequence[tuple[str, str]]) -> Array:
        return self.verify(pairs)[:, 0]


def test_average_precision_counts_ranks_and_skips_one_sided_questions() -> None:
    sentences = [("a b", 0), ("a", 1), ("x", 1)]
    told = [{"text": text, "label": label} for text, label in sentences]
    one_sided = {"question": "a", "sentences": [{"text": "a", "label": 1}]}
    assert trecqa(Words(), [{"question": "a b", "sentences": told}, one_sided]) == pytest.approx(
        (1 / 2 + 2 / 3) / 2
    )


def test_span_f1_takes_the_best_of_the_answers_and_only_answerable_questions() -> None:
    records = [
        {"question": "Who?", "passage": "won by Miller", "answers": ["Bob Miller", "Bob"]},
        {"question": "Who?", "passage": "lost to nobody", "answers": []},
    ]
    for record in records:
        record["unanswerable"] = not record["answers"]
    found = squad2(Words(), records)
    assert found["SQuAD 2.0, answerable questions: span F1"] == pytest.approx(2 / 3)
    assert found["SQuAD 2.0, answerability by read: AUROC"] == 1.0


def test_verification_is_two_sided() -> None:
    records = [
        {"premise": "It rained", "hypothesis": "It rained", "label": "supports"},
        {"premise": "It rained", "hypothesis": "It shone", "label": "supports"},
    ]
    assert fever(Words(), records) == 0.5


def test_read_then_verify_tells_different_answers_from_the_same() -> None:
    documents = [
        {"text": "it took ten", "answer": "ten"},
        {"text": "they say ten", "answer": "Ten."},
        {"text": "it took nine", "answer": "nine"},
        {"text": "who knows", "answer": "unknown"},
    ]
    assert ramdocs(Words(), [{"question": "How long?", "documents": documents}]) == 1.0


def test_ties_count_half() -> None:
    assert auroc(np.array([True, False]), np.array([1.0, 1.0])) == 0.5


@pytest.mark.parametrize(
    ("told", "wanted", "value"), [("the Mill.", "mill", 1), ("x b", "b c", 0.5), ("a", "", 1)]
)
def test_overlap(told: str, wanted: str, value: float) -> None:
    assert f1(told, wanted) == pytest.approx(value)
