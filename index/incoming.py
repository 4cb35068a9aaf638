"""Articles that come in while Crossread is served: files people upload, and text they paste."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path, PurePosixPath

from index.articles import MAX_BYTES, article_from_fields, articles_of
from index.chunking import content_hash
from index.documents import Document
from index.errors import ArticleError
from index.formats.encoding import BLANK
from index.types import Article

PASTED = "pasted text"
"""What pasted text is called where a file would be named."""
_MB = 1 << 20

Indexed = Callable[[str], Article | None]
"""The indexed article with an id, or None."""


@dataclass(slots=True)
class Incoming:
    """Articles to index, and what could not be read: the file's name and the problem."""

    articles: list[Article] = field(default_factory=list)
    failures: list[tuple[str, ArticleError]] = field(default_factory=list)


def read_uploads(
    uploads: Iterable[tuple[str, bytes | Path]], indexed: Indexed, *, max_bytes: int = MAX_BYTES
) -> Incoming:
    """The articles of files, each given by its name and by its content or where that lies.

    An article's `file` is the plain name, its id the name without ending or the row's own; one
    that another article has becomes "name-2". An article that is indexed already comes as it is
    there, and one that was uploaded twice comes once. A file of more than `max_bytes` fails.
    """
    incoming, ids = Incoming(), _Ids(indexed)
    for given, data in uploads:
        name = _plain(given)
        problems: list[ArticleError] = []
        try:
            content = _content(name, data, max_bytes)
            document = Document(name, Path(name).suffix.lower(), content, file=name)
            incoming.articles += filter(None, map(ids.place, articles_of(document, problems)))
        except ArticleError as error:
            problems.append(error)
        incoming.failures += [(name, problem) for problem in problems]
    return incoming


def read_pasted(
    text: str, indexed: Indexed, *, title: str | None = None, outlet: str | None = None
) -> Incoming:
    """The article that was pasted, or those of pasted JSON Lines, as `read_uploads` has them.

    `title` and `outlet` are those of a single article.
    """
    incoming = Incoming()
    problems: list[ArticleError] = []
    try:
        if text.lstrip(BLANK).startswith("{"):
            rows = Document(PASTED, ".jsonl", text.encode("utf-8", "replace"), id=_id(text))
            placed = map(_Ids(indexed).place, articles_of(rows, problems))
            incoming.articles += filter(None, placed)
        else:
            incoming.articles.append(pasted(text, title=title, outlet=outlet))
    except ArticleError as error:
        problems.append(error)
    incoming.failures += [(PASTED, problem) for problem in problems]
    return incoming


def reason(name: str, said: str) -> str:
    """What is said of a failure, in any language, without the name that stands before it."""
    return said.removeprefix(name).lstrip(":, ")


def pasted(text: str, *, title: str | None = None, outlet: str | None = None) -> Article:
    """An article from its text alone; what isn't given is inferred, the id derived from the text.

    So the same text, pasted again under another title, takes the place of the first. Raises
    ArticleError for a text that is empty.
    """
    if not text.strip(BLANK):
        raise ArticleError("{name}: it is empty; paste an article's text.", name=PASTED)
    row = {"id": _id(text), "text": text, "title": title, "outlet": outlet}
    return article_from_fields(row, file=None, where=PASTED)


def _id(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"pasted-{digest[:12]}"


class _Ids:
    """Gives each article an id that neither an indexed one has nor one that came before."""

    def __init__(self, indexed: Indexed) -> None:
        self._indexed = indexed
        self._came: dict[str, Article] = {}
        self._reached: dict[str, int] = {}

    def place(self, article: Article) -> Article | None:
        """The article under its id, or as it is indexed already; None if the same came before."""
        number = self._reached.get(article.id, 1)
        while True:
            name = article.id if number == 1 else f"{article.id}-{number}"
            came, held = self._came.get(name), self._indexed(name)
            if came and content_hash(came) == content_hash(article):
                return None
            if not came and (not held or content_hash(held) == content_hash(article)):
                break
            number += 1
        self._reached[article.id] = number
        self._came[name] = held or replace(article, id=name)
        return self._came[name]


def _plain(name: str) -> str:
    """A file's name without folders, whatever system it comes from, in characters that print."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    return plain.encode("utf-8", "replace").decode()


def _content(name: str, data: bytes | Path, max_bytes: int) -> bytes:
    try:
        size = len(data) if isinstance(data, bytes) else data.stat().st_size
        if size > max_bytes:
            raise ArticleError(
                "{name}: it has {size} MB and the limit is {limit} MB; split it.",
                name=name, size=ceil(size / _MB), limit=max_bytes // _MB,
            )  # fmt: skip
        return data if isinstance(data, bytes) else data.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ArticleError(
            "{name}: it cannot be read ({reason}).", name=name, reason=reason
        ) from error
