"""A quote within its article: whole sentences around it, and nothing that the page put there."""

from __future__ import annotations

import pytest

from assistant.web.context import around
from index.types import Article
from tests.assistant.scripted import cited
from tests.assistant.test_web_render import ARTICLE, QUOTE, TEXT


def test_the_quote_stands_in_the_article_without_what_the_page_added():
    paragraphs = around(cited(ARTICLE, 1, QUOTE), ARTICLE)
    assert [p.text for paragraph in paragraphs for p in paragraph if p.quoted] == [QUOTE]
    text = "\n".join("".join(piece.text for piece in p) for p in paragraphs)
    assert text.startswith("Russia has moved troops.")
    assert text.endswith("the Kremlin said on Tuesday.")
    assert "Keep reading" not in text


def test_a_long_article_is_cut_between_sentences():
    sentence = "The minister said nothing new about it on that day. "
    article = Article("a", "AP", "T", f"{sentence * 40}{QUOTE} {sentence * 40}")
    (paragraph,) = around(cited(article, 1, QUOTE), article)
    before, quote, after = "".join(p.text for p in paragraph).partition(QUOTE)
    assert before.startswith("… The minister")
    assert after.endswith("that day. …")
    assert quote
    assert len(before) < 400 > len(after)


def test_a_quote_across_paragraphs_is_highlighted_in_each():
    quote = TEXT[TEXT.index("Moscow") :]
    quoted = [p.text for q in around(cited(ARTICLE, 1, quote), ARTICLE) for p in q if p.quoted]
    assert quoted == [quote]  # it holds page furniture, so it is shown as it was quoted
    clean = ARTICLE.text.replace("Keep reading\nAnother story\n", "")
    article = Article("a", "AP", "T", clean)
    quote = clean[clean.index("Moscow") :]
    quoted = [p.text for q in around(cited(article, 1, quote), article) for p in q if p.quoted]
    assert "\n".join(quoted) == quote


@pytest.mark.parametrize("article", [None, Article("a1", "AP", "T", "It was edited since.")])
def test_the_quote_is_shown_even_where_the_article_is_gone(article: Article | None):
    (paragraph,) = around(cited(ARTICLE, 1, QUOTE), article)
    assert [(piece.text, piece.quoted) for piece in paragraph] == [(QUOTE, True)]
