"""RSS and Atom feeds: each entry that holds a text is an article."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from time import strftime
from typing import Any

import feedparser
from lxml import html

from index.documents import Document, Fields
from index.errors import ArticleError, Phrase
from index.stamps import iso_date
from index.web.addresses import UnreachableError, article_id, checked

_ROOT = re.compile(rb"<(?:\w+:)?(html|rss|feed|rdf)[\s>]", re.IGNORECASE)
_SNIFFED = 1024
"""Bytes within which a feed's outermost element begins."""
_MARKUP = ("text/html", "application/xhtml+xml")
_MAIL = re.compile(r"\S+@\S+(?:\s*\((.+)\))?")
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section table td th tr ul".split()
)
_NOT_TEXT = ("head", "script", "style", "noscript", "template", "iframe", "svg", "button")


def is_feed(data: bytes) -> bool:
    """Whether some bytes begin as a feed does."""
    head = data[:_SNIFFED].lstrip(codecs.BOM_UTF8 + b" \t\r\n")
    root = _ROOT.search(head)
    return root is not None and root[1].lower() != b"html" and head.startswith(b"<")


def read(document: Document) -> Iterator[Fields]:
    """What each entry with a text says. Raises ArticleError where no entry has one.

    The ids are derived from the entries' addresses, so an entry has the same one in every version
    of its feed. An entry that a feed holds twice comes once.
    """
    parsed = _parsed(document)
    texts: dict[str, str] = {}
    for entry in parsed.entries:
        text = _text_of(entry)
        key = article_id(link) if (link := _link(entry)) else "entry"
        if not text or texts.get(key) == text:
            continue
        if not link or key in texts:
            key = f"{key}-{_digest(entry.get('id') or _title(entry) + text)}"
        if key not in texts:
            texts[key] = text
            yield _fields(entry, parsed.feed, text, key, link)
    if not texts:
        raise ArticleError("{name}: no entry of this feed holds a text.", name=document.name)


def links(document: Document) -> list[str]:
    """The addresses of the entries, each once. Raises ArticleError for what is no feed."""
    return list(dict.fromkeys(filter(None, map(_link, _parsed(document).entries))))


def _parsed(document: Document) -> Any:
    # A byte order mark stands above the XML declaration, which feedparser reads first.
    charset = "; charset=utf-8" if document.data.startswith(codecs.BOM_UTF8) else ""
    headers = {"content-type": f"application/xml{charset}", "content-location": document.url or ""}
    try:
        parsed = feedparser.parse(
            BytesIO(document.data),  # plain bytes would be tried as the name of a file
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,  # only the text is taken
        )
        fault = parsed.get("bozo_exception")
    except Exception as error:  # it promises nothing of what it raises
        parsed, fault = {}, error
    if not parsed.get("version") and not parsed.get("entries"):
        reason: str | Phrase = (
            str(fault) if fault else Phrase("its outermost element is that of no feed")
        )
        raise ArticleError(
            "{name}: this is no RSS or Atom feed ({reason}).", name=document.name, reason=reason
        )
    return parsed


def _fields(entry: Any, feed: Any, text: str, entry_id: str, link: str | None) -> Fields:
    return Fields(
        text=text,
        id=entry_id,
        outlet=_title(entry.get("source") or {}) or _title(feed) or None,
        title=_title(entry) or None,
        published=_published(entry),
        url=link,
        author=_author(entry),
        language=feed.get("language") or None,
    )


def _link(entry: Any) -> str | None:
    try:
        return checked(entry.get("link") or "")
    except UnreachableError:
        return None


def _title(of: Any) -> str:
    detail = of.get("title_detail")
    return " ".join((_plain(detail) if detail else of.get("title") or "").split())


def _author(entry: Any) -> str | None:
    """The author's name, which in RSS stands behind a mail address, if at all."""
    if rss := _MAIL.fullmatch(entry.get("author") or ""):
        return rss[1]
    names = (author.get("name") for author in entry.get("authors") or [])
    return ", ".join(filter(None, names)) or None


def _text_of(entry: Any) -> str:
    """The entry's whole text, or what it gives of it."""
    whole = max(map(_plain, entry.get("content") or []), key=len, default="")
    return whole or _plain(entry.get("summary_detail") or {})


def _published(entry: Any) -> str | None:
    """The day as the outlet writes it, which in its time zone is the one that readers know."""
    key = "published" if "published" in entry else "updated"
    if key not in entry:
        return None
    try:
        return iso_date(entry[key])
    except ValueError:
        parsed = entry.get(f"{key}_parsed")
        return strftime("%Y-%m-%d", parsed) if parsed else None


def _plain(detail: Any) -> str:
    """The text of a piece of a feed in paragraphs, without markup."""
    value = str(detail.get("value") or "")
    kind = detail.get("type")
    if kind in _MARKUP:
        value = _text(value)
    elif kind != "text/plain":
        return ""
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", value))
    return "\n\n".join(filter(None, paragraphs))


def _text(markup: str) -> str:
    """The text of some HTML, with an empty line between blocks."""
    if not markup.strip():
        return ""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = html.document_fromstring(f"<div>{markup}".encode("utf-8", "replace"), parser=parser)
    for element in list(root.iter()):
        if element.tag in _NOT_TEXT:
            element.drop_tree()
        elif element.tag in _BLOCKS:
            element.text = f"\n\n{element.text or ''}"
            element.tail = f"\n\n{element.tail or ''}"
    return str(root.text_content())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
