"""Training makes the shipped files in one go, and goes on where it was stopped."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from typer.testing import CliRunner

from assistant.reader import network
from assistant.reader import train as training
from assistant.reader.protocol import SUPPORTS
from assistant.reader.train import app
from assistant.reader.trained import CALIBRATION, TrainedReader
from assistant.reader.training import lessons, reports, run
from assistant.reader.training.batches import Encoded
from assistant.reader.training.examples import Example
from assistant.reader.training.questions import asked
from assistant.reader.training.sources import Record

pytestmark = pytest.mark.long
EXAMPLES = [
    Example("Who won?", f"Miller number {n} won.", select=1, span=(0, 6), verify=None)
    for n in range(8)
] + [Example("Miller won.", f"Miller number {n} won.", verify=SUPPORTS) for n in range(8)]


def trained(folder: Path, seed: int) -> network.Network:
    torch.manual_seed(seed)
    made = network.Network()
    run.train(made, Encoded(EXAMPLES, network.tokenizer()), folder, seed=1)
    return made


def test_a_stopped_run_goes_on_from_its_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_SAVE_EVERY", 1)
    frozen = network.Network().encoder.embeddings.state_dict()
    first = trained(tmp_path / "work", seed=1)
    (tmp_path / "work" / "branch-1" / "done.safetensors").unlink()  # killed in the last branch
    again = trained(tmp_path / "work", seed=2)  # other heads to begin with, the same in the end
    for name, weight in first.trained().items():
        assert torch.equal(again.trained()[name], weight), name
    for name, weight in first.encoder.embeddings.state_dict().items():
        assert torch.equal(frozen[name], weight), name


def test_the_branches_are_averaged(tmp_path: Path) -> None:
    mean = trained(tmp_path, seed=1).trained()
    tips = [load_file(tmp_path / f"branch-{i}" / "done.safetensors") for i in (0, 1)]
    assert any(not torch.equal(tips[0][name], tips[1][name]) for name in mean)
    for name, weight in mean.items():
        assert torch.allclose(weight, (tips[0][name] + tips[1][name]) / 2), name


def rows(name: str) -> list[dict[str, Any]]:
    """A small data file of the kind, with nothing in common with the others."""
    span = "The {n} mill burned on Friday. Nine people fled {n}. It was cold at {n} then."
    made: list[dict[str, Any]] = []
    for n in range(12):
        text = span.format(n=f"{name.title()} number {n}")
        question = f"How many people fled {name} number {n} in the night?"
        answer = {"start": text.index("Nine"), "text": "Nine"}
        made.append(
            {
                "nli": {"premise": text, "hypothesis": question, "label": "supports"},
                "spans": {"question": question, "passage": text, "answers": [answer]},
                "unanswerable": {"question": question, "passage": text},
                "select": {"question": question, "sentence": text, "label": n % 2},
                "news_sentences": {"text": text},
                "trecqa_dev": {
                    "question": question,
                    "sentences": [{"text": text, "label": 1}, {"text": "No.", "label": 0}],
                },
                "squad2_sample": {
                    "question": question, "passage": text, "unanswerable": bool(n % 2),
                    "answers": [] if n % 2 else ["Nine"],
                },
                "fever_symmetric_dev": {
                    "premise": text, "hypothesis": question,
                    "label": ["supports", "contradicts"][n % 2],
                },
            }[name] | {"source": "test"}
        )  # fmt: skip
    return made


def data_in(folder: Path) -> Path:
    """The reader's data, a few rows of each kind, in a folder of the given one."""
    data = folder / "reader"
    data.mkdir()
    for name in (
        "nli spans unanswerable select news_sentences trecqa_dev squad2_sample fever_symmetric_dev"
    ).split():
        with gzip.open(data / f"{name}.jsonl.gz", "wt") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows(name))
    documents = [{"text": f"Nine fled. {a}", "answer": a} for a in ("nine", "ten", "nine")]
    ramdocs = {"question": "How many fled?", "documents": documents}
    (folder / "ramdocs_dev.jsonl").write_text(json.dumps(ramdocs) + "\n")
    return data


def test_one_command_makes_the_shipped_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = list(islice(reports.reports([]), 8))
    monkeypatch.setattr(lessons, "reports", lambda texts: few)
    monkeypatch.setattr(lessons, "stories", list)
    monkeypatch.setattr(lessons, "twins", list)
    data = data_in(tmp_path)
    (tmp_path / "article.txt").write_text(rows("nli")[0]["premise"])
    result = CliRunner().invoke(
        app,
        [
            *("--data", str(data), "--out", str(tmp_path / "weights")),
            *("--work", str(tmp_path / "work"), "--held-out", str(tmp_path / "article.txt")),
        ],
    )
    assert result.exit_code == 0, result.output
    assert "'nli': 1" in result.output
    assert "TREC QA, sentence choice: MAP" in result.output
    names = {f.name for f in (tmp_path / "weights").iterdir()}
    own = {network.FILE, CALIBRATION}
    assert names == own | {network.VERIFIER.name, network.GROUNDING.name}
    for part in ("verifier", "grounding"):
        assert {f.name for f in (tmp_path / "weights" / part).iterdir()} == own
    assert TrainedReader(tmp_path / "weights").select("Who?", ["Miller."]).shape == (1,)


def test_missing_data_is_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--data", str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "--data" in result.output
    assert "Traceback" not in result.output


def test_what_a_model_begins_with_is_asked_for(tmp_path: Path) -> None:
    data = data_in(tmp_path)
    options = ("--data", str(data), "--work", str(tmp_path), "--out", str(tmp_path))
    result = CliRunner().invoke(app, [*options, "--model", "reader"])
    assert result.exit_code == 1
    assert "--model base" in result.output
    assert "Traceback" not in result.output


def test_the_reader_is_mixed_with_what_it_began_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_more(model: network.Network, *_: Any) -> float:
        model.load_state_dict({n: w + 1 for n, w in run.copy(model).items()}, strict=False)
        return 0.0

    monkeypatch.setattr(training, "train", one_more)
    monkeypatch.setattr(training.shutil, "rmtree", lambda folder: None)
    data, begun = data_in(tmp_path), tmp_path / "base"
    begun.mkdir()
    network.save(network.Network(), begun)
    options = ("--data", str(data), "--work", str(tmp_path), "--out", str(tmp_path / "out"))
    assert CliRunner().invoke(app, [*options, "--model", "reader"]).exit_code == 0
    before, after = (network.load(folder).trained() for folder in (begun, tmp_path / "out"))
    for name, weight in before.items():
        if weight.dim() == 1:  # matrices are rounded to 8 bits
            assert torch.allclose(after[name], weight + 0.5, atol=0.01), name


def test_an_answer_that_is_not_where_it_is_said_to_be_is_not_asked() -> None:
    record: Record = {
        "question": "Who?", "passage": "It was Ann.", "source": "s",
        "answers": [{"start": 2, "text": "Ann"}],
    }  # fmt: skip
    assert asked([record]) == []


def test_a_later_lesson_is_mixed_with_what_was_known() -> None:
    made = network.Network()
    before = {name: torch.zeros_like(weight) for name, weight in made.trained().items()}
    after = run.copy(made)
    run.blend(made, before, 0.25)
    for name, weight in made.trained().items():
        assert torch.allclose(weight, after[name] / 4), name
