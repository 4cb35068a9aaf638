"""Web pages: the article's own text through trafilatura, and what the page says of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html import unescape

import trafilatura
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from index.documents import Document, Fields
from index.errors import ArticleError
from index.formats.encoding import decode_markup
from index.formats.page import read_page

MAX_PAGE = 10 << 20
"""Bytes; a larger page is no article but something that takes minutes."""
_MANY = 15_000
"""Elements; in a larger page the second opinions that trafilatura asks for take minutes."""
_MORE = 1.1
"""How many times the shown text the one for search engines has to be to stand in its place."""
_PARAGRAPHS = 3
"""A "caption" of as many is the article, in an element with an odd name."""
_NOT_BODY = [
    "//template | //*[@hidden] | //figcaption | //caption",
    "//*[contains(translate(@style, ' ', ''), 'visibility:hidden')]",
    "//*[self::p or self::div or self::span or self::small][contains(@class, 'caption')]"
    f"[count(.//p) < {_PARAGRAPHS}]",
]
"""What trafilatura may take for body: hidden text and captions."""
_CELLS = "./tr/td | ./*/tr/td"
_HEADS = "./caption | ./thead | ./tr/th | ./*/tr/th"
_CELL_CHARS = 200
_MARKUP = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold, and so the tree of a page neither."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards is said here


def read(document: Document) -> Iterator[Fields]:
    """The article of a page.

    Raises ArticleError for a page that holds none or is too large, and as `decode_markup` does.
    """
    if len(document.data) > MAX_PAGE:
        raise ArticleError(
            f"{document.name}: {len(document.data) >> 20} MB are more than the "
            f"{MAX_PAGE >> 20} MB limit for a page."
        )
    markup = decode_markup(document.data, document.name)
    yield fields_of(markup, document.name, document.url)


def fields_of(markup: str, name: str, url: str | None = None) -> Fields:
    """What some HTML says of its article. Raises ArticleError, after `name`, if it holds none."""
    try:
        tree = _parsed(markup)
    except ParserError as error:  # nothing in it
        raise ArticleError(f"{name}: no article text was found in this page.") from error
    page = read_page(tree, url)
    text, own = _body(tree), _plain(page.body)
    if len(own) > _MORE * len(text):
        text = own
    if not text:
        raise ArticleError(f"{name}: no article text was found in this page.")
    return Fields(
        text,
        outlet=page.outlet,
        title=page.title,
        published=page.published,
        url=page.url,
        author=page.author,
        language=page.language,
    )


def _parsed(markup: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    clean = _INVALID.sub("", markup).encode("utf-8", "replace")
    return document_fromstring(clean, parser=parser)


def _body(tree: HtmlElement) -> str:
    """The article's own text, a line a paragraph."""
    for table in tree.iter("table"):
        if _is_layout(table):
            for element in (table, *table.iterdescendants("tbody", "tr", "td")):
                element.tag = "div"
    for line_break in tree.iter("br"):  # trafilatura would join the words around some
        line_break.tail = f"\n{line_break.tail or ''}"
    many = sum(1 for _ in tree.iter()) > _MANY
    text = trafilatura.extract(tree, include_comments=False, prune_xpath=_NOT_BODY, fast=many)
    text = text or ""
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only places things on the page: no heads, and whole texts in its cells."""
    if table.xpath(_HEADS):
        return False
    return any(
        len(cell.text_content()) > _CELL_CHARS or cell.find(".//table") is not None
        for cell in table.xpath(_CELLS)
    )


def _plain(body: str) -> str:
    """The article's text as the page gives it to search engines, a line a paragraph."""
    body = unescape(body)
    if _MARKUP.search(body):
        return _body(_parsed(f"<html><body><article>{body}</article></body></html>"))
    return "\n".join(filter(None, (" ".join(line.split()) for line in body.splitlines())))
