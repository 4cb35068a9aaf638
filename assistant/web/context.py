"""A citation within the text around it, cut into what is quoted and what is not."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.types import Citation
from index.cleaning import body_spans
from index.types import Article, Span

_AROUND = 320
"""Characters shown before and after the quote, at most."""

_SENTENCE_END = re.compile(r"""[.!?]["”’']?\s+(?=["“‘]?[A-Z])|\n+""")
_WORD_END = re.compile(r"\s+")


class Piece(NamedTuple):
    """Some text, whether it belongs to the quote, and where in it the direct answer stands."""

    text: str
    quoted: bool
    answer: Span | None = None


Paragraph = list[Piece]


def around(citation: Citation, article: Article | None) -> list[Paragraph]:
    """The paragraphs around a quote, without what the page put between them.

    The quote alone where the article is gone or no longer holds it there.
    """
    alone = [[Piece(citation.quote, True, _answer(citation, citation.start, citation.end))]]
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return alone
    start, end = _window(article.text, citation)
    body = body_spans(article.text)
    shown = [(max(a, start), min(b, end)) for a, b in body if a < end and b > start]
    paragraphs = [_pieces(article.text, span, citation) for span in shown]
    quoted = "".join(p.text for paragraph in paragraphs for p in paragraph if p.quoted)
    if "".join(quoted.split()) != "".join(citation.quote.split()):
        return alone  # quoted from what the page put there
    if body[0][0] < start:
        paragraphs[0].insert(0, Piece("… ", False))
    if body[-1][1] > end:
        paragraphs[-1].append(Piece(" …", False))
    return paragraphs


def _window(text: str, citation: Citation) -> Span:
    """What to show of the text: whole sentences where some fit, else whole words."""
    start = max(0, citation.start - _AROUND)
    end = min(len(text), citation.end + _AROUND)
    if start:
        start = _ends(text, start, citation.start, default=citation.start)[0]
    if end < len(text):
        end = _ends(text, citation.end, end, default=citation.end)[-1]
    return start, citation.end + len(text[citation.end : end].rstrip())


def _ends(text: str, start: int, end: int, *, default: int) -> list[int]:
    """Where sentences, or failing that words, end in a stretch of the text."""
    for ending in (_SENTENCE_END, _WORD_END):
        if found := [match.end() for match in ending.finditer(text, start, end)]:
            return found
    return [default]


def _pieces(text: str, span: Span, citation: Citation) -> Paragraph:
    """One paragraph, cut at the quote's ends where they lie inside it."""
    first, last = span
    start, end = (min(max(edge, first), last) for edge in (citation.start, citation.end))
    cut = [
        Piece(text[first:start], False),
        Piece(text[start:end], True, _answer(citation, start, end)),
        Piece(text[end:last], False),
    ]
    return [piece for piece in cut if piece.text]


def _answer(citation: Citation, start: int, end: int) -> Span | None:
    """Where the direct answer stands in a stretch of the text, if it does."""
    a, b = citation.answer_start, citation.answer_end
    return (
        (a - start, b - start)
        if a is not None and b is not None and start <= a < b <= end
        else None
    )
