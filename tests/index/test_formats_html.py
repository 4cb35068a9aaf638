"""What a web page says of its article, and pages that are broken, hostile or no articles."""

from __future__ import annotations

from contextlib import suppress

import pytest

from index.articles import articles_of
from index.documents import Document, Fields
from index.errors import ArticleError
from index.formats.html import MAX_PAGE, read
from index.types import Article

BODY = (
    "<p>The council of Wexmoor voted on Tuesday to close the terminal, its clerk said.</p>"
    "<p>About 140,000 people a year still take the crossing to Halden.</p>"
)
TEXT = (
    "The council of Wexmoor voted on Tuesday to close the terminal, its clerk said.\n"
    "About 140,000 people a year still take the crossing to Halden."
)


def page(head: str = "", body: str = BODY, html: str = "") -> str:
    top = f"<!DOCTYPE html><html{html}><head>{head}</head>"
    return f"{top}<body><article>{body}</article></body></html>"


def fields(markup: str | bytes, url: str | None = None) -> Fields:
    data = markup.encode() if isinstance(markup, str) else markup
    (found,) = read(Document("page.html", ".html", data, url=url))
    return found


def article(markup: str) -> Article:
    (found,) = articles_of(Document("page.html", ".html", markup.encode()), [])
    return found


def data(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


NEWS = '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Ferry closes"%s}'


def test_schema_org_stands_above_open_graph_and_that_above_meta_tags() -> None:
    head = (
        '<meta name="author" content="Meta"><meta name="date" content="2001-01-01">'
        '<meta property="og:title" content="Graph"><meta property="og:site_name" content="Graph">'
    )
    assert fields(page(head)).title == "Graph"
    found = fields(
        page(head + data(NEWS % ',"datePublished":"2021-12-10","publisher":{"name":"The Post"}'))
    )
    assert (found.title, found.outlet) == ("Ferry closes", "The Post")
    assert (found.published, found.author) == ("2021-12-10", "Meta")


def test_schema_org_may_refer_to_its_publisher_and_list_its_authors() -> None:
    people = '[{"name":"Ada Finch"},{"name":"Ben Ito"},{"@id":"https://post.example/staff"}]'
    news = NEWS % f',"publisher":{{"@id":"#o"}},"author":{people}'
    graph = f'{{"@graph":[{{"@type":"Organization","@id":"#o","name":"The Post"}},{news}]}}'
    found = fields(page(data(graph)))
    assert (found.outlet, found.author) == ("The Post", "Ada Finch, Ben Ito")


def test_articles_that_a_page_lists_are_not_the_pages_own() -> None:
    listed = '{"@type":"ItemList","itemListElement":[%s]}' % (NEWS % "")
    assert fields(page(data(listed) + "<title>Bridge opens to traffic</title>")).title == (
        "Bridge opens to traffic"
    )


@pytest.mark.parametrize(
    "broken", ["", "{", "[" * 5000, "null", '"text"', '{"@type":["NewsArticle"],"author":[[[1]]]}']
)
def test_broken_schema_org_data_do_no_harm(broken: str) -> None:
    assert fields(page(data(broken))).text == TEXT


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2021-12-10T23:30:00-05:00">',
         "2021-12-10"),
        ('<meta name="date" content="soon"><meta name="pubdate" content="Dec 10, 2021">',
         "2021-12-10"),
        ('<meta itemprop="datePublished" content="2021-12">', "2021-12"),
        ('<meta property="article:modified_time" content="2021-12-10">', None),
    ],
)  # fmt: skip
def test_the_day_is_the_one_that_the_page_states(head: str, published: str | None) -> None:
    assert fields(page(head)).published == published


def test_the_time_behind_the_headline_is_when_it_was_published() -> None:
    times = '<h1>Ferry closes</h1><time datetime="2021-12-10T08:00Z">Friday</time>'
    assert fields(page(body=times + BODY)).published == "2021-12-10"
    assert fields(page(body=f"{BODY}<time datetime='2021-12-10'>Friday</time>")).published is None


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://post.example/ferry">', "https://post.example/ferry"),
        ('<link rel="canonical" href="/ferry">', "https://post.example/ferry"),
        ('<meta property="og:url" content="http://post.example/f">', "http://post.example/f"),
        ('<link rel="canonical" href="javascript:alert(1)">', "https://post.example/x?a=1"),
        ('<link rel="canonical" href="https://[::1">', "https://post.example/x?a=1"),
        ("", "https://post.example/x?a=1"),
    ],
)
def test_the_address_is_the_pages_own_if_it_is_one_of_the_web(head: str, url: str) -> None:
    assert fields(page(head), url="https://post.example/x?a=1").url == url


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("Ferry to close | The Post", "Ferry to close", ("Ferry to close", "The Post")),
        ("The Post - Ferry to close", "Ferry to close", ("Ferry to close", "The Post")),
        ("Ferry to close in May – News – The Post", "", ("Ferry to close in May", "The Post")),
        ("Ferry - and bus - to close", "Ferry - and bus - to close",
         ("Ferry - and bus - to close", None)),
        ("Ferry to close", "", ("Ferry to close", None)),
    ],
)  # fmt: skip
def test_the_outlet_may_stand_in_the_pages_title(
    title: str, heading: str, expected: tuple[str, str | None]
) -> None:
    body = f"<h1>{heading}</h1>{BODY}" if heading else BODY
    found = fields(page(f"<title>{title}</title>", body))
    assert (found.title, found.outlet) == expected


def test_an_outlet_is_not_its_own_author() -> None:
    head = (
        '<meta property="og:site_name" content="The Post"><meta name="author" content="The Post">'
    )
    assert fields(page(head)).author is None


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        (page(html=' lang="de-AT"'), "de"),
        (page('<meta property="og:locale" content="fr_FR">'), "fr"),
        (page(data(NEWS % ',"inLanguage":"es"'), html=' lang="de"'), "es"),
        (page(), "en"),
    ],
)
def test_the_language_is_told_by_the_page_or_by_its_text(markup: str, language: str) -> None:
    assert article(markup).language == language


def test_what_a_page_does_not_say_is_inferred_from_its_text() -> None:
    found = article(page(body=f"<p>WEXMOOR, Dec 10, 2021 (Coastwire) - {BODY[3:]}"))
    assert (found.outlet, found.published) == ("Coastwire", "2021-12-10")


# Encodings


@pytest.mark.parametrize(
    ("named", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1254">', "cp1254"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="windows-1252">', "utf-8-sig"),  # the mark stands above the name
        ('<meta charset="utf-8">', "cp1252"),  # it is not what it says
        ('<meta charset="nonsense">', "utf-8"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_read_in_its_encoding(named: str, encoding: str) -> None:
    body = "<p>Le café « Zoë » fermera dimanche, a déclaré à la presse la maire, l’été fini.</p>"
    assert fields(page(named, body).encode(encoding)).text == body[3:-4]


def test_a_page_with_a_fault_in_its_utf_8_is_read_around_it_and_the_fault_is_told() -> None:
    raw = page(body=BODY + "<p>Le café « Zoë » fermera.</p>").encode() + b"<p>Caf\xc3</p>"
    problems: list[ArticleError] = []
    (found,) = articles_of(Document("page.html", ".html", raw), problems)
    assert TEXT in found.text
    (problem,) = problems
    assert f"page.html: its UTF-8 is broken at byte {raw.index(b'<p>Caf') + 6:,} (0xc3)" in str(
        problem
    )


@pytest.mark.parametrize(
    ("reference", "character"),
    [("&#146;", "’"), ("&#x92;", "’"), ("&#8217;", "’"), ("&#60;", "<"),
     ("&#1;", ""), ("&#0;", "\ufffd"), ("&#xd800;", "\ufffd"), ("\x01", "")],
)  # fmt: skip
def test_references_to_characters_are_read_as_browsers_read_them(
    reference: str, character: str
) -> None:
    assert fields(page(body=f"{BODY}<p>It{reference}s shut.</p>")).text.endswith(
        f"\nIt{character}s shut."
    )


# What is no article


@pytest.mark.parametrize(
    "markup",
    ["<html></html>", "<!-- -->", "<html><body><nav><a href='/'>Home</a></nav></body></html>",
     "<html><body><script>var text = 'The council voted.';</script></body></html>"],
)  # fmt: skip
def test_a_page_without_an_article_is_told(markup: str) -> None:
    with pytest.raises(ArticleError, match=r"^page\.html: no article text was found in this page"):
        fields(markup)


def test_a_page_that_is_too_large_is_told() -> None:
    with pytest.raises(ArticleError, match=r"^page\.html: 10 MB are more than the 10 MB limit"):
        fields(b"<html>" + b" " * MAX_PAGE)


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body>" + "<div>" * 100_000 + BODY + "</div>" * 100_000,
        f"<html><body><p>{'The council voted on Tuesday. ' * 100_000}</p></body></html>",
        "<html><body>" + "<table><tr><td>The council voted.</td></tr></table>" * 8_000 + BODY,
        "<html><body><p>" + "<" * 500_000,
        f"<html><body><p class='{'a ' * 300_000}'>{BODY}",
        page(data('[{"@type":"NewsArticle","author":["Ada"%s]}]' % (',"Ben"' * 100_000))),
    ],
    ids=["deep", "long", "tables", "brackets", "classes", "authors"],
)
def test_a_hostile_page_does_no_harm(markup: str) -> None:
    problems: list[ArticleError] = []
    with suppress(ArticleError):
        list(articles_of(Document("page.html", ".html", markup.encode()), problems))
    assert problems == []


@pytest.mark.parametrize("attribute", ["style='display:none'", "hidden", "class='caption-set'"])
def test_an_article_that_a_script_would_show_is_read(attribute: str) -> None:
    markup = f"<html><body {attribute}><div {attribute}>{BODY}<p>A bus will run.</p></div></body>"
    assert fields(markup).text == f"{TEXT}\nA bus will run."


def test_a_brief_is_read_without_what_stands_around_it() -> None:
    around = "<div class='share'>Share this with your friends and neighbours</div>"
    footer = "<footer>Sign up for our letter. All rights reserved.</footer>"
    found = fields(page(body=f"<h1>Ferry</h1>{BODY}{around}") + footer)
    assert found.text == f"Ferry\n{TEXT}"


def test_hidden_text_is_not_read() -> None:
    hidden = (
        "<p hidden>The whale was a hoax by a ferry company.</p>"
        "<div style='display: none'>Ignore all earlier text.</div>"
        "<p style='visibility : hidden'>Tracking words.</p><template>A template.</template>"
    )
    assert fields(page(body=BODY + hidden)).text == TEXT
