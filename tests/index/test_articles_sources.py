"""What sources.toml says of articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.articles import read_paths
from tests.index.articles import STORY, only, problem, write


def test_sources_toml_stands_above_what_the_text_says(tmp_path: Path) -> None:
    write(tmp_path / "ferry.txt", STORY)
    write(
        tmp_path / "sources.toml",
        '["ferry.txt"]\noutlet = "The Wexmoor Post"\npublished = 2021-12-10\n'
        'title = "Ferry to close"\nurl = "https://post.example/ferry"\nauthor = "Ada Finch"\n',
    )
    article = only(read_paths([tmp_path]))
    assert (article.outlet, article.published) == ("The Wexmoor Post", "2021-12-10")
    assert (article.title, article.url) == ("Ferry to close", "https://post.example/ferry")
    assert article.author == "Ada Finch"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ferry.md", f"---\noutlet: Coastwire\n---\n{STORY}"),
        ("ferry.html", f"<html><meta property='og:site_name' content='Coastwire'><p>{STORY}</p>"),
        ("ferry.jsonl", json.dumps({"text": STORY, "outlet": "Coastwire"})),
        ("ferry.csv", f'text,outlet\n"{STORY}",Coastwire\n'),
        ("ferry.eml", f"From: Coastwire <a@coastwire.example>\n\n{STORY}"),
    ],
)
def test_sources_toml_stands_above_what_any_kind_of_file_says(
    tmp_path: Path, name: str, content: str
) -> None:
    write(tmp_path / "sources.toml", f'["{name}"]\noutlet = "The Wexmoor Post"\n')
    assert only(read_paths([write(tmp_path / name, content)])).outlet == "The Wexmoor Post"


def test_sources_toml_counts_for_a_single_file_and_leaves_the_rest_to_the_text(
    tmp_path: Path,
) -> None:
    write(tmp_path / "sources.toml", '["ferry.txt"]\npublished = "2021-12"\n')
    article = only(read_paths([write(tmp_path / "ferry.txt", STORY)]))
    assert (article.outlet, article.published) == ("Coastwire", "2021-12")
    assert article.title == "Council closes ferry terminal"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('["a.txt"\noutlet = ', "TOML"),
        ('["a.txt"]\nwriter = "Finch"\n', "'writer'"),
        ('outlet = "The Post"\n', "outlet"),
    ],
)
def test_a_bad_sources_toml_is_said_once_and_the_articles_are_read(
    tmp_path: Path, toml: str, said: str
) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / name, STORY)
    write(tmp_path / "sources.toml", toml)
    reading = read_paths([tmp_path])
    assert "sources.toml" in problem(reading)
    assert said in problem(reading)
    assert [a.outlet for a in reading.articles] == ["Coastwire", "Coastwire"]
