from __future__ import annotations

from pathlib import Path

import pytest

from index.documents import Document, Fields
from index.errors import ArticleError
from index.formats import feed

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour &amp; Coast</title><language>en-GB</language>{}</channel></rss>"""
ATOM = (
    """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenblatt</title>{}</feed>"""
)


def document(data: str | bytes, url: str | None = None) -> Document:
    data = data.encode() if isinstance(data, str) else data
    return Document("news.xml", ".rss", data, url=url)


def entries(data: str | bytes, url: str | None = None) -> list[Fields]:
    return list(feed.read(document(data, url)))


def test_an_rss_entry_says_what_the_article_is() -> None:
    item = """<item><title>Ferry &lt;i&gt;Sank&lt;/i&gt; &amp;amp; Rose</title>
      <link>https://harbour.example/2024/ferry.html</link><guid isPermaLink="false">77</guid>
      <pubDate>Sun, 03 Mar 2024 22:30:00 -0500</pubDate><dc:creator>Ann Lee</dc:creator>
      <description>In short.</description>
      <content:encoded><![CDATA[<p>The ferry <b>sank</b>.</p><p>It rose.</p>]]></content:encoded>
    </item>"""
    assert entries(RSS.format(item)) == [
        Fields(
            text="The ferry sank.\n\nIt rose.",
            id="harbour-example-2024-ferry-21cebaa40f",
            outlet="Harbour & Coast",
            title="Ferry Sank & Rose",
            published="2024-03-03",
            url="https://harbour.example/2024/ferry.html",
            author="Ann Lee",
            language="en-GB",
        )
    ]


def test_an_atom_entry_says_what_the_article_is() -> None:
    entry = """<entry><title>Fähre</title><id>urn:x:1</id>
      <link href="https://hafen.example/f"/><updated>2024-03-03T22:30:00Z</updated>
      <author><name>Ann Lee</name></author><author><name>Bo Ek</name></author>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p><p>Zwei.</p></div>
      </content></entry>"""
    (found,) = entries(ATOM.format(entry))
    assert (found.text, found.title, found.outlet) == ("Eins.\n\nZwei.", "Fähre", "Hafenblatt")
    assert (found.published, found.author, found.language) == ("2024-03-03", "Ann Lee, Bo Ek", "de")
    assert found.url == "https://hafen.example/f"


def test_a_feed_without_a_text_is_said_but_has_addresses() -> None:
    items = """<item><title>Only a title</title><link>https://a.example/1</link></item>
      <item><link>https://a.example/2</link><description>&lt;img src='x'&gt;</description></item>"""
    with pytest.raises(ArticleError, match=r"^news\.xml: no entry of this feed holds a text\.$"):
        entries(RSS.format(items))
    assert feed.links(document(RSS.format(items))) == ["https://a.example/1", "https://a.example/2"]


def test_an_aggregator_names_the_outlet_of_each_entry() -> None:
    source = '<source url="https://r.example">Gull News</source>'
    item = f"<item><description>x</description>{source}</item>"
    assert entries(RSS.format(item))[0].outlet == "Gull News"


@pytest.mark.parametrize(
    ("written", "name"),
    [("ann@harbour.example (Ann Lee)", "Ann Lee"), ("ann@harbour.example", None)],
)
def test_an_author_is_a_name_and_not_a_mail_address(written: str, name: str | None) -> None:
    item = f"<item><author>{written}</author><description>x</description></item>"
    assert entries(RSS.format(item))[0].author == name


def test_scripts_and_hidden_parts_are_no_text() -> None:
    markup = (
        "<p>Seen.</p><script>alert(1)</script><style>p{}</style><!-- note -->"
        "<noscript>turn on</noscript><iframe>frame</iframe>after<br>the break"
    )
    item = f"<item><description><![CDATA[{markup}]]></description></item>"
    assert entries(RSS.format(item))[0].text == "Seen.\n\nafter\n\nthe break"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "https://user:pw@a.example/x", "not a link"],
)
def test_only_web_addresses_are_links(link: str) -> None:
    item = f"<item><link>{link}</link><description>Text.</description></item>"
    assert feed.links(document(RSS.format(item))) == []
    assert entries(RSS.format(item))[0].url is None


def test_a_relative_link_is_that_of_the_feeds_own_site() -> None:
    item = "<item><link>/a/b.html</link><description>x</description></item>"
    found = entries(RSS.format(item), url="https://harbour.example/feed.xml")
    assert found[0].url == "https://harbour.example/a/b.html"


def test_ids_differ_within_a_feed_and_stay_the_same_in_its_next_version() -> None:
    post = "<item><guid>{0}</guid><link>https://a.example/live#{0}</link><description>{0}</description></item>"
    loose = "<item><guid>{0}</guid><description>No link {0}</description></item>"
    first = RSS.format(post.format(1) + post.format(2) + loose.format(3) + loose.format(4))
    ids = {found.text: found.id for found in entries(first)}
    assert len(set(ids.values())) == 4
    later = RSS.format(loose.format(5) + loose.format(3))
    assert entries(later)[1].id == ids["No link 3"]


def test_an_entry_that_a_feed_holds_twice_comes_once() -> None:
    item = "<item><guid>1</guid><link>https://a.example/1</link><description>x</description></item>"
    assert len(entries(RSS.format(item * 2))) == 1
    loose = "<item><guid>1</guid><description>x</description></item>"
    assert len(entries(RSS.format(loose * 2))) == 1


def test_a_date_that_nobody_can_read_is_no_date() -> None:
    item = "<item><pubDate>soon</pubDate><description>x</description></item>"
    assert entries(RSS.format(item))[0].published is None


def test_a_feed_says_its_encoding_and_a_byte_order_mark_stands_above() -> None:
    text = RSS.replace("?>", ' encoding="iso-8859-1"?>', 1).format(
        "<item><description>café</description></item>"
    )
    for data in (text.encode("iso-8859-1"), text.encode("utf-8-sig")):
        assert entries(data)[0].text == "café"


def test_a_feed_with_broken_xml_is_read_as_far_as_it_goes() -> None:
    item = "<item><title>A & B</title><description>One &nbsp; two</description></item>"
    assert [(f.title, f.text) for f in entries(RSS.format(item))] == [("A & B", "One two")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just words",
        b'{"items": []}',
        b"<html><body><p>A page</p></body></html>",
        b"<?xml version='1.0'?><recipe/>",
        b"\x00\x01\x02" * 40,
        RSS.replace("?>", ' encoding="undefined"?>', 1).encode(),
    ],
)
def test_what_is_no_feed_is_said_with_the_reason(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"^news\.xml: this is no RSS or Atom feed \(.+\)\.$"):
        entries(data)


def test_the_name_of_a_file_in_place_of_a_feed_opens_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS.format("<item><description>secret</description></item>"))
    with pytest.raises(ArticleError, match="no RSS or Atom feed"):
        entries(str(secret))


def test_an_entity_that_names_a_file_stays_empty(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    bomb = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    item = "<item><description>a &s; b</description></item>"
    data = RSS.replace("<rss", f"{bomb}<rss", 1).format(item)
    assert all("secret" not in found.text for found in entries(data))


def test_entities_that_multiply_do_no_harm() -> None:
    bomb = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    item = "<item><description>&a11;</description></item>"
    data = RSS.replace("<rss", f"<!DOCTYPE rss [{bomb}]><rss", 1).format(item)
    assert sum(len(found.text) for found in entries(data)) < 1000


def test_markup_that_nests_without_end_does_no_harm() -> None:
    item = f"<item><description>{'&lt;div&gt;' * 50_000}x</description></item>"
    assert entries(RSS.format(item + "<item><description>next</description></item>"))[-1].text == (
        "next"
    )


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (RSS.encode(), True),
        (ATOM.encode(), True),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        (b"<!doctype html><html><head><!-- <rss > -->", False),
        (b"<?xml version='1.0'?><recipe/>", False),
        (b"An article on <feed> stocks", False),
    ],
)
def test_a_feed_is_known_by_its_outermost_element(data: bytes, is_one: bool) -> None:
    assert feed.is_feed(data) is is_one
