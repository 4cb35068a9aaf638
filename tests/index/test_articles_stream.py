"""Reading articles from standard input."""

from __future__ import annotations

import json

import pytest

from index.articles import article_from_fields, read_stream
from tests.index.articles import LATIN, STORY, only, problem


@pytest.mark.parametrize(
    "data",
    [
        STORY,
        json.dumps({"text": STORY}),
        f"<!DOCTYPE html><html><body><article><p>{STORY}</p></article></body></html>",
        f"Subject: Ferry\nFrom: Coastwire <a@b.example>\n\n{STORY}",
        f"<rss><channel><item><title>Ferry</title><description>{STORY}</description></item>"
        "</channel></rss>",
    ],
    ids=["text", "rows", "page", "mail", "feed"],
)
def test_standard_input_is_told_by_its_content(data: str) -> None:
    article = only(read_stream(data.encode(), None))
    assert "The council voted on Tuesday to close the terminal" in article.text
    assert "<" not in article.text
    assert "{" not in article.text
    assert "Subject" not in article.text
    assert article.file is None


@pytest.mark.parametrize("text", ["Note: closed", "{not json", "<3 ferries", "---\nFerry"])
def test_text_is_not_taken_for_something_else(text: str) -> None:
    assert only(read_stream(text.encode(), None)).text == text


def test_a_kind_that_is_given_counts() -> None:
    data = json.dumps({"text": STORY}).encode()
    assert only(read_stream(data, "txt")).text == data.decode()
    assert "standard input: this kind of file is not read" in problem(read_stream(data, ".docx"))
    assert "standard input: the file is empty" in problem(read_stream(b"", None))


def test_two_texts_on_standard_input_are_two_articles() -> None:
    ids = {only(read_stream(text.encode(), None)).id for text in (STORY, STORY, LATIN)}
    assert len(ids) == 2


@pytest.mark.parametrize("text", ["One line without a name.", "?!", "Ferry closes"])
def test_the_outlet_is_never_empty(text: str) -> None:
    article = article_from_fields({"id": "a", "text": text, "outlet": " "}, file=None, where="x")
    assert article.outlet == article.title != ""
