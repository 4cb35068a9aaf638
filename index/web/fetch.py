"""Articles from web addresses: of pages, and of what a feed links to."""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from index.articles import Reading, articles_of
from index.documents import Document
from index.errors import ArticleError
from index.formats import KINDS
from index.formats.feed import is_feed
from index.formats.feed import links as feed_links
from index.formats.sniffing import sniffed
from index.types import Article
from index.web.addresses import (
    UnreachableError,
    article_id,
    canonical,
    checked,
    cleaned,
    normalised,
    site,
)
from index.web.pages import Fetcher, Page, Policy, to_the_end

__all__ = ["Fetcher", "Policy", "read_addresses"]

_HTML = ".html"
_FEEDS = (".rss", ".atom", ".xml")
_MARKUP = (_HTML, ".htm", *_FEEDS)
_NOT_TEXT = (".pdf", ".eml")
_TYPES = {
    "text/html": _HTML,
    "application/xhtml+xml": _HTML,
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rss",
    "application/pdf": ".pdf",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "message/rfc822": ".eml",
    "text/csv": ".csv",
    "text/markdown": ".md",
}
_VAGUE = ("", "text/plain", "text/xml", "application/xml", "application/octet-stream")
"""The types that a server gives to what it does not know."""
_TOLD_CHARS = 400
"""A feed's entry of fewer characters announces an article and is none."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An address to fetch; `told` is what a feed says of it, where it was in a feed."""

    address: str
    from_feed: bool = False
    told: Article | None = None


def read_addresses(
    addresses: Iterable[str],
    policy: Policy,
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    fetcher: Callable[[Policy], Fetcher] = Fetcher,
) -> Reading:
    """The articles at some addresses, and those that the feeds among them link to.

    Two addresses of one page give one article. One whose page cannot be had is a problem that
    says why; what its feed says of it is taken instead if that is long enough for an article.
    `progress` is told (done, total) in addresses; the total grows with every feed.
    """
    run = _Run(fetcher(policy), progress)
    to_the_end(run.read(addresses))
    return run.reading


class _Run:
    """One run over some addresses."""

    def __init__(self, fetcher: Fetcher, progress: Callable[[int, int], None]) -> None:
        self.reading = Reading()
        self._fetcher = fetcher
        self._progress = progress
        self._asked: set[str] = set()
        self._taken: dict[str, Article] = {}
        self._left_out = 0

    async def read(self, addresses: Iterable[str]) -> None:
        """Fetch one address after the other, those in a feed right after it."""
        queue = deque(map(_Wanted, addresses))
        done = 0
        self._progress(done, len(queue))
        async with self._fetcher:
            while queue:
                queue.extendleft(reversed(await self._one(queue.popleft())))
                done += 1
                self._progress(done, done + len(queue))
        if self._left_out:
            limit = f"a run fetches at most {self._fetcher.policy.max_pages} pages"
            self.reading.problems.append(
                ArticleError(f"Addresses were left out ({self._left_out}): {limit}.")
            )

    async def _one(self, wanted: _Wanted) -> list[_Wanted]:
        """Take in what an address holds; returns what it, as a feed, links to."""
        try:
            if self._is_due(wanted.address):
                return self._read(wanted, await self._fetcher.fetch(wanted.address))
        except ArticleError as error:
            self._fall_back(wanted, error)
        return []

    def _is_due(self, address: str) -> bool:
        """Whether the address has still to be fetched, and may be."""
        page = normalised(checked(address))
        if page in self._asked:
            return False
        if len(self._asked) == self._fetcher.policy.max_pages:
            self._left_out += 1
            self._failed(address)
            return False
        self._asked.add(page)
        return True

    def _read(self, wanted: _Wanted, page: Page) -> list[_Wanted]:
        kind = _kind(page)
        data, page_id = _in_utf8(page, kind), article_id(page.address)
        document = Document(wanted.address, kind, data, url=page.address, id=page_id)
        if kind in _FEEDS and wanted.from_feed:
            raise UnreachableError("is a feed, not an article")
        if kind in _FEEDS:
            return self._entries(document)
        problems: list[ArticleError] = []
        for article in articles_of(document, problems):
            if article.id == page_id:
                self._take(article, page.address)
            else:  # one of many, which has an id of its own
                self.reading.add(article)
        if problems:
            self.reading.problems += problems
            self._failed(wanted.address)
        return []

    def _entries(self, document: Document) -> list[_Wanted]:
        """The pages that a feed links to, with what it says of them; takes in what has no page."""
        links, told = feed_links(document), []
        try:
            told = list(articles_of(document, []))
        except ArticleError:  # links alone will do
            if not links:
                raise
        for article in told:
            if article.url not in links and len(article.text) >= _TOLD_CHARS:
                self.reading.add(article)
        by_link = {article.url: article for article in told}
        return [_Wanted(link, from_feed=True, told=by_link.get(link)) for link in links]

    def _take(self, article: Article, address: str) -> None:
        """Take in an article under the id of its page, unless it is there already.

        Where nothing tells its outlet, that is the site: else two articles of one site would
        pass for two sources.
        """
        url = canonical(article.url, address)
        outlet = site(url) if article.outlet == article.title else article.outlet
        article = replace(article, id=article_id(url), url=url, outlet=outlet)
        held = self._taken.get(article.id)
        if held and held.text != article.text:  # a page that names another one as its own
            article = replace(article, id=article_id(address), url=cleaned(address))
            held = self._taken.get(article.id)
        if not held:
            self._taken[article.id] = article
            self.reading.add(article)

    def _fall_back(self, wanted: _Wanted, error: ArticleError) -> None:
        """Note that an address failed, and take what its feed says of it where that will do."""
        problem = str(error)
        if isinstance(error, UnreachableError):
            problem = f"{wanted.address}: {problem}."
        if wanted.told and len(wanted.told.text) >= _TOLD_CHARS:
            self._take(wanted.told, wanted.address)
            problem += " What its feed says of it was taken instead."
        self.reading.problems.append(ArticleError(problem))
        self._failed(wanted.address)

    def _failed(self, address: str) -> None:
        """Note an address that brought not all it holds, also as articles from there name it."""
        self.reading.failed.add(address)
        with suppress(ValueError):  # no address at all
            self.reading.failed.add(cleaned(address))


def _kind(page: Page) -> str:
    """The ending that tells how a page is read: by its type, else by its address or its content.

    Raises UnreachableError for what is no article by its type.
    """
    kind = _TYPES.get(page.type)
    if (kind == _HTML or page.type in _VAGUE) and is_feed(page.data):
        return _FEEDS[0]
    if kind:
        return kind
    if page.type not in _VAGUE:
        raise UnreachableError(f"is of the type {page.type!r}, which is not read")
    ending = PurePosixPath(urlsplit(page.address).path).suffix.lower()
    return ending if ending in KINDS else sniffed(page.data)


def _in_utf8(page: Page, kind: str) -> bytes:
    """The content in UTF-8 where the server says its encoding, which stands above the page's own.

    A byte order mark says so to the readers of HTML and feeds: it stands above all else, and
    ISO 8859-1 means Windows-1252 (WHATWG, Encoding; RFC 7303). What the server says wrongly is
    left for the readers to find out.
    """
    if not page.charset or kind in _NOT_TEXT or page.data.startswith(codecs.BOM_UTF8):
        return page.data
    try:
        codec = codecs.lookup(page.charset).name
        text = page.data.decode("cp1252" if codec == "iso8859-1" else codec)
    except (LookupError, UnicodeError):
        return page.data
    return text.encode("utf-8-sig" if kind in _MARKUP else "utf-8")
