"""Questions from files: the lines of a batch, and a conversation so far."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.types import Turn
from index.articles import article_from_fields
from index.errors import ArticleError, QuestionError
from index.types import Article

_TURNS = TypeAdapter(tuple[Turn, ...])


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of a batch; `articles` None means those of the index."""

    id: str | int
    question: str
    history: tuple[Turn, ...] = ()
    articles: tuple[Article, ...] | None = None


def lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """The lines of a file that hold something, each after where it stands; "-" is standard input.

    Raises QuestionError if the file cannot be read.
    """
    try:
        with sys.stdin.buffer if str(path) == "-" else path.open("rb") as stream:
            name = "standard input" if str(path) == "-" else str(path)
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield f"{name}, line {number}", line
    except OSError as error:
        raise QuestionError(f"{path}: cannot be read ({error.strerror}).") from error


def parse(line: bytes, where: str) -> BatchQuestion:
    """The question on a line: `{"id", "question", "history"?, "articles"?}`, other fields unread.

    Raises QuestionError or ArticleError, which begin with `where` and name the field.
    """
    row = _json(line, where)
    if not isinstance(row, dict):
        raise QuestionError(f"{where}: not a JSON object but {_shown(line)}.")
    question_id = row.get("id")
    if isinstance(question_id, bool) or not isinstance(question_id, (str, int)):
        raise QuestionError(f"{where}: the field 'id' is {_state(row, 'id', 'a string or number')}.")
    question = row.get("question")
    if not isinstance(question, str):
        raise QuestionError(f"{where}: the field 'question' is {_state(row, 'question', 'a string')}.")
    history = _turns(row.get("history") or [], f"{where}: the field 'history'")
    return BatchQuestion(question_id, question, history, _articles(row.get("articles"), where))


def read_history(path: Path) -> tuple[Turn, ...]:
    """A conversation so far from a JSON file: `[{"role", "content"}, …]`, oldest first.

    Raises QuestionError for a file that cannot be read as that.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise QuestionError(f"{path}: cannot be read ({error.strerror}).") from error
    return _turns(_json(content, str(path)), f"{path}: the history")


def _json(content: bytes, where: str) -> Any:
    try:
        value = json.loads(content.decode("utf-8-sig"))
        json.dumps(value, ensure_ascii=False).encode()  # an escaped half of a pair is no text
        return value
    except UnicodeError as error:
        raise QuestionError(f"{where}: not valid Unicode ({_shown(content)}).") from error
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"{where}: not valid JSON ({error}): {_shown(content)}.") from error


def _turns(value: object, where: str) -> tuple[Turn, ...]:
    try:
        return _TURNS.validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in first["loc"])
        raise QuestionError(f"{where}{place} is wrong: {first['msg'].lower()}.") from error


def _articles(value: object, where: str) -> tuple[Article, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not value:
        raise QuestionError(f"{where}: the field 'articles' is not a list with an article in it.")
    found: dict[str, Article] = {}
    for i, row in enumerate(value):
        place = f"{where}, articles[{i}]"
        if not isinstance(row, dict):
            raise ArticleError(f"{place}: not an object but {str(row)[:40]!r}.")
        article = article_from_fields(row, file=None, where=place)
        if article.id in found:
            first = list(found).index(article.id)
            raise ArticleError(f"{place}: the id {article.id!r} is that of articles[{first}] too.")
        found[article.id] = article
    return tuple(found.values())


def _state(row: Mapping[str, object], key: str, wanted: str) -> str:
    return f"{str(row[key])[:40]!r} and not {wanted}" if key in row else "missing"


def _shown(content: bytes) -> str:
    text = content.decode("utf-8", "replace").strip()
    return repr(text if len(text) <= 40 else text[:40] + "…")
