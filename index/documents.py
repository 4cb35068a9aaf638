"""A document: the bytes of an article, or of several, before anything is read of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """What a file, an upload, a web address or standard input holds.

    `name` is what problems call it, `kind` the ending that tells how it is read (".html").
    `file` is the place that a citation shows, `url` the address that it came from.
    """

    name: str
    kind: str
    data: bytes
    file: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """What a document says of one article, as it says it; None where it says nothing.

    `id` is one that the document gives it (a row's); else it is the stem of the document's name.
    """

    text: str
    id: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
