"""Other models stand in for the shipped reader, one task at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
)

from assistant.assembly import reader_for
from assistant.reader.hub import HubReader
from assistant.reader.protocol import Array, Reading
from assistant.settings import Settings
from index.embeddings import default_folder
from index.errors import SettingsError

QUESTION, SENTENCE = "Who won?", "Miller won the race."
NLI = {0: "CONTRADICTION", 1: "ENTAILMENT", 2: "NEUTRAL"}


class Base:
    """Answers each task in a way that shows that it did."""

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        return np.full(len(sentences), 0.25, np.float32)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        return [Reading((0, 6), 0.25) for _ in passages]

    def verify(self, pairs: Sequence[tuple[str, str]]) -> Array:
        return np.tile(np.array([0.25, 0.25, 0.5], np.float32), (len(pairs), 1))

    def grounded(self, pairs: Sequence[tuple[str, str]]) -> Array:
        return np.full(len(pairs), 0.125, np.float32)


def saved(folder: Path, kind: type, **config: object) -> str:
    """A small model with random weights, as a path."""
    small = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    kind(BertConfig(intermediate_size=32, **small, **config)).save_pretrained(folder)
    AutoTokenizer.from_pretrained(default_folder()).save_pretrained(folder)
    return str(folder)


def test_a_cross_encoder_selects(tmp_path: Path) -> None:
    model = saved(tmp_path, BertForSequenceClassification, num_labels=1)
    reader = HubReader(Base(), select=model)
    scores = reader.select(QUESTION, [SENTENCE, "It rained."])
    assert scores.shape == (2,)
    assert ((scores > 0) & (scores < 1)).all()
    assert reader.select(QUESTION, []).shape == (0,)
    assert reader.read(QUESTION, [SENTENCE]) == [Reading((0, 6), 0.25)]


def test_a_question_answering_model_reads(tmp_path: Path) -> None:
    reader = HubReader(Base(), read=saved(tmp_path, BertForQuestionAnswering))
    (reading, nothing) = reader.read(QUESTION, [SENTENCE, ""])
    assert reading is not None
    assert SENTENCE[slice(*reading.span)].strip()
    assert nothing is None


def test_an_nli_model_verifies_whatever_the_order_of_its_labels(tmp_path: Path) -> None:
    model = saved(
        tmp_path,
        BertForSequenceClassification,
        id2label=NLI,
        label2id={v: k for k, v in NLI.items()},
    )
    reader = HubReader(Base(), verify=model)
    own, columns = reader._verifier
    assert [NLI[c] for c in columns] == ["ENTAILMENT", "CONTRADICTION", "NEUTRAL"]
    (verdict,) = reader.verify([(SENTENCE, "Miller lost.")])
    raw = own.predict([(SENTENCE, "Miller lost.")], apply_softmax=True, show_progress_bar=False)
    np.testing.assert_allclose(verdict, raw[0][columns], rtol=1e-4)


def test_a_model_of_another_kind_is_turned_down(tmp_path: Path) -> None:
    model = saved(tmp_path, BertForSequenceClassification, num_labels=2)
    with pytest.raises(SettingsError, match=r"CROSSREAD_READER_SELECT.*2 outputs"):
        HubReader(Base(), select=model).select(QUESTION, [SENTENCE])
    with pytest.raises(SettingsError, match=r"CROSSREAD_READER_VERIFY.*entailment"):
        HubReader(Base(), verify=model).verify([(SENTENCE, QUESTION)])


@pytest.mark.parametrize("task", ["select", "read", "verify"])
def test_a_model_that_is_not_there_is_named(task: str, tmp_path: Path) -> None:
    reader = reader_for(Settings(**{f"reader_{task}": str(tmp_path / "no-model")}))
    with pytest.raises(SettingsError, match=f"no-model.*CROSSREAD_READER_{task.upper()}"):
        {
            "select": lambda: reader.select(QUESTION, [SENTENCE]),
            "read": lambda: reader.read(QUESTION, [SENTENCE]),
            "verify": lambda: reader.verify([(SENTENCE, QUESTION)]),
        }[task]()


def test_the_settings_leave_the_shipped_reader_alone() -> None:
    assert reader_for(Settings()) is reader_for(Settings())
