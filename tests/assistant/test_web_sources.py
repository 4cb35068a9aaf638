"""The panel's HTML: an answer's sources at a glance, the opened article, the list of articles."""

from __future__ import annotations

from index.types import Article
from tests.assistant.rendered import ARTICLE, QUOTE, SHOW, TEXT, Parsed
from tests.assistant.scripted import answered, cited


def test_only_the_last_answers_sources_show():
    answers = [answered("How many?", "[1]", cited(ARTICLE, 1, QUOTE)), answered("Why?", "So.")]
    assert QUOTE in SHOW.sources(answers[:1])
    assert "rests on no source" in SHOW.sources(answers)
    assert "Ask a question" in SHOW.sources([])


def test_a_source_tells_outlet_title_date_and_quote():
    text = Parsed(SHOW.sources([answered("How many?", "[1]", cited(ARTICLE, 1, QUOTE))])).text
    expected = ("AP", "Troops near the border", "17 December 2021", QUOTE)
    assert all(part in text for part in expected)


def test_an_opened_article_is_shown_whole_with_all_that_is_quoted_marked():
    other = "Moscow denies any plan."
    answer = answered("How many?", "[1][2]", cited(ARTICLE, 1, QUOTE), cited(ARTICLE, 2, other))
    html = SHOW.reading(answer, 1, 2, ARTICLE)
    assert f"<mark>{QUOTE}</mark>" in html
    assert f'<mark class="opened">{other}</mark>' in html
    assert "the Kremlin said on Tuesday." in html
    assert "Keep reading" not in html


def test_the_direct_answer_is_marked_in_its_quote():
    citation = cited(ARTICLE, 1, QUOTE)
    at = TEXT.index("70,000")
    marked = citation.model_copy(update={"answer_start": at, "answer_end": at + len("70,000")})
    assert "<b>70,000</b>" in SHOW.reading(answered("How many?", "[1]", marked), 1, 1, ARTICLE)
    plain = answered("How many?", "70,000 [1]", citation)
    assert "<b>" not in SHOW.reading(plain, 1, 1, ARTICLE)


def test_articles_that_the_answer_used_stand_first_with_how_often():
    other = Article("a0", "RT", "Another", "Some text.")
    answer = answered("How many?", "[1]", cited(ARTICLE, 1, QUOTE))
    text = " ".join(Parsed(SHOW.articles([other, ARTICLE], answer)).text.split())
    assert text.index("AP") < text.index("RT")
    assert text.count("1 passage used") == 1


def test_a_long_list_of_articles_is_cut_and_says_so():
    html = SHOW.articles([ARTICLE] * 150)
    assert html.count("<li>") == 100
    assert "and 50 more" in html


def test_articles_can_be_removed_only_where_that_is_allowed():
    assert 'data-remove="a1"' in SHOW.articles([ARTICLE], removable=True)
    assert "data-remove" not in SHOW.articles([ARTICLE])
