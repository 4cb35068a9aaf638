"""An article as it is read: its own paragraphs, with what is quoted marked in them."""

from __future__ import annotations

import pytest

from assistant.types import Citation
from assistant.web.reading import Paragraph, paragraphs
from index.types import Article
from tests.assistant.rendered import ARTICLE, QUOTE, TEXT
from tests.assistant.scripted import cited


def marked(made: list[Paragraph]) -> list[tuple[int, str]]:
    return [(p.citation, p.text) for q in made for p in q if p.citation is not None]


def text(made: list[Paragraph]) -> str:
    return "\n".join("".join(piece.text for piece in paragraph) for paragraph in made)


def test_the_quote_stands_in_the_article_without_what_the_page_added() -> None:
    made = paragraphs(ARTICLE, [cited(ARTICLE, 1, QUOTE)])
    assert marked(made) == [(1, QUOTE)]
    assert text(made).startswith("Russia has moved troops.")
    assert text(made).endswith("the Kremlin said on Tuesday.")
    assert "Keep reading" not in text(made)


def test_several_quotes_are_marked_each_with_its_number() -> None:
    other = "Moscow denies any plan."
    made = paragraphs(ARTICLE, [cited(ARTICLE, 2, other), cited(ARTICLE, 1, QUOTE)])
    assert marked(made) == [(1, QUOTE), (2, other)]


def test_a_quote_across_paragraphs_is_marked_in_each() -> None:
    clean = TEXT.replace("Keep reading\nAnother story\n", "")
    article = Article("a", "AP", "T", clean)
    quote = clean[clean.index("Moscow") :]
    made = paragraphs(article, [cited(article, 1, quote)])
    assert "\n".join(said for _, said in marked(made)) == quote


def test_a_quote_of_what_the_page_put_there_is_shown_before_the_story() -> None:
    made = paragraphs(ARTICLE, [cited(ARTICLE, 1, "Another story")])
    assert [piece.text for piece in made[0]] == ["Another story"]


def test_the_direct_answer_has_its_place_in_the_quote() -> None:
    at = TEXT.index("70,000")
    citation: Citation = cited(ARTICLE, 1, QUOTE).model_copy(
        update={"answer_start": at, "answer_end": at + 6}
    )
    (piece,) = [p for q in paragraphs(ARTICLE, [citation]) for p in q if p.citation]
    assert piece.answer is not None
    assert piece.text[slice(*piece.answer)] == "70,000"


@pytest.mark.parametrize("article", [None, Article("a1", "AP", "T", "It was edited since.")])
def test_an_article_that_no_longer_holds_the_quote_is_not_shown(article: Article | None) -> None:
    assert paragraphs(article, [cited(ARTICLE, 1, QUOTE)]) == []
