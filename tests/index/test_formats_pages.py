"""Web pages of many makes, each with a body that is known: see tests/benchmarks/boilerplate.py."""

from __future__ import annotations

from typing import Any

import pytest

from index.types import Article
from tests.benchmarks.boilerplate import measure, pages

FOUND = {article.id: (article, known) for article, known in pages()}
TOLD = ("outlet", "title", "published", "author", "language", "url")


def test_no_sentence_of_an_article_is_lost_and_little_else_is_indexed() -> None:
    extracted, indexed = measure()
    assert extracted.sentences > 200
    assert (extracted.lost, indexed.lost) == ([], [])
    assert extracted.surviving < 0.08, extracted.survived
    assert indexed.surviving < 0.01, indexed.survived


@pytest.mark.parametrize(("article", "known"), FOUND.values(), ids=FOUND)
def test_what_a_page_says_of_its_article_is_read(article: Article, known: dict[str, Any]) -> None:
    assert {key: getattr(article, key) for key in TOLD} == {key: known[key] for key in TOLD}


def test_paragraphs_headings_and_items_stand_on_lines_of_their_own() -> None:
    lines = FOUND["lists_quotes"][0].text.splitlines()
    assert "- Sewage entered the river on 211 days in 2023." in lines
    assert "What is missing" in lines
    assert "Without a decision by next summer the works cannot start before 2028." in lines
