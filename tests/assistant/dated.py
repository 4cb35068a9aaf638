"""Dates found in a test's sentences."""

from __future__ import annotations

from assistant.dates import When, find

FRIDAY = "2021-12-10"
THURSDAY = "2024-10-03"


def only(text: str, published: str | None = FRIDAY) -> When:
    """The one date of a text."""
    (found,) = find(text, published)
    return found


def told(text: str, published: str | None = THURSDAY) -> list[str]:
    """The words of all its dates."""
    return [text[slice(*w.span)].rstrip(" .,") for w in find(text, published)]
