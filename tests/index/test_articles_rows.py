"""Reading articles from the rows of a file: fields, and problems that name the line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.articles import article_from_fields, read_paths
from index.errors import ArticleError
from tests.index.articles import STORY, only, problem, write, write_rows


def test_a_rows_own_fields_stand_above_what_its_text_says(tmp_path: Path) -> None:
    row = {
        "id": "r1", "text": STORY, "outlet": "The Wexmoor Post", "title": "Ferry  to\nclose",
        "published": "Dec 10, 2021", "url": "https://post.example/ferry",
    }  # fmt: skip
    article = only(read_paths([write_rows(tmp_path / "rows.jsonl", [row])]))
    assert (article.id, article.title) == ("r1", "Ferry to close")
    assert article.outlet == "The Wexmoor Post"
    assert (article.published, article.url) == ("2021-12-10", "https://post.example/ferry")
    assert article.text == STORY
    assert article.file is not None
    assert article.file.endswith("rows.jsonl")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": "x", "text": ', "JSON"),
        ("[1, 2]", "object"),
        ({"id": "x"}, "'text'"),
        ({"id": "x", "text": "  "}, "'text'"),
        ({"id": ["x"], "text": STORY}, "'id'"),
        ({"id": "x", "text": {"body": STORY}}, "'text'"),
        ({"id": "x", "text": STORY, "published": "soon"}, "'published'"),
    ],
)
def test_a_bad_row_is_a_problem_with_its_line_and_the_others_are_read(
    tmp_path: Path, row: object, said: str
) -> None:
    rows: list[object] = [{"id": "before", "text": STORY}, "", row, {"id": "after", "text": STORY}]
    reading = read_paths([write_rows(tmp_path / "rows.jsonl", rows)])
    assert "rows.jsonl, line 3" in problem(reading)
    assert said in problem(reading)
    assert [a.id for a in reading.articles] == ["before", "after"]
    assert reading.failed == {str(tmp_path / "rows.jsonl")}


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_a_row_is_ended_by_a_newline_only(tmp_path: Path, separator: str) -> None:
    """JSON may hold these raw, as `json.dumps(..., ensure_ascii=False)` writes them."""
    text = f"The terminal closed on Tuesday.{separator}Nobody came, the clerk of Wexmoor said."
    article = only(read_paths([write_rows(tmp_path / "rows.jsonl", [{"id": "a", "text": text}])]))
    assert article.text == text


def test_a_row_with_half_a_surrogate_pair_does_no_harm_later(tmp_path: Path) -> None:
    row = '{"id": "a", "text": "The terminal closed on Tuesday \\ud83d, its clerk said."}'
    reading = read_paths([write(tmp_path / "rows.jsonl", row)])
    assert all(a.text.encode() for a in reading.articles)
    assert len(reading.articles) + len(reading.problems) == 1


@pytest.mark.parametrize("raw", ["\r\n", "\n"])
def test_rows_may_end_as_windows_ends_them_and_begin_with_a_byte_order_mark(
    tmp_path: Path, raw: str
) -> None:
    rows = raw.join(json.dumps({"id": i, "text": STORY}) for i in (1, 2))
    reading = read_paths([write(tmp_path / "rows.jsonl", b"\xef\xbb\xbf" + rows.encode())])
    assert [a.id for a in reading.articles] == ["1", "2"]
    assert reading.problems == []


@pytest.mark.parametrize("given", [{"text": STORY}, {"id": "a", "text": STORY, "published": "?"}])
def test_a_row_that_cannot_be_used_says_where_it_stands(given: dict[str, Any]) -> None:
    with pytest.raises(ArticleError, match=r"^articles\[7\]: "):
        article_from_fields(given, file=None, where="articles[7]")
