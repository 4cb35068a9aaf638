"""What a question over HTTP may hold, its limits, and the sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.types import Turn
from index.articles import article_from_fields
from index.errors import ArticleError
from index.types import Article

MAX_QUESTION = 2_000
MAX_TURNS = 100
MAX_ARTICLES = 200
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
    """A question, the conversation before it, and the articles to ask instead of the index."""

    model_config = ConfigDict(extra="forbid")

    question: _Question
    history: list[Turn] = Field(default_factory=list, max_length=MAX_TURNS)
    articles: list[ArticleIn] | None = Field(None, min_length=1, max_length=MAX_ARTICLES)

    def own_articles(self) -> list[Article] | None:
        """The articles brought along, or None; raises ArticleError for one that cannot be used."""
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
        return list(found.values())


def sentence(errors: Sequence[Any]) -> str:
    """The first of pydantic's errors as one sentence that names the field and the limit."""
    error: Mapping[str, Any] = errors[0]
    place = error["loc"][1:] if error["loc"][:1] in (("body",), ("path",)) else error["loc"]
    if error["type"] == "json_invalid":
        return f"The body is not valid JSON ({error['ctx']['error']})."
    if not place:
        return "The body must be a JSON object with the field 'question'."
    name, context = _name(place), error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"The field {name} is missing."
        case "extra_forbidden":
            return f"The field {name} is not known."
        case "string_too_short":
            return f"The field {name} is empty."
        case "string_too_long":
            length, limit = len(error["input"]), context["max_length"]
            return f"The field {name} has {length:,} characters; the limit is {limit:,}."
        case "too_long":
            count, limit = context["actual_length"], context["max_length"]
            return f"The field {name} has {count:,} entries; the limit is {limit:,}."
        case "too_short":
            return f"The field {name} is empty; leave it out to ask the indexed articles."
        case "string_type":
            return f"The field {name} must be a string."
        case "string_unicode":
            return f"The field {name} holds characters that are not valid Unicode."
        case _:
            return f"The field {name} is wrong: {str(error['msg']).lower()}."


def _name(place: Sequence[str | int]) -> str:
    """A field as one would write it: 'history[2].role'."""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place]
    return repr("".join(steps).removeprefix(".")[:200])
