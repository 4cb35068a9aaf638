"""The chat page's HTML: untrusted text shows as text, markers lead to their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from time import perf_counter

import pytest

from assistant.types import Answer, Conflict, Position
from assistant.web import render
from index.types import Article
from tests.assistant.scripted import answered, cited

TEXT = (
    "Russia has moved troops. US officials count 70,000 of them near the border. "
    "Moscow denies any plan.\nKeep reading\nAnother story\n"
    "The talks lasted two hours, the Kremlin said on Tuesday."
)
ARTICLE = Article("a1", "AP", "Troops near the border", TEXT, "2021-12-17", "https://ap.org/1")
QUOTE = "US officials count 70,000 of them near the border."
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></textarea><iframe src=//evil.example>",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>",
    "\u202etxet\u202c \u2066\x00",
]


class _Parsed(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(str(html))  # as Markup, what it gives would be escaped again

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]


def shown(answer: Answer, article: Article = ARTICLE) -> render.Exchange:
    return render.exchange(answer, 1, {article.id: article}.get)


def all_html(attack: str) -> Iterator[str]:
    """Everything the page shows, with an attack in every untrusted field."""
    article = Article(attack, attack, attack, f"Before. {attack} After.", attack, attack)
    position = Position(value=attack, citations=[1], attributed_to=attack, published=attack)
    answer = Answer(
        question=attack,
        standalone_question=f"{attack} then?",
        status="answered",
        answer=f"{attack} [1]\n\n- {attack}\n\n# {attack}\n\n```\n{attack}\n```",
        citations=[cited(article, 1, attack)],
        conflicts=[
            Conflict(
                kind="name",
                relation="sources_disagree",
                about=attack,
                summary=attack,
                positions=[position],
            )
        ],
    )
    made = shown(answer, article)
    yield render.conversation([made])
    yield render.sources([made])
    yield render.articles([article])
    yield render.welcome([attack], 1)


# Untrusted text


@pytest.mark.parametrize("attack", ATTACKS)
def test_untrusted_text_is_only_ever_text(attack: str):
    for html in all_html(attack):
        page = _Parsed(html)
        assert not {"script", "img", "svg", "iframe", "title", "textarea"} & set(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        links = [value or "" for value in page.values("href") + page.values("src")]
        assert all(link.startswith("#") for link in links)


@pytest.mark.parametrize("attack", ATTACKS[:2])
def test_untrusted_text_is_shown_as_it_is(attack: str):
    for html in all_html(attack):
        assert attack in _Parsed(html).text


def test_a_line_of_50_000_characters_is_shown_whole_and_soon():
    line = "x" * 50_000
    article = Article("a", "AP", line, f"{line} {QUOTE}")
    started = perf_counter()
    answer = answered(line, f"{'[' * 50_000} {'*a' * 25_000} [1]", cited(article, 1, line))
    made = shown(answer, article)
    assert line in made.html
    assert perf_counter() - started < 2


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://ap.org/1?a=b&c=d", "https://ap.org/1?a=b&c=d"),
        ("http://ap.org", "http://ap.org"),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("//evil.example", ""),
        ("https://", ""),
        ("http://[", ""),
        (None, ""),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str):
    assert render.safe_link(url) == link


def test_links_tell_other_sites_nothing():
    page = _Parsed(render.articles([ARTICLE]))
    assert page.values("href") == ["https://ap.org/1"]
    assert page.values("rel") == ["noopener noreferrer"]


# Answers


def test_markers_lead_to_their_sources():
    made = shown(answered("How many?", "70,000 [1], or not [2].", cited(ARTICLE, 1, QUOTE)))
    page = _Parsed(made.html)
    assert page.values("href") == ["#source-1-1"]
    assert "source-1-1" in _Parsed(made.sources).values("id")
    assert "or not [2]." in page.text
    assert "Source 1: AP" in page.values("aria-label")


def test_markers_in_code_and_escaped_brackets_stay_text():
    made = shown(answered("How many?", r"`[1]` and \[1\] and [1]", cited(ARTICLE, 1, QUOTE)))
    assert _Parsed(made.html).values("href") == ["#source-1-1"]
    assert "[1] and [1] and 1" in _Parsed(made.html).text


def test_markdown_is_shown():
    made = shown(answered("What?", "**So many**:\n\n- one\n- two"))
    assert "<strong>So many</strong>" in made.html
    assert made.html.count("<li>") == 2


def test_a_question_is_shown_as_it_was_understood():
    answer = answered("And Georgia?", "Yes.").model_copy(
        update={"standalone_question": "What did Russia demand about Georgia?"}
    )
    assert "asked as: What did Russia demand about Georgia?" in _Parsed(shown(answer).html).text


def test_a_question_that_was_only_tidied_is_not_shown_twice():
    answer = answered("  And\tGeorgia? ", "Yes.").model_copy(
        update={"standalone_question": "And Georgia?"}
    )
    assert "asked as" not in shown(answer).html


def test_conflicts_are_listed_with_their_sources():
    position = Position(
        value="70,000", citations=[1], attributed_to="US officials", published="2021-12-17"
    )
    conflict = Conflict(
        kind="quantity",
        relation="changed_over_time",
        about="Russian troops",
        summary="The numbers differ.",
        positions=[position],
    )
    answer = answered("How many?", "It depends [1].", cited(ARTICLE, 1, QUOTE))
    html = shown(answer.model_copy(update={"conflicts": [conflict]})).html
    text = " ".join(_Parsed(html).text.split())
    assert "Changed over time: Russian troops The numbers differ." in text
    assert "70,000, US officials, 17 December 2021 1" in text
    assert html.count('href="#source-1-1"') == 2


# Sources


def test_only_the_last_answers_sources_show():
    made = [
        render.exchange(answered("How many?", "[1]", cited(ARTICLE, 1, QUOTE)), n, {}.get)
        for n in (1, 2)
    ]
    shown_or_not = re.findall(r'<div class="of-answer"( hidden)?>', render.sources(made))
    assert shown_or_not == [" hidden", ""]


def test_a_source_tells_outlet_title_date_and_quote():
    made = shown(answered("How many?", "[1]", cited(ARTICLE, 1, QUOTE)))
    assert f"<mark>{QUOTE}</mark>" in made.sources
    text = _Parsed(made.sources).text
    assert all(part in text for part in ("AP", "Troops near the border", "17 December 2021"))


# The rest of the page


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2021-12-10", "10 December 2021"),
        ("2021-12", "December 2021"),
        ("2021", "2021"),
        (None, "undated"),
        ("", "undated"),
        ("some day", "some day"),
        ("2021-13-45", "2021-13-45"),
    ],
)
def test_dates_read_as_one_says_them(published: str | None, said: str):
    assert render.say_date(published) == said


def test_an_empty_index_says_what_to_do():
    assert "crossread index" in render.welcome([], 0)
    assert "No article is indexed yet." in render.articles([])
    assert "from 1 article," in render.welcome(["Why?"], 1)


def test_the_direct_answer_is_marked_in_its_quote():
    citation = cited(ARTICLE, 1, QUOTE)
    at = TEXT.index("70,000")
    marked = citation.model_copy(update={"answer_start": at, "answer_end": at + len("70,000")})
    made = shown(answered("How many?", "70,000 [1]", marked))
    assert "<b>70,000</b>" in made.sources
    assert "<b>" not in shown(answered("How many?", "70,000 [1]", citation)).sources


def test_a_conflict_of_numbers_is_drawn_to_scale():
    positions = [
        Position(value=ATTACKS[0], citations=[1], low=10, high=10),
        Position(value="20", citations=[1], low=20, high=None),
    ]
    conflict = Conflict(
        kind="quantity", relation="sources_disagree", about="boats", summary="s",
        positions=positions,
    )  # fmt: skip
    told = answered("How many?", "Sources disagree [1]", cited(ARTICLE, 1, QUOTE))
    page = _Parsed(shown(told.model_copy(update={"conflicts": [conflict]})).html)
    assert page.tags.count("rect") == len(positions)
    assert "script" not in page.tags


def test_the_report_of_all_conflicts_shows_text_as_text():
    conflict = Conflict(
        kind="statement", relation="parties_disagree", about=ATTACKS[1], summary=ATTACKS[2],
        positions=[Position(value="v", citations=[1], attributed_to=ATTACKS[3])],
    )  # fmt: skip
    page = _Parsed(render.conflicts_page([conflict], [cited(ARTICLE, 1, QUOTE)], 5))
    assert not {"script", "img", "iframe"} & set(page.tags)
    for text in (*ATTACKS[1:4], QUOTE, "Parties disagree", "5 articles"):
        assert text in page.text
