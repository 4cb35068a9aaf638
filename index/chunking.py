"""Passages: runs of whole, neighbouring sentences that the embedding model can read at once."""

from __future__ import annotations

import hashlib

from index.cleaning import body_spans
from index.sentences import sentence_spans
from index.types import Article, Passage, Span

PASSAGE_WORDS = 110
"""Aimed-at length. MiniLM reads 256 tokens, about 190 words, and blurs long before that."""

CHUNKING = f"sentences-{PASSAGE_WORDS}-1"
"""Names this way of cutting; an index made in another way is noticed."""


def passages(article: Article) -> list[Passage]:
    """The article's body in passages of about PASSAGE_WORDS words, in order, none overlapping."""
    text = article.text
    spans = [s for a, b in body_spans(text) for s in sentence_spans(text, a, b)]
    if not spans:
        return []
    lengths = [len(text[a:b].split()) for a, b in spans]
    return [
        Passage(_passage_id(article, ordinal), article.id, ordinal, tuple(spans[first:last]))
        for ordinal, (first, last) in enumerate(_groups(lengths))
    ]


def content_hash(article: Article) -> str:
    """What decides whether an article is new: its text and all that is told of it.

    Not where its file lies, which is shown relative to the working folder.
    """
    told = "\0".join(
        part or ""
        for part in (
            article.text, article.outlet, article.title, article.published, article.url,
            article.author, article.language,
        )
    )  # fmt: skip
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _passage_id(article: Article, ordinal: int) -> str:
    return f"{article.id}:{content_hash(article)[:12]}:{ordinal}"


def _groups(lengths: list[int]) -> list[Span]:
    """First and last (exclusive) sentence of each passage, evened out over the article."""
    total = sum(lengths)
    count = max(1, round(total / PASSAGE_WORDS))
    target = total / count
    groups: list[Span] = []
    first, seen, size = 0, 0, 0
    for i, length in enumerate(lengths):
        seen += length
        size += length
        due = seen >= target * (len(groups) + 1) - length / 2 or size + length > 1.5 * PASSAGE_WORDS
        if due and i + 1 < len(lengths):
            groups.append((first, i + 1))
            first, size = i + 1, 0
    if groups and size < PASSAGE_WORDS / 3:  # a short tail joins its neighbour
        first = groups.pop()[0]
    return [*groups, (first, len(lengths))]
