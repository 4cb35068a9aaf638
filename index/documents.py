"""A document: the bytes of an article, or of several, before anything is read of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """What a file, an upload, a web address or standard input holds.

    `name` is what problems call it, `kind` the ending that tells how it is read (".html").
    `file` is the place that a citation shows, `url` the address that it came from. `id` is what
    its article is called, if not by the stem of the document's name. `sources` is what the
    `sources.toml` beside it says of it, which stands above what it says itself.
    """

    name: str
    kind: str
    data: bytes
    file: str | None = None
    url: str | None = None
    id: str | None = None
    sources: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The id of its article, and what the ids of its rows begin with where they have none."""
        return self.id or PurePath(self.name).stem


@dataclass(frozen=True, slots=True)
class Fields:
    """What a document says of one article, as it says it; None where it says nothing.

    `id` is one that the document gives it (a row's); else it is the stem of the document's name,
    with `line` behind it where that is told: the line on which the article stands, from 1.
    """

    text: str
    id: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    line: int | None = None
