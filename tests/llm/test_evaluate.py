"""`crossread evaluate --three-ways` with a real language model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.evaluation.command import evaluate, open_answerer
from assistant.evaluation.run import read_run
from assistant.settings import Settings
from tests.conftest import SEEDS
from tests.test_gold_seeds import GOLD

pytestmark = pytest.mark.llm


def test_a_table_compares_own_words_raw_and_verified(
    llm_settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    gold, file = tmp_path / "gold.jsonl", tmp_path / "run.json"
    gold.write_text("\n".join(GOLD.read_text("utf-8").splitlines()[4:13:4]))
    settings = llm_settings.model_copy(update={"data": tmp_path / "data"})
    assert evaluate(
        gold, lambda: open_answerer(settings, SEEDS, None, None, three_ways=True),
        json=file, html=tmp_path / "page.html", floors=[], old=None,
    )  # fmt: skip
    told = capsys.readouterr().out
    assert re.search(r"metric +own words +raw +verified\n", told)
    assert re.search(r"unfounded_figures +\d+ +\d+ +0\n", told)
    ways = read_run(file).ways
    assert ways["own words"].by_model == 0
    assert ways["raw"].by_model >= ways["verified"].by_model
    assert ways["raw"].withheld == 0
    assert "first_sentence_p50" in (tmp_path / "page.html").read_text("utf-8")
