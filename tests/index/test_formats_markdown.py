"""Markdown: the words without the marks, and the front matter."""

from __future__ import annotations

import pytest

from index.articles import articles_of, read_stream
from index.documents import Document
from index.types import Article

TEXT = "The council of Wexmoor voted on Tuesday to close the terminal, its clerk said."


def read(source: str) -> Article:
    (article,) = articles_of(Document("news/ferry.md", ".md", source.encode(), file="ferry.md"), [])
    return article


def test_the_front_matter_says_what_the_article_is() -> None:
    article = read(
        "---\ntitle: Ferry closes\ndate: 2021-12-10 08:00:00\nauthors: [Ada Finch, Ben Ito]\n"
        "source: The Post\nlink: https://post.example/f\nlang: en-GB\nid: other\ntags: [sea]\n"
        f"---\n\n# Another heading\n\n{TEXT}\n"
    )
    assert (article.id, article.title, article.outlet) == ("ferry", "Ferry closes", "The Post")
    assert (article.published, article.author) == ("2021-12-10", "Ada Finch, Ben Ito")
    assert (article.url, article.language) == ("https://post.example/f", "en")
    assert article.text == f"Another heading\n{TEXT}"


def test_without_front_matter_the_first_heading_is_the_title() -> None:
    article = read(f"\ufeffSetext heading\n===\n\nBy Ada Finch, Coastwire\n\n{TEXT}\n\n# Later\n")
    assert (article.title, article.author) == ("Setext heading", "Ada Finch")
    assert article.outlet == "Coastwire"


def test_marks_are_no_part_of_the_text() -> None:
    source = (
        "## Who *pays*\n\nThe [council](https://x.example 'tip') voted **seven** to\nfour "
        "`at once`; see https://x.example &amp; ![a ferry](f.jpg)more.  \nNext line.\n\n"
        "- One item.\n- Another.\n\n> A *quote*.\n\n<div class='x'>Old <b>HTML</b> &gt; this."
        "<script>no()</script></div>\n\n| Ward | Price |\n|---|---|\n| Quay | 196 |\n\n"
        "```\ncode\n```\n"
    )
    assert read(source).text.splitlines() == [
        "Who pays",
        "The council voted seven to four at once; see https://x.example & more.", "Next line.",
        "One item.", "Another.", "A quote.", "Old  HTML  > this.", "Ward", "Price", "Quay", "196",
        "code",
    ]  # fmt: skip


@pytest.mark.parametrize("source", [f"---\n\n{TEXT}\n\n---\n\nMore.", f"{TEXT}\n\n---\n\nMore."])
def test_a_rule_is_no_front_matter(source: str) -> None:
    assert read(source).text == f"{TEXT}\nMore."


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (f"---\ntitle: [open\n---\n{TEXT}", "front matter is not valid YAML"),
        (f"---\ndate: soon\n---\n{TEXT}", "'soon' is no date"),
        ("---\ntitle: Ferry\n---\n", "holds no text"),
        ("![only a picture](a.jpg)", "holds no text"),
    ],
)
def test_what_is_wrong_is_told(source: str, said: str) -> None:
    (problem,) = read_stream(source.encode(), ".md", "ferry.md").problems
    assert str(problem).startswith("ferry.md: ")
    assert said in str(problem)


def test_front_matter_that_grows_when_it_is_read_does_no_harm() -> None:
    bomb = "a: &a [x, x, x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
        for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    assert read(f"---\n{bomb}author: *k\n---\n{TEXT}").author is None
