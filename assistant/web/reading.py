"""An article as it is read beside the chat: its paragraphs, cut at the passages that are quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.types import Citation
from index.cleaning import body_spans
from index.types import Article, Span


class Piece(NamedTuple):
    """Some text, the citation that quotes it, and where in it the direct answer stands."""

    text: str
    citation: int | None = None
    answer: Span | None = None


Paragraph = list[Piece]


def paragraphs(article: Article | None, citations: Sequence[Citation]) -> list[Paragraph]:
    """The article's own paragraphs, without what the page put between them; [] for one that no
    longer holds what is quoted from it."""
    if article is None or any(article.text[c.start : c.end] != c.quote for c in citations):
        return []
    marks = sorted(citations, key=lambda c: c.start)
    cut = [list(_pieces(article.text, span, marks)) for span in body_spans(article.text)]
    shown = {piece.citation for paragraph in cut for piece in paragraph}
    # What was quoted from the page's furniture stands in no paragraph of the story.
    return [*(quoted(c) for c in marks if c.n not in shown), *cut]


def quoted(citation: Citation) -> Paragraph:
    """The quote alone."""
    return [Piece(citation.quote, citation.n, _answer(citation, citation.start, citation.end))]


def _pieces(text: str, span: Span, marks: Sequence[Citation]) -> Iterator[Piece]:
    """One paragraph, cut where quotes begin and end inside it."""
    at, last = span
    for citation in marks:
        start, end = max(at, citation.start), min(last, citation.end)
        if start >= end:
            continue
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:end], citation.n, _answer(citation, start, end))
        at = end
    if at < last:
        yield Piece(text[at:last])


def _answer(citation: Citation, start: int, end: int) -> Span | None:
    """Where the direct answer stands in a stretch of the text, if it does."""
    a, b = citation.answer_start, citation.answer_end
    if a is None or b is None or not start <= a < b <= end:
        return None
    return a - start, b - start
