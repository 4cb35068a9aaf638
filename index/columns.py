"""What a row or a front matter says of an article, under the names that are usual for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from index.documents import Fields
from index.errors import ArticleError

NAMES = {
    "text": ("text", "body", "content", "article"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "publication"),
    "published": ("published", "date", "publish_date", "pubdate"),
    "url": ("url", "link"),
    "author": ("author", "authors", "byline"),
    "language": ("language", "lang"),
    "id": ("id",),
}
"""The fields of an article, and what they are called; the first that holds something counts."""


def column(name: str) -> str:
    """A column's name as the table has it: "Publish Date" is publish_date."""
    return "_".join(name.strip("\ufeff ").lower().replace("-", " ").split())


def fields_of(row: Mapping[str, Any], line: int | None = None) -> Fields:
    """What a row says of its article.

    Raises ArticleError, without saying where, if it has no text, or an id that is none.
    """
    by_name = {column(str(key)): value for key, value in row.items()}
    told: dict[str, Any] = {field: _told(by_name, names) for field, names in NAMES.items()}
    texts = (by_name.get(name) for name in NAMES["text"])
    text = next((text for text in texts if isinstance(text, str) and text.strip()), None)
    if text is None:
        raise ArticleError("the field 'text' is missing or empty.")
    if by_name.get("id") is not None and not isinstance(by_name["id"], (str, int)):
        raise ArticleError(
            "the field 'id' is neither text nor a number: {given}.", given=f"{by_name['id']!r:.40}"
        )
    return Fields(**{**told, "text": text, "line": line})


def _told(row: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next(filter(None, (_words(row.get(name)) for name in names)), None)


def _words(value: object) -> str:
    """A value as text: that of an object is its name, that of a list are all in it."""
    values = value if isinstance(value, (list, tuple)) else [value]
    named = (one.get("name") if isinstance(one, Mapping) else one for one in values)
    # Not deeper: lists in lists are no names, and YAML can nest them without end.
    plain = (str(one).strip() for one in named if isinstance(one, (str, int, float, date)))
    return ", ".join(filter(None, plain))
