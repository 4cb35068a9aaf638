"""What a question over HTTP may hold, its limits, and the sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.batch import Asked
from assistant.types import Narrowing, Turn
from index.articles import article_from_fields
from index.errors import ArticleError
from index.scope import EVERYTHING, Scope
from index.types import Article

MAX_QUESTION = 2_000
MAX_TURNS = 100
MAX_ARTICLES = 200
MAX_HITS = 100
MAX_TAG = 100
MAX_BODY = 8 * 1024 * 1024

_Question = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=MAX_QUESTION),
]


class ArticleIn(BaseModel):
    """An article that comes with a question."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    id: str
    outlet: str | None = None
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None


class AskRequest(BaseModel):
    """A question, the conversation before it, the articles to ask instead of the index, a scope.

    With `own_words` the answer is in the articles' own words, whether or not there is a language
    model. `language` is that of what is said around them: en or de, English for any other tag.
    """

    model_config = ConfigDict(extra="forbid")

    question: _Question
    history: list[Turn] = Field(default_factory=list, max_length=MAX_TURNS)
    articles: list[ArticleIn] | None = Field(None, min_length=1, max_length=MAX_ARTICLES)
    scope: Narrowing | None = None
    own_words: Annotated[bool, Field(strict=True)] = False
    language: Annotated[str, Field(strict=True, max_length=MAX_TAG)] = ""

    def asked(self) -> Asked:
        """The question with what came along.

        Raises QuestionError for dates that cannot be, ArticleError for an article that cannot be
        used.
        """
        scope = self.scope.scope() if self.scope else EVERYTHING
        return Asked(
            self.question, None, tuple(self.history), self._articles(), scope,
            self.own_words, self.language,
        )  # fmt: skip

    def _articles(self) -> tuple[Article, ...] | None:
        if self.articles is None:
            return None
        found: dict[str, Article] = {}
        for i, given in enumerate(self.articles):
            where = f"articles[{i}]"
            article = article_from_fields(given.model_dump(), file=None, where=where)
            if article.id in found:
                first = list(found).index(article.id)
                raise ArticleError(
                    f"{where}: the id {article.id!r} is already that of articles[{first}]."
                )
            found[article.id] = article
        return tuple(found.values())


class SearchRequest(BaseModel):
    """A question to find passages for: `k` of them, at most one an article if `per_article`."""

    model_config = ConfigDict(extra="forbid")

    question: _Question
    k: Annotated[int, Field(strict=True, ge=1, le=MAX_HITS)] = 10
    per_article: Annotated[bool, Field(strict=True)] = False
    scope: Narrowing | None = None

    def own_scope(self) -> Scope:
        """Which articles to search; raises QuestionError for dates that cannot be."""
        return self.scope.scope() if self.scope else EVERYTHING


def sentence(errors: Sequence[Any]) -> str:
    """The first of pydantic's errors as one sentence that names the field and the limit."""
    kind, place, context = errors[0]["type"], errors[0]["loc"], errors[0].get("ctx", {})
    if kind == "json_invalid":
        return f"The body is not valid JSON ({context['error']})."
    if place[:1] == ("body",):
        place = place[1:]
    if not place:
        return "The body must be a JSON object with the field 'question'."
    if kind == "string_too_long":
        context = {**context, "actual_length": len(errors[0]["input"])}
    if kind in _COMPLAINTS:
        return f"The field {_name(place)} {_COMPLAINTS[kind].format_map(context)}."
    return f"The field {_name(place)} is wrong: {str(errors[0]['msg']).lower()}."


_COMPLAINTS = {
    "missing": "is missing",
    "extra_forbidden": "is not known",
    "model_attributes_type": "must be a JSON object",
    "string_type": "must be a string",
    "string_too_short": "is empty",
    "string_too_long": "has {actual_length:,} characters; the limit is {max_length:,}",
    "string_unicode": "holds characters that are not valid Unicode",
    "too_short": "is empty; leave it out to ask the indexed articles",
    "too_long": "has {actual_length:,} entries; the limit is {max_length:,}",
}


def _name(place: Sequence[str | int]) -> str:
    """A field as one would write it: 'history[2].role'."""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place]
    return repr("".join(steps).removeprefix(".")[:200])
