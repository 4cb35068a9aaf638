"""The kinds of files that are read: one module each, with `read(document)`.

It yields what the document says of each article, or why one of them cannot be read, and raises
ArticleError where nothing can. A module is imported with its library when its first file comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from index.documents import Document, Fields
from index.errors import ArticleError

_READERS = {
    ".atom": "feed",
    ".csv": "csv",
    ".eml": "mail",
    ".htm": "html",
    ".html": "html",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".pdf": "pdf",
    ".rss": "feed",
    ".txt": "text",
    ".xml": "feed",
}
_REASON_CHARS = 120
KINDS = tuple(_READERS)
"""The endings of the files that are read."""
NAMED = {"kinds": ", ".join(KINDS[:-1]), "last": KINDS[-1]}
"""The endings as the values of a sentence that names them."""


def read(document: Document) -> Iterator[Fields | ArticleError]:
    """What a document says of its articles, as the reader of its kind finds it.

    Raises ArticleError for a kind that is not read, and where nothing can be read: whatever a
    library raises for a damaged file is one.
    """
    require(document.kind, document.name)
    if not document.data:
        raise ArticleError("{name}: the file is empty.", name=document.name)
    reader = import_module(f"index.formats.{_READERS[document.kind]}")
    try:
        yield from reader.read(document)
    except ArticleError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split())[:_REASON_CHARS].strip(" .") or type(error).__name__
        raise ArticleError(
            "{name}: it is damaged, or not what its name says ({reason}).",
            name=document.name, reason=reason,
        ) from error  # fmt: skip


def require(kind: str, name: str) -> None:
    """Raise ArticleError, which begins with `name`, for a kind that is not read."""
    if kind not in _READERS:
        raise ArticleError(
            "{name}: this kind of file is not read (only {kinds} and {last}).", name=name, **NAMED
        )
