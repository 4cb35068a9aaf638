"""JSON Lines: an article a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from index.columns import fields_of
from index.documents import Document, Fields
from index.errors import ArticleError, located
from index.formats.encoding import BLANK, decode


def read(document: Document) -> Iterator[Fields | ArticleError]:
    """What each line says of its article, or what is wrong with it.

    Raises ArticleError for an empty document, and as `decode` does.
    """
    text = decode(document.data, document.name)
    if not text.strip(BLANK):
        raise ArticleError("{name}: the file is empty.", name=document.name)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(BLANK):
            try:
                yield fields_of(_row(line), number)
            except ArticleError as error:
                yield located(error, document.name, number)


def _row(line: str) -> dict[str, object]:
    try:
        row = json.loads(line.strip("\ufeff"))
    except (ValueError, RecursionError) as error:  # a figure too long, or nested too deep
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise ArticleError(
            "not valid JSON ({reason}): {start!r}.", reason=reason, start=line[:40]
        ) from error
    if not isinstance(row, dict):
        raise ArticleError("not a JSON object but {start!r}.", start=line[:40])
    return row
