"""What a web page says of its article: in schema.org data, Open Graph, meta tags and markup.

Only what a page states counts. trafilatura's own metadata also take a guess (any date on the
page, the longest name of an organisation), and a wrong date is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from index.formats.schema_org import Stated, stated
from index.metadata import author_in, beside, language_code, title_parts, usable_date

Meta = list[tuple[str, str]]
"""The names of meta tags, in lower case, and what they say, in the page's order."""

_TITLE = "og:title twitter:title parsely-title sailthru.title dc.title headline title"
_OUTLET = """og:site_name publisher dc.publisher dcterms.publisher citation_publisher
    application-name"""
_PUBLISHED = """article:published_time og:article:published_time datepublished parsely-pub-date
    sailthru.date dc.date.issued dcterms.issued dc.date dcterms.date dcterms.created date pubdate
    publishdate publish-date publish_date publication_date citation_publication_date"""
_AUTHOR = """author parsely-author article:author sailthru.author dc.creator dcterms.creator
    citation_author byl"""
_LANGUAGE = "content-language og:locale dc.language language"
_SIGNED = "//*[self::a or self::span][contains(@rel, 'author') or @itemprop='author']"
_BYLINE = "//*[contains(@class, 'byline') or contains(@class, 'Byline')]"
_TIMES = (
    "//time[@pubdate or @itemprop='datePublished']/@datetime"
    " | (//h1)[1]/following::time[1]/@datetime"
)
_MAX_CHARS = 300


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of its article; None where it says nothing. `body` may hold markup."""

    title: str | None
    outlet: str | None
    published: str | None
    author: str | None
    language: str | None
    url: str | None
    body: str


def read_page(tree: HtmlElement, address: str | None) -> Page:
    """What a parsed page, which came from `address`, says of its article."""
    data, meta = stated(tree), _meta(tree)
    title, outlet = _title_and_outlet(
        tree, data.title or _first(meta, _TITLE), data.outlet or _first(meta, _OUTLET)
    )
    dates = [data.published, *_all(meta, _PUBLISHED), *tree.xpath(_TIMES)]
    author = data.author or _signed(tree, meta)
    languages = [data.language, tree.get("lang"), *_all(meta, _LANGUAGE)]
    return Page(
        title=title or None,
        outlet=outlet or None,
        published=next(filter(None, map(usable_date, dates)), None),
        author=author if author != outlet else None,
        language=next(filter(None, map(language_code, languages)), None),
        url=_url(tree, data, meta, address),
        body=data.body,
    )


def _meta(tree: HtmlElement) -> Meta:
    names = ("property", "name", "itemprop", "http-equiv")
    return [
        (key.lower(), value)
        for element in tree.iter("meta")
        for key in filter(None, map(element.get, names))
        if (value := _text(element.get("content")))
    ]


def _all(meta: Meta, keys: str) -> list[str]:
    """What the tags of these names say, in the order of the names."""
    return [value for key in keys.split() for name, value in meta if name == key]


def _first(meta: Meta, keys: str) -> str:
    return next(iter(_all(meta, keys)), "")


def _title_and_outlet(tree: HtmlElement, title: str, outlet: str) -> tuple[str, str]:
    """The headline without the outlet's name, and the outlet, which <title> may name behind it."""
    headings = [heading for h in tree.iter("h1") if (heading := _text(h.text_content()))]
    head = next((_text(title.text_content()) for title in tree.iter("title")), "")
    if len(headings) == 1 and len(headings[0]) < _MAX_CHARS:  # else it was never closed
        title = title or headings[0]
    title = title or max(title_parts(head), key=len, default="")
    outlet = outlet or beside(title, head) or ""
    if len(parts := title_parts(title)) > 1 and parts[-1] == outlet:
        title = title.removesuffix(outlet).rstrip(" |–—·»•:-")
    return title, outlet


def _signed(tree: HtmlElement, meta: Meta) -> str | None:
    """The authors in the meta tags of the first name that has any, else in the markup."""
    for key in _AUTHOR.split():
        if named := _without_addresses(_all(meta, key)):
            return named
    if named := _without_addresses(_text(one.text_content()) for one in tree.xpath(_SIGNED)):
        return named
    bylines = (author_in(_text(one.text_content())) for one in tree.xpath(_BYLINE))
    return next(filter(None, bylines), None)


def _without_addresses(names: Iterable[str]) -> str | None:
    plain = (re.sub(r"^by\s+", "", name, flags=re.IGNORECASE) for name in names)
    return ", ".join(dict.fromkeys(n for n in plain if n and "//" not in n)) or None


def _url(tree: HtmlElement, data: Stated, meta: Meta, address: str | None) -> str | None:
    """The page's own address, if it is one of the web."""
    own = _first(meta, "og:url") or data.url
    links = (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    for told in (*links, own, data.url, address):
        try:
            url = urljoin(address or own, str(told or "").strip())
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            return url
    return None


def _text(value: str | None) -> str:
    return " ".join(unescape(value or "").split())[:_MAX_CHARS]
