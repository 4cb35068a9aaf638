"""CSV: an article a row, under a first row that names the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from index.columns import NAMES, column, fields_of
from index.documents import Document, Fields
from index.errors import ArticleError, located
from index.formats.encoding import BLANK, decode

_DELIMITERS = ",;\t|"
_KNOWN = {name for names in NAMES.values() for name in names}
_NAMED = 12
"""Columns that a problem names."""

csv.field_size_limit(1 << 30)  # an article may be longer than the 128 KB that are usual


def read(document: Document) -> Iterator[Fields | ArticleError]:
    """What each row says of its article, or what is wrong with it.

    Raises ArticleError for a document without rows or without a column for the text, and as
    `decode` does.
    """
    text = decode(document.data, document.name).lstrip("\ufeff")
    if not text.strip(BLANK):
        raise ArticleError("{name}: the file is empty.", name=document.name)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    header = _header(rows, document.name)
    line = rows.line_num + 1
    while True:
        try:
            row = next(rows)
            if any(cell.strip() for cell in row):
                yield _fields(header, row, line)
        except StopIteration:
            return
        except ArticleError as error:
            yield located(error, document.name, line)
        except csv.Error as error:
            reason = ArticleError("{reason}.", reason=str(error).rstrip("."))
            yield located(reason, document.name, line)
        line = rows.line_num + 1


def _delimiter(text: str) -> str:
    """The one that makes the most known columns of the first row."""

    def known(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            return len(_KNOWN.intersection(map(column, next(rows, []))))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=known)


def _header(rows: Iterator[list[str]], name: str) -> list[str]:
    try:
        header = next(rows, [])
    except csv.Error as error:
        raise ArticleError(
            "{name}: not valid CSV ({reason}).", name=name, reason=str(error)
        ) from error
    if not set(NAMES["text"]).intersection(map(column, header)):
        there = ", ".join(repr(cell[:40]) for cell in header[:_NAMED])
        more = ", …" if len(header) > _NAMED else ""
        wanted = ", ".join(NAMES["text"])
        raise ArticleError(
            "{name}: none of its columns holds the text (name one of {wanted}); "
            "its first row has {there}{more}.",
            name=name, wanted=wanted, there=there, more=more,
        )  # fmt: skip
    return header


def _fields(header: list[str], row: list[str], line: int) -> Fields:
    if len(row) > len(header):
        raise ArticleError(
            "it has {columns} columns and the first row {named}; "
            "put a text with a delimiter in it in quotation marks.",
            columns=len(row), named=len(header),
        )  # fmt: skip
    return fields_of(dict(zip(header, row, strict=False)), line)
