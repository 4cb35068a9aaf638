"""The nouns of the index: articles, passages and hits. Frozen, and without dependencies."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]
"""Start and end (exclusive) in characters of the article's text."""


@dataclass(frozen=True, slots=True)
class Original:
    """The article whose report another one prints as well."""

    id: str
    outlet: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was read.

    `text` is the original, to the character: every offset in Crossread counts in it.
    `published` is an ISO date ("2021-12-10"), a month or a year where only that is known;
    `language` the ISO 639-1 code of the language it is written in ("en"). `original` is what the
    index found: None for an article that is nobody's copy, or has not been indexed.
    """

    id: str
    outlet: str
    title: str
    text: str
    published: str | None = None
    url: str | None = None
    file: str | None = None
    author: str | None = None
    language: str | None = None
    original: Original | None = None

    @property
    def copy_of(self) -> str | None:
        """The id of the article that it is a copy of."""
        return self.original.id if self.original else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of neighbouring sentences of one article: the unit that is embedded and found."""

    id: str
    article_id: str
    ordinal: int
    sentences: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the first sentence starts, in characters of the article's text."""
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        """Where the last sentence ends, in characters of the article's text."""
        return self.sentences[-1][1]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    `vectors` holds one unit vector a sentence (float32, shape sentences × dimensions), read
    at indexing time. `copies` are near-identical passages of other articles.
    """

    passage: Passage
    article: Article
    score: float
    vectors: object = field(repr=False, compare=False)
    copies: tuple[Hit, ...] = ()

    @property
    def text(self) -> str:
        """The passage as it stands in the article."""
        return self.article.text[self.passage.start : self.passage.end]
