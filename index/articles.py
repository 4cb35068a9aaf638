"""Reading articles: from files and folders with `sources.toml` beside them, and standard input."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index import formats
from index.documents import Document, Fields
from index.errors import ArticleError, located
from index.files import MAX_BYTES, load, unreadable
from index.formats import KINDS
from index.formats.sniffing import sniffed
from index.metadata import infer, language_code, language_in
from index.sources import Sources
from index.stamps import NoDateError, iso_date
from index.types import Article

__all__ = [
    "KINDS", "MAX_BYTES", "Reading", "article_from_fields", "articles_of", "read_paths",
    "read_stream",
]  # fmt: skip

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half of a character, which no file can hold and JSON can; it becomes the sign for a lost one."""
_NO_ARTICLE = re.compile(r"(?:readme|license|changelog).*\.md", re.IGNORECASE)


@dataclass(slots=True)
class Reading:
    """What was found: the articles, and what could not be read and why.

    `failed` names the places that could not be read, in whole or in part, as articles from there
    name them (`Article.file` or `Article.url`).
    """

    articles: list[Article] = field(default_factory=list)
    problems: list[ArticleError] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    _by_id: dict[str, Article] = field(default_factory=dict)

    def add(self, article: Article) -> None:
        """Take an article in; one with an id that is taken becomes a problem naming both."""
        taken = self._by_id.setdefault(article.id, article)
        if taken is not article:
            self.problems.append(
                ArticleError(
                    "Two articles have the id {id!r}: {first} and {second}. "
                    "The second was left out; rename it or give it another id.",
                    id=article.id,
                    first=_place(taken),
                    second=_place(article),
                )
            )
        else:
            self.articles.append(article)

    def take(self, other: Reading) -> None:
        """Take in all that was found elsewhere."""
        for article in other.articles:
            self.add(article)
        self.problems += other.problems
        self.failed |= other.failed


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of a file, and the stamp by which it is the same file still."""

    stamp: object
    reading: Reading


Seen = dict[Path, _Known]
"""What was read before, by file."""


def read_paths(
    paths: Iterable[Path],
    progress: Callable[[int, int], None] = lambda done, total: None,
    seen: Seen | None = None,
) -> Reading:
    """Every article in the given files and folders (searched in depth, in order of name).

    A file that is named twice is read once. In a folder, what is hidden, files of other kinds and
    README, LICENSE and CHANGELOG files in Markdown are passed over. A path that does not exist,
    or a named file of another kind, is a problem of its own. `progress` is told (done, total) in
    files; what is `seen` and did not change is not read again.
    """
    reading = Reading()
    sources = Sources(reading.problems)
    files: dict[Path, Path] = {}
    for path in paths:
        try:
            for file in _files(path):
                files.setdefault(file.resolve(), file)
        except ArticleError as error:
            reading.problems.append(error)
            reading.failed.update({str(path), _shown(path)} if not path.is_dir() else ())
    found: Seen = {}
    for done, file in enumerate(files.values()):
        progress(done, len(files))
        found[file] = _read(file, sources.of(file), (seen or {}).get(file))
        reading.take(found[file].reading)
    progress(len(files), len(files))
    if seen is not None:
        seen.clear()
        seen.update(found)
    return reading


def read_stream(data: bytes, kind: str | None, name: str = "standard input") -> Reading:
    """The articles in what came without a name; `kind` is its ending, told by a look if None.

    The id of a single article is derived from the content.
    """
    kind = sniffed(data) if kind is None else f".{kind.lstrip('.').lower()}"
    digest = hashlib.sha256(data).hexdigest()[:12]
    return _of(Document(name, kind, data, id=f"stdin-{digest}"))


def articles_of(document: Document, problems: list[ArticleError]) -> Iterator[Article]:
    """The articles of a document; what is wrong with one of several goes to `problems`.

    Above all stands what `sources.toml` says of them, then what the document says, then what is
    inferred from the text. Raises ArticleError where nothing can be read.
    """
    for fields in formats.read(document):
        try:
            if isinstance(fields, ArticleError):
                raise fields
            yield _article(document, fields)
        except ArticleError as error:
            problems.append(error)


def article_from_fields(row: Mapping[str, Any], *, file: str | None, where: str) -> Article:
    """An article from a row's fields; what the row leaves out is inferred from its text.

    Raises ArticleError, which begins with `where`, if `id` or `text` is missing or a field
    has a value that cannot be used.
    """
    for key in ("id", "text"):
        value = row.get(key)
        if not isinstance(value, (str, int)) or not str(value).strip():
            raise ArticleError(
                "{name}: the field {key!r} is missing or empty.", name=where, key=key
            )
    keys = ("outlet", "title", "published", "url", "author", "language")
    told: dict[str, Any] = {key: str(row[key]) for key in keys if row.get(key) is not None}
    try:
        return _complete(str(row["id"]).strip(), Fields(str(row["text"]), **told), file)
    except ArticleError as error:
        raise located(error, where) from error


def _article(document: Document, fields: Fields) -> Article:
    told: dict[str, Any] = {key: str(value) for key, value in document.sources.items()}
    fields = replace(fields, **{"url": fields.url or document.url, **told})
    at_line = "" if fields.line is None else f"-{fields.line}"
    try:
        return _complete(fields.id or f"{document.stem}{at_line}", fields, document.file)
    except ArticleError as error:
        raise located(error, document.name, fields.line) from error


def _complete(article_id: str, given: Fields, file: str | None) -> Article:
    """The article with what is given, and where nothing is given with what its text tells.

    Raises ArticleError, without saying where, for a date that is none.
    """
    text = _whole(given.text)
    told = infer(text)
    try:
        published = iso_date(given.published) or told.published
    except NoDateError as error:
        raise ArticleError("the field 'published' is wrong: {reason}.", reason=error) from error
    title = _line(given.title) or told.title
    return Article(
        id=_whole(article_id),
        outlet=_line(given.outlet) or told.outlet or title,
        title=title,
        text=text,
        published=published,
        url=_line(given.url) or told.url,
        file=_whole(file) if file else None,
        author=_line(given.author) or told.author,
        language=language_code(given.language or told.language) or language_in(text),
    )


def _line(value: str | None) -> str:
    return " ".join(_whole(value or "").split())


def _whole(text: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", text)


def _place(article: Article) -> str:
    return article.file or article.url or repr(article.title)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        inside = (p for p in path.rglob("*") if _is_article(p.relative_to(path)) and p.is_file())
        found = sorted(inside)
        if not found:
            raise ArticleError(
                "{path}: the folder holds no article ({kinds} and {last}).",
                path=path, **formats.NAMED,
            )  # fmt: skip
        return found
    if not path.exists():
        raise ArticleError("{path}: there is no such file or folder.", path=path)
    return [path]


def _is_article(path: Path) -> bool:
    """Whether a file in a folder, by its path in there, is one to read."""
    hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in KINDS and not hidden and not _NO_ARTICLE.fullmatch(path.name)


def _read(file: Path, sources: Mapping[str, Any], known: _Known | None) -> _Known:
    """The articles in a file, or what is known of it if it is the same still."""
    try:
        told = file.stat()
        stamp = (told.st_mtime_ns, told.st_ctime_ns, told.st_size, dict(sources))
        if known and known.stamp == stamp:
            return known
        return _Known(stamp, _of(_document(file, sources)))
    except (ArticleError, OSError) as error:
        problem = error if isinstance(error, ArticleError) else unreadable(file, error)
        return _Known(None, Reading(problems=[problem], failed={_shown(file)}))


def _of(document: Document) -> Reading:
    """The articles of a document, and what could not be read of it."""
    reading = Reading()
    try:
        for article in articles_of(document, reading.problems):
            reading.add(article)
    except ArticleError as error:
        reading.problems.append(error)
    if reading.problems:
        reading.failed.add(document.file or document.name)
    return reading


def _document(file: Path, sources: Mapping[str, Any]) -> Document:
    """What a file holds. Raises ArticleError if it cannot be opened, is too large, or not read."""
    kind = file.suffix.lower()
    formats.require(kind, str(file))
    return Document(str(file), kind, load(file), file=_shown(file), sources=sources)


def _shown(path: Path) -> str:
    """The path as a citation shows it: relative to the working folder where it lies below."""
    resolved = path.resolve()
    below = resolved.is_relative_to(Path.cwd())
    return str(resolved.relative_to(Path.cwd()) if below else resolved)
