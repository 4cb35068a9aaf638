"""Questions from the command line and from files: one, or a line of a batch each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.types import Narrowing, Turn
from index.articles import article_from_fields
from index.errors import ArticleError, QuestionError
from index.scope import EVERYTHING, Scope
from index.types import Article

_TURNS = TypeAdapter(tuple[Turn, ...])
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what came along. `articles` None means: ask those of the index.

    The scope narrows either; with `own_words` no language model is asked; "" is the default
    `language`.
    """

    question: str
    id: str | int | None = None
    history: tuple[Turn, ...] = ()
    articles: tuple[Article, ...] | None = None
    scope: Scope = EVERYTHING
    own_words: bool = False
    language: str = ""


def read_one(question: str, history: Path | None = None) -> Asked:
    """A question and the JSON file with the conversation so far: `[{"role", "content"}, ...]`.

    Raises QuestionError for a question or file that cannot be read.
    """
    try:
        question.encode()
        given = _json(history.read_bytes(), str(history)) if history else []
    except UnicodeError as error:
        raise QuestionError("The question holds characters that are not valid Unicode.") from error
    except OSError as error:
        raise QuestionError(f"{history}: cannot be read ({error.strerror}).") from error
    return Asked(question, history=_turns(given, str(history)))


def read_batch(path: Path) -> Iterator[Asked | QuestionError | ArticleError]:
    """The questions of a JSON Lines file, or why a line holds none; "-" is standard input.

    A line is `{"id", "question", "history"?, "articles"?, "scope"?, "own_words"?, "language"?}`;
    other fields are passed over. Raises QuestionError if the file cannot be read.
    """
    name = "standard input" if str(path) == "-" else str(path)
    try:
        with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _read_line(line, f"{name}, line {number}")
    except OSError as error:
        raise QuestionError(f"{name}: cannot be read ({error.strerror}).") from error


def _read_line(line: bytes, where: str) -> Asked | QuestionError | ArticleError:
    try:
        row = _json(line, where)
        if not isinstance(row, dict):
            raise QuestionError(f"{where}: not a JSON object but {_shown(line)}.")
        return Asked(
            _field(row, "question", (str,), "a string", where),
            _field(row, "id", (str, int), "a string or a number", where),
            _turns(row.get("history") or [], where),
            _articles(row.get("articles"), where),
            _scope(row.get("scope"), where),
            _flag(row.get("own_words"), "own_words", where),
            _text(row.get("language"), "language", where),
        )
    except (QuestionError, ArticleError) as error:
        return error


def _json(content: bytes, where: str) -> Any:
    try:
        value = json.loads(content.decode("utf-8-sig"))
        json.dumps(value, ensure_ascii=False).encode()  # half of an escaped pair is no text
    except UnicodeError as error:
        raise QuestionError(f"{where}: not valid Unicode: {_shown(content)}.") from error
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"{where}: not valid JSON ({error}): {_shown(content)}.") from error
    return value


def _field(
    row: Mapping[str, Any], key: str, kinds: tuple[type, ...], wanted: str, where: str
) -> Any:
    if key not in row:
        raise QuestionError(f"{where}: the field {key!r} is missing.")
    value = row[key]
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise QuestionError(f"{where}: the field {key!r} is {_cut(repr(value))}, not {wanted}.")
    return value


def _turns(value: object, where: str) -> tuple[Turn, ...]:
    try:
        return _TURNS.validate_python(value)
    except ValidationError as error:
        raise _wrong(error, "history", where) from error


def _scope(value: object, where: str) -> Scope:
    if value is None:
        return EVERYTHING
    try:
        return Narrowing.model_validate(value).scope()
    except ValidationError as error:
        raise _wrong(error, "scope", where) from error
    except QuestionError as error:
        raise QuestionError(f"{where}, scope: {error}") from error


def _flag(value: object, key: str, where: str) -> bool:
    if value is not None and not isinstance(value, bool):
        raise QuestionError(
            f"{where}: the field {key!r} is {_cut(repr(value))}, not true or false."
        )
    return bool(value)


def _text(value: object, key: str, where: str) -> str:
    if value is not None and not isinstance(value, str):
        raise QuestionError(f"{where}: the field {key!r} is {_cut(repr(value))}, not a string.")
    return value or ""


def _wrong(error: ValidationError, field: str, where: str) -> QuestionError:
    """The first thing that is wrong with a field."""
    first = error.errors()[0]
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in first["loc"])
    said = first["msg"].lower()
    return QuestionError(f"{where}: the field {field + place!r} is wrong: {said}.")


def _articles(value: object, where: str) -> tuple[Article, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not value:
        raise QuestionError(f"{where}: the field 'articles' is not a list of articles.")
    places: dict[str, int] = {}
    found = []
    for i, row in enumerate(value):
        place = f"{where}, articles[{i}]"
        if not isinstance(row, dict):
            raise ArticleError(f"{place}: not an object but {_cut(repr(row))}.")
        article = article_from_fields(row, file=None, where=place)
        first = places.setdefault(article.id, i)
        if first != i:
            raise ArticleError(f"{place}: the id {article.id!r} is that of articles[{first}] too.")
        found.append(article)
    return tuple(found)


def _shown(content: bytes) -> str:
    return _cut(repr(content.decode("utf-8", "replace").strip()))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
