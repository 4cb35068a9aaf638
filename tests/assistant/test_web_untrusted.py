"""The chat page's HTML: untrusted text shows as text, and leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.coverage import Coverage
from assistant.types import Answer, Conflict, Position, Sentence
from assistant.web.render import safe_link
from index.scope import Scope
from index.types import Article, Original
from tests.assistant.rendered import ARTICLE, ATTACKS, QUOTE, SHOW, Parsed, flagged, shown
from tests.assistant.scripted import answered, cited


def all_html(attack: str) -> Iterator[str]:
    """Everything the page shows, with an attack in every untrusted field."""
    text = f"Before. {attack} After."
    copied = Original(attack, attack, attack)
    article = Article(attack, attack, attack, text, attack, attack, original=copied)
    citation = cited(article, 1, attack).model_copy(
        update={"copy_of": attack, "original_outlet": f"{attack}.", "original_published": attack}
    )
    position = Position(value=attack, citations=[1], attributed_to=attack, published=attack)
    answer = Answer(
        question=attack,
        standalone_question=f"{attack} then?",
        status="answered",
        answer=f"{attack} [1]\n\n- {attack}\n\n# {attack}\n\n```\n{attack}\n```",
        citations=[citation],
        comparison=attack,
    )
    answer = flagged(answer, position, about=attack, summary=attack, reason=attack)
    yield shown(answer)
    yield SHOW.sources([answer])
    yield SHOW.reading(answer, 1, 1, article)
    yield SHOW.reading(answer, 1, 1, None)
    yield SHOW.articles([article], answer, removable=True)
    yield SHOW.comparison(attack, [Coverage(attack, answer.citations), Coverage(attack, [])])
    yield SHOW.growing([answer], attack, [Sentence(text=attack, citations=[], support="supported")])
    yield SHOW.welcome([attack], 1)
    yield SHOW.words(attack, own_words=True)
    yield SHOW.narrowed(Scope(frozenset([attack])))
    yield SHOW.suggestions([attack])
    yield SHOW.outcome([attack])


@pytest.mark.parametrize("attack", ATTACKS)
def test_untrusted_text_is_only_ever_text(attack: str):
    for html in all_html(attack):
        page = Parsed(html)
        assert not {"script", "img", "svg", "iframe", "title"} & set(page.tags)
        assert page.tags.count("textarea") == page.tags.count("details")  # the box for a reason
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        links = [value or "" for value in page.values("href") + page.values("src")]
        assert all(link.startswith("#") for link in links)


@pytest.mark.parametrize("attack", ATTACKS[:2])
def test_untrusted_text_is_shown_as_it_is(attack: str):
    for html in all_html(attack):
        assert attack in Parsed(html).text


def test_a_line_of_50_000_characters_is_shown_whole():
    line = "x" * 50_000
    article = Article("a", "AP", line, f"{line} {QUOTE}")
    answer = answered(line, f"{'[' * 50_000} {'*a' * 25_000} [1]", cited(article, 1, line))
    assert line in shown(answer)
    assert line in SHOW.reading(answer, 1, 1, article)


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
    assert safe_link(url) == link


def test_links_tell_other_sites_nothing():
    page = Parsed(SHOW.articles([ARTICLE]))
    assert page.values("href") == ["https://ap.org/1"]
    assert page.values("rel") == ["noopener noreferrer"]


def test_the_report_of_all_conflicts_shows_text_as_text():
    conflict = Conflict(
        kind="statement", relation="parties_disagree", about=ATTACKS[1], summary=ATTACKS[2],
        positions=[Position(value="v", citations=[1], attributed_to=ATTACKS[3])],
    )  # fmt: skip
    page = Parsed(SHOW.conflicts_page([conflict], [cited(ARTICLE, 1, QUOTE)], 5))
    assert not {"script", "img", "iframe"} & set(page.tags)
    for text in (*ATTACKS[1:4], QUOTE, "Parties disagree", "5 articles"):
        assert text in page.text
