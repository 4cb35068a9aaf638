"""What `crossread doctor` says of a real language model's server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli
from tests.llm.serving import running

pytestmark = pytest.mark.llm
Told = Callable[[str], str]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """The line on the language model, and what is said to do about it, for a CROSSREAD_LLM."""
    monkeypatch.setenv("COLUMNS", "300")

    def line(llm: str) -> str:
        monkeypatch.setenv("CROSSREAD_LLM", llm)
        monkeypatch.setenv("CROSSREAD_LLM_TIMEOUT", "300")
        cli.run(["doctor"])
        out = capsys.readouterr().out
        start = out.index("Language model")
        return " ".join(out[out.rindex("\n", 0, start) : out.index("Index", start)].split())

    return line


def test_a_model_that_is_served_is_well(told: Told, llm: str) -> None:
    assert told(llm).startswith(f"✓ Language model {llm}, answers")


def test_an_address_where_nothing_is_known_is_said(told: Told, llm: str) -> None:
    line = told(f"{llm}/elsewhere")
    assert line.startswith("! Language model")
    assert "is not known to its server: check the name" in line


def test_a_server_that_stopped_is_said(told: Told, llm: str, tmp_path: Path) -> None:
    with running(tmp_path) as stopped:
        pass
    line = told(stopped)
    assert line.startswith("! Language model")
    assert "does not answer: is its server running, and at that address?" in line
