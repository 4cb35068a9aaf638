"""Articles from addresses: whole runs against a site on this machine."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from fpdf import FPDF
from pytest_httpserver import HTTPServer

from index.articles import Reading
from index.web.fetch import Fetcher, Policy, read_addresses

QUICK = Policy(allow_private=True, per_host_delay_s=0, timeout_s=5)
STORY = (
    "The ferry Marta sank off Port Ewan on Sunday night, the coast guard said. "
    "All 41 people on board were taken ashore before midnight by two fishing boats. "
    "Investigators will look at a repair that was made to the hull in January, "
    "a spokeswoman for the harbour told reporters on the quay on Monday morning."
)


def page(title: str, text: str = STORY, head: str = "") -> str:
    paragraphs = "".join(f"<p>{text} ({title}, part {n})</p>" for n in range(3))
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>Harbour</title>{''.join(items)}</channel></rss>"


@pytest.fixture
def site(httpserver: HTTPServer) -> HTTPServer:
    """A site that answers 404 to what a test does not lay down, so also for robots.txt."""
    httpserver.no_handler_status_code = 404
    return httpserver


def html(site: HTTPServer, path: str, body: str, **more: Any) -> str:
    """Lay down a page; returns its address."""
    site.expect_request(path).respond_with_data(body, content_type="text/html", **more)
    return str(site.url_for(path))


def redirect(site: HTTPServer, path: str, to: str) -> str:
    site.expect_request(path).respond_with_data("", 302, headers={"Location": to})
    return str(site.url_for(path))


def read(*addresses: str, policy: Policy = QUICK, **fetcher: Any) -> Reading:
    return read_addresses(addresses, policy, fetcher=partial(Fetcher, **fetcher))


def problem(reading: Reading) -> str:
    """The only problem of a run that brought nothing."""
    assert reading.articles == []
    assert len(reading.problems) == 1
    return str(reading.problems[0])


def test_a_page_is_an_article_with_its_address(site: HTTPServer) -> None:
    address = html(site, "/2024/ferry.html", page("Ferry sinks"))
    reading = read(address)
    (article,) = reading.articles
    assert not reading.problems
    assert not reading.failed
    assert article.title == "Ferry sinks"
    assert "part 2" in article.text
    assert (article.url, article.file) == (address, None)
    assert article.id.startswith(f"localhost-{site.port}-2024-ferry-")


def test_the_outlet_of_a_page_that_names_none_is_the_site(site: HTTPServer) -> None:
    named = '<meta property="og:site_name" content="Harbour News">'
    reading = read(
        html(site, "/a", page("Ferry sinks")), html(site, "/b", page("Ferry rises", head=named))
    )
    assert [article.outlet for article in reading.articles] == ["localhost", "Harbour News"]


def test_progress_tells_how_many_addresses_there_are(site: HTTPServer) -> None:
    items = (f"<item><link>{html(site, f'/{n}', page(f'Page {n}'))}</link></item>" for n in "ab")
    site.expect_request("/feed").respond_with_data(rss(*items), content_type="application/rss+xml")
    told: list[tuple[int, int]] = []
    read_addresses([site.url_for("/feed")], QUICK, lambda done, total: told.append((done, total)))
    assert told == [(0, 1), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("content_type", ["application/atom+xml", "text/xml", "text/html"])
def test_a_feed_brings_the_pages_it_links_to(site: HTTPServer, content_type: str) -> None:
    items = (f"<item><link>{html(site, f'/{n}', page(f'Page {n}'))}</link></item>" for n in "ab")
    site.expect_request("/feed").respond_with_data(rss(*items), content_type=content_type)
    reading = read(site.url_for("/feed"))
    assert [article.title for article in reading.articles] == ["Page a", "Page b"]
    assert not reading.problems


def test_what_a_feed_says_stands_in_for_a_page_that_cannot_be_had(site: HTTPServer) -> None:
    gone, short = site.url_for("/gone"), site.url_for("/short")
    whole = f"<description>{STORY} {STORY}</description>"
    items = [
        f"<item><title>Told</title><link>{gone}</link>{whole}</item>",
        f"<item><title>Teaser</title><link>{short}</link><description>More.</description></item>",
        f"<item><title>No page</title>{whole}</item>",
    ]
    site.expect_request("/feed").respond_with_data(rss(*items), content_type="text/xml")
    reading = read(site.url_for("/feed"))
    assert sorted(article.title for article in reading.articles) == ["No page", "Told"]
    assert list(map(str, reading.problems)) == [
        f"{gone}: answers 404. What its feed says of it was taken instead.",
        f"{short}: answers 404.",
    ]
    assert reading.failed == {gone, short}


def test_a_feed_in_a_feed_is_not_followed(site: HTTPServer) -> None:
    feed = site.url_for("/feed")
    site.expect_request("/feed").respond_with_data(
        rss(f"<item><link>{feed}?again</link></item>"), content_type="text/xml"
    )
    assert problem(read(feed)) == f"{feed}?again: is a feed, not an article."


def test_addresses_of_one_page_give_one_article(site: HTTPServer) -> None:
    canonical = f'<link rel="canonical" href="{site.url_for("/ferry")}">'
    address = html(site, "/ferry", page("Ferry", head=canonical))
    amp = html(site, "/amp/ferry", page("Ferry", head=canonical))
    moved = redirect(site, "/old", "/ferry")
    reading = read(address, f"{address}?utm_source=mail#top", moved, amp, f"{address}?page=1")
    (article,) = reading.articles
    assert article.url == address
    assert article.id == read(amp).articles[0].id
    assert not reading.problems
    assert [request.query_string for request, _ in site.log if request.path == "/ferry"] == [
        b"", b"", b"page=1",
    ]  # fmt: skip


def test_a_page_cannot_pass_for_one_of_another_outlet(site: HTTPServer) -> None:
    head = '<link rel="canonical" href="https://big-outlet.example/ferry">'
    address = html(site, "/ferry", page("Ferry", head=head))
    assert read(address).articles[0].url == address


def test_two_pages_that_name_one_address_are_both_kept(site: HTTPServer) -> None:
    head = f'<link rel="canonical" href="{site.url_for("/news")}">'
    one, two = (html(site, f"/{n}", page(f"Page {n}", head=head)) for n in "ab")
    reading = read(one, two)
    assert [article.title for article in reading.articles] == ["Page a", "Page b"]
    assert len({article.id for article in reading.articles}) == 2


def test_the_rest_goes_on_after_an_address_that_fails(site: HTTPServer) -> None:
    site.expect_request("/broken").respond_with_data("", 500)
    broken, good = site.url_for("/broken"), html(site, "/good", page("Good"))
    reading = read(broken, "gopher://x", good)
    assert [article.title for article in reading.articles] == ["Good"]
    assert list(map(str, reading.problems)) == [
        f"{broken}: answers 500.",
        "gopher://x: is no web address that begins with http:// or https://.",
    ]
    assert reading.failed == {broken, "gopher://x"}


def test_a_run_fetches_so_many_pages_and_says_what_it_left_out(site: HTTPServer) -> None:
    addresses = [html(site, f"/{n}", page(f"Page {n}")) for n in "abcd"]
    policy = Policy(allow_private=True, per_host_delay_s=0, max_pages=2)
    reading = read(*addresses, policy=policy)
    assert len(reading.articles) == 2
    assert list(map(str, reading.problems)) == [
        "Addresses were left out (2): a run fetches at most 2 pages."
    ]
    assert reading.failed == set(addresses[2:])


def test_a_kind_that_is_not_read_is_said(site: HTTPServer) -> None:
    site.expect_request("/x").respond_with_data(b"PK", content_type="application/zip")
    assert problem(read(site.url_for("/x"))) == (
        f"{site.url_for('/x')}: is of the type 'application/zip', which is not read."
    )


@pytest.mark.parametrize("content_type", ["text/plain", "application/octet-stream", "text/html"])
def test_a_page_is_known_by_its_content_where_the_server_does_not_know(
    site: HTTPServer, content_type: str
) -> None:
    site.expect_request("/x").respond_with_data(page("Ferry"), content_type=content_type)
    assert read(site.url_for("/x")).articles[0].title == "Ferry"


def test_the_servers_encoding_stands_above_the_pages_own(site: HTTPServer) -> None:
    body = page("“Fähre”", head='<meta charset="utf-8">').encode("cp1252")
    site.expect_request("/x").respond_with_data(body, content_type="text/html; charset=ISO-8859-1")
    assert read(site.url_for("/x")).articles[0].title == "“Fähre”"


def test_what_is_no_text_is_left_as_it_is(site: HTTPServer) -> None:
    paper = FPDF()
    paper.add_page()
    paper.set_font("helvetica")
    paper.multi_cell(0, text=STORY)
    site.expect_request("/x").respond_with_data(
        bytes(paper.output()), content_type="application/pdf; charset=iso-8859-1"
    )
    assert "All 41 people" in read(site.url_for("/x")).articles[0].text


@pytest.mark.parametrize("charset", ["no-such-encoding", "ascii"])
def test_an_encoding_that_the_server_says_wrongly_is_passed_over(
    site: HTTPServer, charset: str
) -> None:
    body = page("Fähre", head='<meta charset="utf-8">').encode()
    site.expect_request("/x").respond_with_data(body, content_type=f"text/html; charset={charset}")
    assert read(site.url_for("/x")).articles[0].title == "Fähre"
