"""Reading articles from files: plain text and JSON Lines, with `sources.toml` beside them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from index.errors import ArticleError
from index.metadata import infer
from index.stamps import iso_date
from index.types import Article

SOURCES_FILE = "sources.toml"
MAX_BYTES = 200 * 1024 * 1024
BLANK = "\ufeff \t\r\n"
"""What a text may hold and still be empty."""
_WESTERN = "cp1252"
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half of a character, which no file can hold and JSON can; it becomes the sign for a lost one."""
_SOURCE_KEYS = ("outlet", "published", "title", "url")


@dataclass(slots=True)
class Reading:
    """What was found under some paths: the articles, and what could not be read and why."""

    articles: list[Article] = field(default_factory=list)
    problems: list[ArticleError] = field(default_factory=list)
    _by_id: dict[str, Article] = field(default_factory=dict)

    def add(self, article: Article) -> None:
        """Take an article in; one with an id that is taken becomes a problem naming both."""
        taken = self._by_id.setdefault(article.id, article)
        if taken is not article:
            self.problems.append(
                ArticleError(
                    f"Two articles have the id {article.id!r}: {taken.file} and {article.file}. "
                    "The second was left out; rename it or give it another id."
                )
            )
        else:
            self.articles.append(article)


def read_paths(paths: Iterable[Path]) -> Reading:
    """Every article in the given files and folders (searched in depth, in order of name).

    A file that is named twice is read once. Files of other kinds inside a folder are passed
    over; a path that does not exist, or a named file of another kind, is a problem of its own.
    """
    reading = Reading()
    seen: set[Path] = set()
    for path in paths:
        try:
            files = [file for file in _files(path) if file.resolve() not in seen]
        except ArticleError as error:
            reading.problems.append(error)
            continue
        for file in files:
            seen.add(file.resolve())
            try:
                for article in _READERS[file.suffix.lower()](file, reading.problems):
                    reading.add(article)
            except ArticleError as error:
                reading.problems.append(error)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                reading.problems.append(ArticleError(f"{file}: cannot be read ({reason})."))
    return reading


def article_from_fields(row: Mapping[str, Any], *, file: str | None, where: str) -> Article:
    """An article from a row's fields; what the row leaves out is inferred from its text.

    Raises ArticleError, which begins with `where`, if `id` or `text` is missing or a field
    has a value that cannot be used.
    """
    for key in ("id", "text"):
        value = row.get(key)
        if not isinstance(value, (str, int)) or not str(value).strip():
            raise ArticleError(f"{where}: the field {key!r} is missing or empty.")
    return _article(str(row["id"]).strip(), str(row["text"]), row, file, where)


def read_rows(
    text: str, name: str, file: str | None, problems: list[ArticleError]
) -> Iterator[Article]:
    """The articles of JSON Lines; what is wrong with a line goes to `problems`, after `name`."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip(BLANK):
            continue
        where = f"{name}, line {number}"
        try:
            row = json.loads(line.strip("\ufeff"))
            if not isinstance(row, dict):
                raise ArticleError(f"{where}: not a JSON object but {line[:40]!r}.")
            yield article_from_fields(row, file=file, where=where)
        except (ValueError, RecursionError) as error:  # a figure too long, or nested too deep
            reason = error.msg if isinstance(error, json.JSONDecodeError) else error
            problems.append(ArticleError(f"{where}: not valid JSON ({reason}): {line[:40]!r}."))
        except ArticleError as error:
            problems.append(error)


def decode(raw: bytes, name: str) -> str:
    """The text of a file, which is UTF-8 or in the encoding that is likeliest.

    Raises ArticleError, which begins with `name`, for what is no text.
    """
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError(f"{name}: this is a binary file, not text.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        guesses = list(from_bytes(raw))
        if not guesses:
            raise ArticleError(
                f"{name}: its encoding could not be told; save it as UTF-8."
            ) from None
        # Short texts read equally well in the encodings of several regions.
        likeliest = [g for g in guesses if g.chaos <= guesses[0].chaos]
        western = (g for g in likeliest if _WESTERN in g.could_be_from_charset)
        return str(next(western, guesses[0]))


def _article(
    article_id: str, text: str, given: Mapping[str, Any], file: str | None, where: str
) -> Article:
    text = _LONE_SURROGATE.sub("\ufffd", text)
    told = infer(text)
    try:
        published = iso_date(given.get("published")) or told.published
    except ValueError as error:
        raise ArticleError(f"{where}: the field 'published' is wrong: {error}.") from error
    title = _line(given.get("title")) or told.title
    return Article(
        id=_LONE_SURROGATE.sub("\ufffd", article_id),
        outlet=_line(given.get("outlet")) or told.outlet or title,
        title=title,
        text=text,
        published=published,
        url=_line(given.get("url")) or None,
        file=_LONE_SURROGATE.sub("\ufffd", file) if file else None,
    )


def _line(value: object) -> str:
    if value is None:
        return ""
    return " ".join(_LONE_SURROGATE.sub("\ufffd", str(value)).split())


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in _READERS and p.is_file())
        if not found:
            raise ArticleError(f"{path}: the folder holds no article ({_kinds()}).")
        return found
    if not path.exists():
        raise ArticleError(f"{path}: there is no such file or folder.")
    if path.suffix.lower() not in _READERS:
        raise ArticleError(f"{path}: this kind of file is not read (only {_kinds()}).")
    return [path]


def _kinds() -> str:
    return " and ".join(KINDS)


def _load(file: Path) -> str:
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise ArticleError(f"{file}: {size >> 20} MB is more than the {MAX_BYTES >> 20} MB limit.")
    return decode(file.read_bytes(), str(file))


def _read_text(file: Path, problems: list[ArticleError]) -> Iterator[Article]:
    text = _load(file)
    if not text.strip(BLANK):
        raise ArticleError(f"{file}: the file is empty.")
    try:
        source = _sources(file.parent / SOURCES_FILE).get(file.name, {})
    except ArticleError as error:
        source = {}
        if str(error) not in map(str, problems):
            problems.append(error)
    yield _article(file.stem, text, source, display_path(file), str(file))


def _read_jsonl(file: Path, problems: list[ArticleError]) -> Iterator[Article]:
    yield from read_rows(_load(file), str(file), display_path(file), problems)


def display_path(file: Path) -> str:
    """The path as a citation shows it: relative to the working folder where it lies below."""
    resolved = file.resolve()
    return str(
        resolved.relative_to(Path.cwd()) if resolved.is_relative_to(Path.cwd()) else resolved
    )


def _sources(path: Path) -> dict[str, dict[str, Any]]:
    """The tables of a `sources.toml`, by file name; empty where there is none."""
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(_load(path))
    except tomllib.TOMLDecodeError as error:
        raise ArticleError(f"{path}: not valid TOML ({error}); it was not used.") from error
    for name, table in tables.items():
        unknown = set(table) - set(_SOURCE_KEYS) if isinstance(table, dict) else {name}
        if unknown:
            raise ArticleError(
                f"{path}: {min(unknown)!r} under {name!r} is not known "
                f"(a table a file name, with {', '.join(_SOURCE_KEYS)}); it was not used."
            )
    return tables


_READERS: dict[str, Callable[[Path, list[ArticleError]], Iterator[Article]]] = {
    ".txt": _read_text,
    ".jsonl": _read_jsonl,
}
KINDS = tuple(sorted(_READERS))
"""The endings of the files that are read."""
