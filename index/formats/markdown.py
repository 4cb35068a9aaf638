"""Markdown: its text without the marks, and its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import pairwise

import frontmatter
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token
from yaml import YAMLError

from index.columns import fields_of
from index.documents import Document, Fields
from index.errors import ArticleError
from index.formats.encoding import BLANK, decode

_RULE = "---"
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def read(document: Document) -> Iterator[Fields]:
    """The text, a line a paragraph, and what the front matter says of it.

    The first heading of level 1 is the title where the front matter has none. Raises
    ArticleError for an empty text and a front matter that is no YAML, and as `decode` does.
    """
    source = decode(document.data, document.name).lstrip(BLANK)
    told: dict[str, object] = {}
    if source.startswith(_RULE):
        try:
            told, rest = frontmatter.parse(source, handler=YAMLHandler())
        except YAMLError as error:
            reason = " ".join(str(error).split())
            raise ArticleError(
                "{name}: its front matter is not valid YAML ({reason}).",
                name=document.name, reason=reason,
            ) from error  # fmt: skip
        source = rest if told else source  # a rule above a text is no front matter
    tokens = _MARKDOWN.parse(source)
    text = "\n".join(filter(None, map(_text, tokens)))
    if not text.strip(BLANK):
        raise ArticleError("{name}: it holds no text.", name=document.name)
    fields = fields_of({**told, "text": text, "id": None})
    yield replace(fields, title=fields.title or _heading(tokens))


def _heading(tokens: Sequence[Token]) -> str | None:
    for opening, content in pairwise(tokens):
        if (opening.type, opening.tag) == ("heading_open", "h1"):
            return _text(content)
    return None


def _text(token: Token) -> str:
    """The text of a block: that of its words, links and code, without pictures and tags."""
    if token.type == "html_block":
        return unescape(_TAGS.sub(" ", token.content)).strip()
    if token.type in ("fence", "code_block"):
        return token.content.strip("\n")
    parts = {"softbreak": " ", "hardbreak": "\n", "image": "", "html_inline": ""}
    return "".join(parts.get(child.type, child.content) for child in token.children or ()).strip()
