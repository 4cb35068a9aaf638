"""How articles, passages and scopes are written in Chroma's records. Pure functions."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from index.duplicates import Print
from index.ports import Sentences
from index.schema import ARTICLE_FIELDS
from index.scope import Scope
from index.server.records import Record, Where
from index.types import Article, Original, Passage

_TOLD = [field for field in ARTICLE_FIELDS if field not in ("id", "text")]
_HASH = 12
"""Characters of an article's content hash that its passages' ids hold."""
COPIED: Where = {"copied": True}
"""The condition that an article is a copy of another one."""


class Place(NamedTuple):
    """What the id of a passage says: whose it is, of which content, and which in order."""

    article_id: str
    content: str
    ordinal: int


def place(passage_id: str) -> Place:
    """Where a passage belongs; for what is no passage's id, to no article."""
    article_id, _, rest = passage_id.rpartition(":")
    article_id, _, content = article_id.rpartition(":")
    return Place(article_id, content, int(rest) if rest.isdecimal() else -1)


def counts(passage: Place, article: Record | None) -> bool:
    """Whether a passage is one of an article as its record has it: not of an older content."""
    if article is None or len(passage.content) != _HASH:
        return False
    content, passages = str(article.metadata["hash"]), int(article.metadata["passages"])
    return content.startswith(passage.content) and 0 <= passage.ordinal < passages


def passage_ids(article_id: str, article: Record) -> list[str]:
    """The ids of an article's passages, in order."""
    start = f"{article_id}:{article.metadata['hash'][:_HASH]}:"
    return [f"{start}{n}" for n in range(article.metadata["passages"])]


def article_record(article: Article, content: str, passages: int) -> dict[str, Any]:
    """What is told of an article beside its text; whether it is a copy shows later."""
    told: dict[str, Any] = {field: getattr(article, field) for field in _TOLD}
    return told | {"hash": content, "passages": passages} | put_down(None)


def put_down(first: Print | None) -> dict[str, Any]:
    """What is told of an article that is a copy of another, or of none."""
    return {
        "copied": first is not None or None,
        "copy_of": first.id if first else None,
        "original_outlet": first.outlet if first else None,
        "original_published": first.published if first else None,
    }


def article(article_id: str, record: Record) -> Article:
    """The article that a record with its text holds."""
    told, original = record.metadata, None
    if told.get("copied"):
        original = Original(
            told["copy_of"], told["original_outlet"], told.get("original_published")
        )
    fields: dict[str, Any] = {field: told.get(field) for field in _TOLD}
    return Article(id=article_id, text=record.text, **fields, original=original)


def passage_record(passage: Passage, vectors: Sentences) -> dict[str, Any]:
    """Where a passage's sentences are in the article, and their vectors (half precision)."""
    if len(passage.sentences) != len(vectors):
        raise ValueError("there are not as many vectors as sentences")
    flat = np.asarray(vectors, np.float16).tobytes()
    return {
        "sentences": json.dumps(passage.sentences),
        "vectors": base64.b64encode(flat).decode("ascii"),
    }


def passage(passage_id: str, told: Mapping[str, Any]) -> tuple[Passage, Sentences]:
    """The passage that a record holds, and its sentence vectors."""
    where = place(passage_id)
    spans = tuple((int(a), int(b)) for a, b in json.loads(told["sentences"]))
    flat = np.frombuffer(base64.b64decode(told["vectors"]), np.float16).astype(np.float32)
    found = Passage(passage_id, where.article_id, where.ordinal, spans)
    return found, flat.reshape(len(spans), -1)


def source(outlet: str, published: str | None) -> dict[str, Any]:
    """What a search can be narrowed by: the outlet, and the first and last day of the date.

    Days are numbers, as Chroma compares nothing else: 20211210; those of a month or year that is
    all that is known reach beyond it on both sides, and never into another.
    """
    digits = (published or "").replace("-", "")
    known = digits.isdecimal()
    return {
        "outlet": outlet,
        "first": int(digits.ljust(8, "0")) if known else None,
        "last": int(digits.ljust(8, "9")) if known else None,
    }


def within(scope: Scope, outlets: Collection[str]) -> Where:
    """The condition that a `source` is inside a scope that narrows something.

    `outlets` are all that there are: of thousands that a scope names, only those are asked for.
    """
    conditions: list[Where] = []
    if scope.outlets:
        conditions.append({"outlet": {"$in": sorted(scope.outlets & set(outlets)) or [""]}})
    if scope.since:
        conditions.append({"last": {"$gte": source("", scope.since)["first"]}})
    if scope.until:
        conditions.append({"first": {"$lte": source("", scope.until)["last"]}})
    return both(*conditions)


def both(*conditions: Where) -> Where:
    """One condition that is met where all of these are."""
    return conditions[0] if len(conditions) == 1 else {"$and": list(conditions)}


def any_of(conditions: Sequence[Where]) -> Where:
    """One condition that is met where any of these is."""
    return conditions[0] if len(conditions) == 1 else {"$or": list(conditions)}
