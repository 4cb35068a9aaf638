"""Plain text: the file's own characters."""

from __future__ import annotations

from collections.abc import Iterator

from index.documents import Document, Fields
from index.errors import ArticleError
from index.formats.encoding import BLANK, decode


def read(document: Document) -> Iterator[Fields]:
    """The text as it stands. Raises ArticleError for an empty one, and as `decode` does."""
    text = decode(document.data, document.name)
    if not text.strip(BLANK):
        raise ArticleError("{name}: the file is empty.", name=document.name)
    yield Fields(text)
