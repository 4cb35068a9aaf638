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
