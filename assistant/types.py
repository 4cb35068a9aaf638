"""The wire contract: what a question answers with, in the one shape that every client reads."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.scope import Scope
from index.types import Hit

MAX_OUTLETS = 200

Status = Literal["answered", "not_in_articles"]
Support = Literal["quoted", "supported", "unsupported"]
Kind = Literal["quantity", "date", "name", "place", "statement"]
Relation = Literal["sources_disagree", "parties_disagree", "changed_over_time"]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Wire):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


class Narrowing(_Wire):
    """Which articles are to be asked: see index.scope.Scope, of which this is the JSON."""

    outlets: list[str] = Field(default_factory=list, max_length=MAX_OUTLETS)
    since: str | None = None
    until: str | None = None

    def scope(self) -> Scope:
        """The scope; raises QuestionError for dates that cannot be."""
        return Scope(frozenset(self.outlets), self.since, self.until)


class Sentence(_Wire):
    """One sentence of the answer, with the numbers of the citations it rests on."""

    text: str
    citations: list[int]
    support: Support


class Citation(_Wire):
    """A passage of an article, word for word: `text[start:end] == quote`.

    `start` and `end` count characters of the article's text, as do `answer_start` and
    `answer_end`: where in the quote the direct answer stands, null where it holds none. `file` is
    where it was read from, null for an article that came with the question. Where the article
    prints another's report, `copy_of` is that one's id, with its outlet and date.
    """

    n: int
    article_id: str
    outlet: str
    title: str
    published: str | None
    url: str | None
    file: str | None
    quote: str
    start: int
    end: int
    answer_start: int | None = None
    answer_end: int | None = None
    copy_of: str | None = None
    original_outlet: str | None = None
    original_published: str | None = None


class Position(_Wire):
    """One side of a conflict: the value, who says it, and where that is cited.

    What can be drawn: `low` to `high` of a number in the base unit of its kind (seconds, metres;
    `high` null for "more than"), or the ISO days `first` to `last` that a date stands for.
    """

    value: str
    citations: list[int]
    attributed_to: str | None = None
    published: str | None = None
    low: float | None = None
    high: float | None = None
    first: str | None = None
    last: str | None = None


class Conflict(_Wire):
    """Claims about one thing that cannot all hold; no side is chosen.

    `reason` says in words why they cannot ("The ranges do not overlap.").
    """

    kind: Kind
    relation: Relation
    about: str
    summary: str
    reason: str = ""
    positions: list[Position]


class Answer(_Wire):
    """What `ask` gives back: prose with [n] markers, and everything the markers stand for.

    `comparison` says in one line what was compared where nothing conflicts ("4 outlets agree.");
    `answered_by` is "extractive" or the language model; `notice` says why it is not that where one
    was asked; `withheld` counts the sentences of it that no source supports and that are not shown;
    `evidence_score` (0 to 1) is how sure the choice of evidence is; `timings_ms` are
    milliseconds by step.
    """

    question: str
    standalone_question: str
    status: Status
    answer: str
    sentences: list[Sentence] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    conflicts: list[Conflict] = Field(default_factory=list)
    compared_outlets: list[str] = Field(default_factory=list)
    comparison: str = ""
    answered_by: str = "extractive"
    notice: str = ""
    withheld: int = 0
    evidence_score: float = 0.0
    timings_ms: dict[str, float] = Field(default_factory=dict)


class SearchHit(_Wire):
    """A passage found: its article's text from `start` to `end`; a higher score is better."""

    article_id: str
    outlet: str
    score: float
    text: str
    start: int
    end: int

    @classmethod
    def of(cls, hit: Hit) -> SearchHit:
        """What is told of a hit."""
        return cls(
            article_id=hit.article.id,
            outlet=hit.article.outlet,
            score=hit.score,
            text=hit.text,
            start=hit.passage.start,
            end=hit.passage.end,
        )


class Hits(_Wire):
    """What `search` gives back, best first."""

    hits: list[SearchHit]


class ArticleEntry(_Wire):
    """An indexed article, without its text; `language` is an ISO 639-1 code.

    `copy_of` is the id of the article whose report it prints as well.
    """

    id: str
    outlet: str
    title: str
    published: str | None
    url: str | None
    author: str | None = None
    language: str | None = None
    copy_of: str | None = None


class ArticleText(ArticleEntry):
    """An indexed article with its text, in which citations count their characters."""

    text: str
