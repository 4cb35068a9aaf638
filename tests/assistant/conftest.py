"""What tests of the command line share."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from assistant import cli
from index.corpus import Corpus

TROOPS = "How many Russian troops are near Ukraine's border?"
ARTICLE = "HALDEN (AP) - Bob Miller won the race for mayor on Monday, officials in Halden said.\n"


class Ran(NamedTuple):
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process, where the model is loaded already."""

    def command(*arguments: str | Path, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin.encode())))
        code = cli.run([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return command


@pytest.fixture
def seeds(seeds_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The five articles as the default index."""
    assert seeds_corpus.folder is not None
    monkeypatch.setenv("CROSSREAD_DATA", str(seeds_corpus.folder))
    return seeds_corpus.folder


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with one article."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "mayor.txt").write_text(ARTICLE)
    return folder
