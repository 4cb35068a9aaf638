from __future__ import annotations

import re

import pytest

from index.web.addresses import UnreachableError, article_id, canonical, checked

PAGE = "https://news.example/2024/03/Ferry%20sinks.html"


@pytest.mark.parametrize(
    "same",
    [
        "http://news.example/2024/03/Ferry%20sinks.html",
        "https://NEWS.example:443/2024/03/Ferry%20sinks.html",
        PAGE + "/",
        PAGE + "#comments",
        PAGE + "?utm_source=mail&UTM_Medium=x&fbclid=1&gclid=2",
    ],
)
def test_addresses_of_one_page_give_one_id(same: str) -> None:
    assert article_id(same) == article_id(PAGE)


def test_an_address_has_one_id_whether_its_letters_are_encoded_or_not() -> None:
    assert article_id("https://news.example/%C3%A4") == article_id("https://news.example/ä")


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/2024/03/ferry%20sinks.html",
        PAGE + "?page=2",
        "https://news.example:8443/2024/03/Ferry%20sinks.html",
        "https://other.example/2024/03/Ferry%20sinks.html",
    ],
)
def test_addresses_of_other_pages_give_other_ids(other: str) -> None:
    assert article_id(other) != article_id(PAGE)


@pytest.mark.parametrize(
    ("address", "readable"),
    [
        (PAGE, "news-example-2024-03-ferry-sinks"),
        ("https://www.bücher.example/Zürich/", "xn-bcher-kva-example-zurich"),
        ("https://news.example/новости", "news-example"),
        ("http://[::1]:8000/a", "1-8000-a"),
        ("https://news.example/" + "long-" * 90, "news-example-" + "long-" * 13 + "lo"),
    ],
)
def test_an_id_can_be_read_and_stands_in_a_url(address: str, readable: str) -> None:
    assert re.fullmatch(re.escape(readable) + "-[0-9a-f]{10}", article_id(address))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://news.example/a", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("javascript:alert(1)", "http:// or https://"),
        ("news.example/a", "http:// or https://"),
        ("https://", "no web address"),
        ("https://news.example/a b", "no web address"),
        ("https://news.example:99999/", "no web address"),
        ("https://[::1/", "no web address"),
        ("https://ann:secret@news.example/", "user name or password"),
    ],
)
def test_what_is_no_plain_web_address_is_refused_with_the_reason(address: str, reason: str) -> None:
    with pytest.raises(UnreachableError, match=reason):
        checked(address)


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        ("https://news.example/ferry?utm_source=x", "https://news.example/ferry"),
        ("https://www.news.example/ferry", "https://www.news.example/ferry"),
        ("https://big-outlet.example/ferry", "https://m.news.example/amp/ferry"),
        ("https://news.example/", "https://m.news.example/amp/ferry"),
        ("javascript:alert(1)", "https://m.news.example/amp/ferry"),
        (None, "https://m.news.example/amp/ferry"),
    ],
)
def test_a_page_may_name_its_address_on_its_own_site_only(told: str | None, believed: str) -> None:
    assert canonical(told, "https://m.news.example/amp/ferry?utm_source=feed#top") == believed
