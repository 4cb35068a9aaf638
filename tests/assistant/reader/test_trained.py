"""The shipped reader does its three tasks, whatever it is given and however it is called."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.reader.network import FILE, WEIGHTS, Network, load, save
from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS, Reader, claim
from assistant.reader.trained import TrainedReader, shipped

QUESTION = "How many people were hurt in the fire?"
ANSWER = "Twelve people were hurt in the fire at the mill, the police said."
BESIDE = "The mill was built in 1901 and made cloth for uniforms."
ODD = ["", " ", "🔥" * 400, "word " * 3000, "\u202eoverride", "<script>alert(1)</script>"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return shipped()


def test_the_sentence_that_answers_is_selected(reader: Reader) -> None:
    answers, beside = reader.select(QUESTION, [ANSWER, BESIDE])
    assert answers > 0.5 > beside


def test_the_answer_is_read_with_its_place(reader: Reader) -> None:
    (reading,) = reader.read(QUESTION, [ANSWER])
    assert reading is not None
    assert "Twelve" in ANSWER[slice(*reading.span)]
    assert reading.score > 0.5


def test_nothing_is_read_where_nothing_answers(reader: Reader) -> None:
    told, nothing = reader.read(QUESTION, [ANSWER, BESIDE])
    assert told is not None
    assert nothing is None or nothing.score < 0.5 < told.score


@pytest.mark.parametrize(
    ("answer", "judged"),
    [("twelve", SUPPORTS), ("forty", CONTRADICTS)],
)
def test_a_claim_is_verified(reader: Reader, answer: str, judged: int) -> None:
    assert reader.verify([(ANSWER, claim(QUESTION, answer))])[0].argmax() == judged


def test_a_passage_on_something_else_says_nothing_of_a_claim(reader: Reader) -> None:
    assert reader.verify([(BESIDE, claim(QUESTION, "twelve"))])[0].argmax() == NEUTRAL


def test_verdicts_are_probabilities(reader: Reader) -> None:
    verdicts = reader.verify([(ANSWER, "Twelve were hurt."), (BESIDE, ANSWER)])
    assert verdicts.shape == (2, 3)
    np.testing.assert_allclose(verdicts.sum(axis=1), 1, rtol=1e-5)


def test_nothing_in_nothing_out(reader: Reader) -> None:
    assert reader.select(QUESTION, []).shape == (0,)
    assert reader.read(QUESTION, []) == []
    assert reader.verify([]).shape == (0, 3)


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_read(reader: Reader, text: str) -> None:
    for question, passage in ((QUESTION, text), (text, ANSWER)):
        assert 0 <= reader.select(question, [passage])[0] <= 1
        (reading,) = reader.read(question, [passage])
        assert reading is None or 0 <= reading.span[0] < reading.span[1] <= len(passage)
        assert np.isfinite(reader.verify([(passage, question)])).all()


def test_a_passage_without_words_holds_no_answer(reader: Reader) -> None:
    assert reader.read(QUESTION, [""]) == [None]


def test_company_changes_little_and_never_the_order() -> None:
    sentences = [ANSWER, BESIDE, *(f"{BESIDE} {'It burned. ' * n}" for n in range(30))]
    alone = [float(TrainedReader().select(QUESTION, [s])[0]) for s in sentences[:3]]
    together = TrainedReader().select(QUESTION, sentences)
    np.testing.assert_allclose(together[:3], alone, atol=0.05)


def test_threads_share_a_reader(reader: Reader) -> None:
    questions = [f"How many people were hurt in fire {n}?" for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        shared = list(pool.map(lambda q: float(reader.select(q, [ANSWER])[0]), questions))
    assert shared == [float(reader.select(q, [ANSWER])[0]) for q in questions]


def test_weights_come_back_as_saved_but_for_half_a_step_of_their_row(tmp_path: Path) -> None:
    network = Network()
    save(network, tmp_path)
    again = load(tmp_path).trained()
    for name, weight in network.trained().items():
        step = weight.abs().amax(dim=-1, keepdim=True) / 127
        assert bool(((again[name] - weight).abs() <= 0.501 * step).all()), name


def test_other_weights_are_turned_down(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file({"else": Network().select.weight.detach()}, tmp_path / FILE)
    with pytest.raises(ValueError, match="another network"):
        load(tmp_path)


def test_what_is_shipped_is_small_and_no_pickle() -> None:
    files = [f for f in WEIGHTS.iterdir() if f.is_file()]
    assert sum(f.stat().st_size for f in files) < 45_000_000
    assert {f.suffix for f in files} <= {".safetensors", ".json", ".md"}
