"""What the doctor finds, and what it says to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli_output import show_findings
from assistant.corpora import default_corpus
from assistant.doctor import Finding, examine
from assistant.settings import Settings, load_settings
from index.articles import read_paths
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from tests.conftest import SEEDS


def _wrong(settings: Settings) -> dict[str, str]:
    return {f.about: f.mend for f in examine(settings) if f.mend and f.about != "crossread"}


@pytest.fixture
def settings(own_data: Path, embedder: Embedder) -> Settings:
    """Settings over an index with one article."""
    sync(Corpus(embedder, own_data), read_paths([SEEDS / "002_8f447ddefd7b514c.txt"]).articles)
    return load_settings()


def test_a_sound_index_is_described(settings: Settings) -> None:
    found = {f.about: f.found for f in examine(settings)}
    assert _wrong(settings) == {}
    assert found["Articles"].startswith("1 in ")
    assert found["Outlets"] == "1: RT"
    assert found["Model"].startswith("all-MiniLM-L6-v2, 384 dimensions, ")
    assert found["Index"] == f"{settings.data}, writable"


def test_no_index_says_how_to_make_one_and_makes_none(own_data: Path) -> None:
    assert "crossread index seeds" in _wrong(load_settings())["Index"]
    assert not own_data.exists()


def test_an_empty_index_says_how_to_fill_it(own_data: Path) -> None:
    own_data.mkdir()
    assert "crossread index seeds" in _wrong(load_settings())["Articles"]


def test_a_file_in_the_place_of_the_folder_is_said(own_data: Path) -> None:
    own_data.write_text("")
    assert "CROSSREAD_DATA" in _wrong(load_settings())["Index"]


def test_vectors_and_passages_that_do_not_agree_are_said(settings: Settings) -> None:
    store = default_corpus(settings).store
    lost = min(store.ids())
    store.delete([lost])
    assert "1 are missing: run 'crossread index PATH...' again." in _wrong(settings)["Vectors"]


def test_another_model_is_said(settings: Settings, tmp_path: Path) -> None:
    missing = str(tmp_path / "no-model")
    wrong = _wrong(settings.model_copy(update={"embeddings": missing}))
    assert "--rebuild" in wrong["Made with"]
    assert missing in wrong["Model"]


def test_what_is_wrong_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_findings([Finding("Python", "3.11")])
    assert not show_findings([Finding("Model", "cannot be loaded", "Do [this].")])
    out = capsys.readouterr().out
    assert " ✓ Python" in out
    assert " ! Model" in out
    assert "Do [this]." in out
