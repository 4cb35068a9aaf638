"""Whether a text states a fact: plain strings and /regular expressions/, case ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_QUOTES = str.maketrans("‘’‚‛“”„‟", "''''\"\"\"\"")
_MARKDOWN = re.compile(r"\\([!-/:-@\[-`{-~])|\s*\[\d+\]|[*`]")
"""A backslash escape, a citation marker, or emphasis; in this order, as an escaped one stays."""


def states(text: str, alternatives: Iterable[str]) -> bool:
    """Whether the text holds any of the alternatives, white space and curly quotes made plain."""
    text = _plain(text)
    return any(_pattern(alternative).search(text) for alternative in alternatives)


def readable(markdown: str) -> str:
    """An answer as its reader sees it: without citation markers, emphasis and escapes."""
    return _MARKDOWN.sub(lambda found: found[1] or "", markdown)


def literal(text: str) -> str:
    """The alternative that a text states if these words are in it, whatever they start with."""
    words = _plain(text)
    return f"/{re.escape(words)}/" if words.startswith("/") else words


def checked(alternative: str) -> str:
    """The alternative itself; raises ValueError for one that can't be looked for."""
    if not alternative.strip():
        raise ValueError("an alternative is empty")
    if alternative.startswith("/"):
        if len(alternative) < 3 or not alternative.endswith("/"):
            raise ValueError(f"{alternative!r} starts as a /regular expression/ but is none")
        try:
            _pattern(alternative)
        except re.error as error:
            raise ValueError(f"{alternative!r} is no regular expression ({error})") from error
    return alternative


@cache
def _pattern(alternative: str) -> re.Pattern[str]:
    is_regex = alternative.startswith("/")
    source = alternative[1:-1] if is_regex else re.escape(_plain(alternative))
    return re.compile(source, re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())
