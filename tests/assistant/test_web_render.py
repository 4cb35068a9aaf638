"""The chat page's HTML: markers lead to their sources, conflicts to their positions."""

from __future__ import annotations

from assistant.types import Position, Sentence
from assistant.web.render import Renderer
from index.scope import Scope
from index.types import Article
from tests.assistant.rendered import ARTICLE, ATTACKS, QUOTE, SHOW, Parsed, flagged, shown
from tests.assistant.scripted import answered, cited

# Answers


def test_markers_lead_to_their_sources():
    page = Parsed(shown(answered("How many?", "70,000 [1], or not [2].", cited(ARTICLE, 1, QUOTE))))
    assert page.values("data-open") == ["1"]
    assert "or not [2]." in page.text
    assert "Source 1: AP" in page.values("aria-label")


def test_a_marker_shows_outlet_date_and_quote_to_who_points_at_it():
    html = shown(answered("How many?", "70,000 [1]", cited(ARTICLE, 1, QUOTE)))
    peek = html[html.index('class="peek"') : html.index("</a>")]
    assert all(part in peek for part in ("AP", "17 December 2021", QUOTE))


def test_markers_in_code_and_escaped_brackets_stay_text():
    html = shown(answered("How many?", r"`[1]` and \[1\] and [1]", cited(ARTICLE, 1, QUOTE)))
    assert Parsed(html).values("data-open") == ["1"]
    assert "[1] and [1] and 1" in Parsed(html).text


def test_markdown_is_shown():
    html = shown(answered("What?", "**So many**:\n\n- one\n- two"))
    assert "<strong>So many</strong>" in html
    assert html.count("<li>") == 2


def test_a_question_is_shown_as_it_was_understood():
    answer = answered("And Georgia?", "Yes.").model_copy(
        update={"standalone_question": "What did Russia demand about Georgia?"}
    )
    assert "asked as: What did Russia demand about Georgia?" in Parsed(shown(answer)).text


def test_a_question_that_was_only_tidied_is_not_shown_twice():
    answer = answered("  And\tGeorgia? ", "Yes.").model_copy(
        update={"standalone_question": "And Georgia?"}
    )
    assert "asked as" not in shown(answer)


def test_only_the_last_question_can_be_asked_again_or_edited():
    html = shown(answered("One?", "Yes."), answered("Two?", "Yes."))
    assert html.count('data-do="retry"') == html.count('data-do="edit"') == 1
    assert html.index('data-do="retry"') > html.index("Two?")


def test_conflicts_stand_between_the_direct_answer_and_the_quotes():
    position = Position(
        value="70,000", citations=[1], attributed_to="US officials", published="2021-12-17"
    )
    answer = answered("How many?", "It depends [1].\n\n- The quote [1]", cited(ARTICLE, 1, QUOTE))
    html = shown(
        flagged(
            answer,
            position,
            relation="changed_over_time",
            about="Russian troops",
            reason="It rose.",
        )
    )
    text = " ".join(Parsed(html).text.split())
    assert text.index("It depends") < text.index("Changed over time: Russian troops It rose.")
    assert text.index("Russian troops") < text.index("The quote")
    row = text[text.index("70,000 US officials") :]
    assert all(part in row for part in ("AP", "17 December 2021", QUOTE))


def test_a_position_is_one_row_however_many_sources_it_has():
    other = Article("a2", "RT", "More troops", QUOTE, "2021-12-18")
    sources = [cited(ARTICLE, 1, QUOTE), cited(other, 2, QUOTE)]
    answer = answered("How many?", "70,000 [1][2]", *sources)
    page = Parsed(shown(flagged(answer, Position(value="70,000", citations=[1, 2]))))
    assert page.tags.count("tr") == 2  # the heading's, and the position's
    row = page.text[page.text.index("boats") :]
    assert row.count("70,000") == 1 + row.count(QUOTE) == 3
    assert all(told in row for told in ("AP, RT", "17 Dec 2021", "18 Dec 2021"))


def test_what_is_asked_of_some_articles_only_says_so():
    assert not SHOW.narrowed(Scope()).strip()
    told = Parsed(SHOW.narrowed(Scope(frozenset(["RT", "AP"]), "2021-12", "2021-12-10"))).text
    expected = "Only these articles are asked: AP RT from December 2021 until 10 December 2021"
    assert " ".join(told.split()) == expected


def test_where_nothing_conflicts_one_line_says_what_was_compared():
    answer = answered("How many?", "70,000 [1]", cited(ARTICLE, 1, QUOTE))
    told = answer.model_copy(update={"comparison": "Only AP says so."})
    text = " ".join(Parsed(shown(told)).text.split())
    assert "Only AP says so. 1 passage from AP" in text


def test_a_sentence_that_no_source_bears_out_is_marked_where_it_stands():
    bare = Sentence(text="It rained * twice.", citations=[], support="unsupported")
    borne = Sentence(text="It snowed.", citations=[1], support="supported")
    answer = answered("q", "It snowed. [1]\n\nIt rained \\* twice.", cited(ARTICLE, 1, QUOTE))
    page = Parsed(shown(answer.model_copy(update={"sentences": [borne, bare]})))
    assert page.tags.count("em") == 1
    assert "It rained * twice. (no source bears this out)" in page.text
    assert page.text.count("It rained") == 1


def test_who_answered_and_what_was_withheld_is_one_line():
    told = {"answered_by": "ollama/x", "withheld": 2}
    html = shown(answered("q", "Yes.").model_copy(update=told))
    assert Parsed(html).tags.count("p") == 2  # the answer, and the line
    assert "In the words of ollama/x" in html
    assert "2 sentences were withheld" in html
    assert "by-whom" not in shown(answered("q", "Yes."))


def test_why_the_model_did_not_answer_is_told():
    told = answered("q", "Yes.").model_copy(update={"notice": "x/y does not answer."})
    assert "x/y does not answer." in Parsed(shown(told)).text


def test_the_welcome_says_word_for_word_only_where_that_is_so():
    assert "word for word" in SHOW.welcome([], 2)
    assert "in the words of ollama/x" in SHOW.welcome([], 2, "ollama/x")


def test_numbers_that_differ_are_drawn_to_scale():
    positions = [
        Position(value=ATTACKS[0], citations=[1], low=10, high=10),
        Position(value="20", citations=[1], low=20, high=None),
    ]
    told = answered("How many?", "Sources disagree [1]", cited(ARTICLE, 1, QUOTE))
    page = Parsed(shown(flagged(told, *positions)))
    assert page.tags.count("rect") == len(positions)
    assert "script" not in page.tags


# The rest of the page


def test_an_empty_index_says_what_to_do():
    assert "crossread index" in SHOW.welcome([], 0)
    assert "No article is indexed yet." in SHOW.articles([])
    assert "from 1 article," in SHOW.welcome(["Why?"], 1)


def test_the_page_speaks_german():
    german = Renderer("de")
    made = german.conversation([answered("Warum?", "Darum [1]", cited(ARTICLE, 1, QUOTE))])
    assert "Kopieren" in made
    assert "17. Dezember 2021" in made
    assert "1 Stelle aus AP" in made


def test_the_report_of_all_conflicts_shows_every_source_of_a_position():
    other = Article("a2", "RT", "More troops", QUOTE, "2021-12-18")
    sources = [cited(ARTICLE, 1, QUOTE), cited(other, 2, QUOTE)]
    told = flagged(answered("q", "a", *sources), Position(value="v", citations=[1, 2]))
    page = Parsed(SHOW.conflicts_page(told.conflicts, sources, 5))
    assert page.text.count(QUOTE) == page.tags.count("blockquote") == 2
    assert "RT, 18 December 2021" in page.text
