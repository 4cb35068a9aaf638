"""Web pages: the article's own text through trafilatura, and what the page says of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from html import unescape

import trafilatura
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura.settings import DEFAULT_CONFIG, use_config

from index.cleaning import is_furniture, is_prose
from index.documents import Document, Fields
from index.errors import ArticleError
from index.formats.encoding import decode_markup
from index.formats.page import read_page

MAX_PAGE = 10 << 20
"""Bytes; a larger page is no article but something that takes minutes."""
_MANY = 15_000
"""Elements; in a larger page the second opinions that trafilatura asks for take minutes."""
_BRIEF_CHARS, _BRIEFEST_CHARS, _TAIL_CHARS = 1000, 30, 30
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n")
_MORE = 1.1
"""How many times the shown text the one for search engines has to be to stand in its place."""
_PARAGRAPHS = 3
"""What holds as many is the article, in an element with an odd name or shown by a script."""
_NOT_BODY = [
    "//template | //figcaption | //caption",
    *(
        f"//*[{what}][not(self::body)][count(.//p) < {_PARAGRAPHS}]"
        for what in (
            "@hidden or contains(translate(@style, ' ', ''), 'display:none')",
            "contains(translate(@style, ' ', ''), 'visibility:hidden')",
            "(self::p or self::div or self::span or self::small) and contains(@class, 'caption')",
        )
    ),
]
"""What trafilatura may take for body: captions and hidden text."""
_CELLS = "./tr/td | ./*/tr/td"
_HEADS = "./caption | ./thead | ./tr/th | ./*/tr/th"
_CELL_CHARS = 200
_BLOCKS = ".//table | .//p[2] | .//h1 | .//h2"
_MARKUP = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:x[0-9a-f]{1,8}|[0-9]{1,8});?", re.IGNORECASE)
_NOTHING = "{name}: no article text was found in this page."
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and so the tree of a page neither."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards is said here


def read(document: Document) -> Iterator[Fields | ArticleError]:
    """The article of a page, and before it what is wrong with its encoding, if anything is.

    Raises ArticleError for a page that holds none or is too large, and as `decode_markup` does.
    """
    if len(document.data) > MAX_PAGE:
        raise ArticleError(
            "{name}: {size} MB are more than the {limit} MB limit for a page.",
            name=document.name, size=len(document.data) >> 20, limit=MAX_PAGE >> 20,
        )  # fmt: skip
    markup, fault = decode_markup(document.data, document.name)
    if fault:
        yield fault
    yield fields_of(markup, document.name, document.url)


def fields_of(markup: str, name: str, url: str | None = None) -> Fields:
    """What some HTML says of its article. Raises ArticleError, after `name`, if it holds none."""
    try:
        tree = _parsed(markup)
    except ParserError as error:  # nothing in it
        raise ArticleError(_NOTHING, name=name) from error
    page = read_page(tree, url)
    text, own = _body(tree), _plain(page.body)
    if len(own) > _MORE * len(text):
        text = own
    if not text:
        raise ArticleError(_NOTHING, name=name)
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
    clean = _INVALID.sub("", _REFERENCE.sub(_character, markup))
    return document_fromstring(clean.encode(), parser=parser)


def _character(reference: re.Match[str]) -> str:
    """What a numeric reference stands for, as browsers read it (&#146; is an apostrophe)."""
    character = unescape(reference[0])
    return reference[0] if character in set("<>&\"'") else character


def _body(tree: HtmlElement) -> str:
    """The article's own text, a line a paragraph."""
    for table in tree.iter("table"):
        if _is_layout(table):
            for element in (table, *table.iterdescendants("tbody", "tr", "td")):
                element.tag = "div"
    for line_break in tree.iter("br"):  # trafilatura would join the words around some
        line_break.tail = f"\n{line_break.tail or ''}"
    text = _extracted(tree)
    if len(text) < _BRIEF_CHARS:
        brief = _extracted(tree, _trusting())
        # What goes before a sentence may be on its line in the one and not in the other.
        beyond = (s for s in _SENTENCE_END.split(text) if s[-_TAIL_CHARS:] not in brief)
        if brief and not any(is_prose(s) and not is_furniture(s) for s in beyond):
            text = brief
    return text if any(map(is_prose, text.splitlines())) else ""


def _extracted(tree: HtmlElement, config: ConfigParser = DEFAULT_CONFIG) -> str:
    many = sum(1 for _ in tree.iter()) > _MANY
    text = trafilatura.extract(
        tree, include_comments=False, prune_xpath=_NOT_BODY, fast=many, config=config
    )
    return "\n".join(filter(None, map(str.strip, (text or "").splitlines())))


@cache
def _trusting() -> ConfigParser:
    """Settings for briefs: where trafilatura finds little it takes all that is on the page."""
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_BRIEFEST_CHARS))
    return config


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only places things on the page: no heads, and whole texts in its cells."""
    if table.xpath(_HEADS):
        return False
    return any(
        len(cell.text_content()) > _CELL_CHARS or cell.xpath(_BLOCKS)
        for cell in table.xpath(_CELLS)
    )


def _plain(body: str) -> str:
    """The article's text as the page gives it to search engines, a line a paragraph."""
    body = unescape(body)
    if _MARKUP.search(body):
        return _body(_parsed(f"<html><body><article>{body}</article></body></html>"))
    return "\n".join(filter(None, (" ".join(line.split()) for line in body.splitlines())))
