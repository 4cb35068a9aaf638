"""Proper names in a sentence, found by their capitals: no list of names is kept."""

from __future__ import annotations

import re

from index.types import Span
from index.words import STOPWORDS, fold

UPPER = f"[{''.join(c for c in map(chr, range(0x2000)) if c.isupper())}]"
"""A capital letter of any alphabet, for regular expressions."""
_CAPITAL = rf"(?:{UPPER}[\w’'-]*[\w]|{UPPER}\.(?:{UPPER}\.)*|{UPPER})"
_PARTICLE = r"(?:de|del|della|den|der|di|da|do|dos|du|van|von|zu|ter|ten|al|el|bin|ibn|la|le)"
_NAME = re.compile(
    rf"(?<!\w)(?:the\s)?{_CAPITAL}(?:\s(?:(?:of|for|and)\s|(?:{_PARTICLE}\s){{1,3}})?{_CAPITAL})*"
)
_PLACE = re.compile(
    rf"\b(?:in|at|near|from|to|into|outside|inside|across|around|off|on|through|over|between|towards?)\s((?:the\s)?(?:[a-z]+(?:ern|side)?\s)?{_CAPITAL}(?:(?:,?\s|\s(?:and|of)\s){_CAPITAL})*)"
)
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december mr mrs ms dr""".split()
)


def find(text: str) -> list[Span]:
    """Spans of the names in a sentence. A lone capitalised first word is one only if no
    common word; days and months never are."""
    found = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        tokens = match[0].split()
        while tokens and (fold(tokens[0]) in STOPWORDS or _is_calendar(tokens[0])):
            start += len(tokens[0]) + 1
            tokens = tokens[1:]
        while tokens and _is_calendar(tokens[-1]):
            end -= len(tokens[-1]) + 1
            tokens = tokens[:-1]
        opening = not re.search(r"\w", text[:start])
        if (
            tokens
            and start < end
            and not (opening and len(tokens) == 1 and not _tellingly(tokens[0]))
        ):
            found.append((start, min(end, match.end())))
    return found


def places(text: str) -> list[Span]:
    """Spans of what follows a preposition of place and is written as a name."""
    return [
        match.span(1)
        for match in _PLACE.finditer(text)
        if not any(_is_calendar(w) for w in re.split(r"[\s,]+", match[1]))
    ]


def _is_calendar(word: str) -> bool:
    """A weekday, a month or a form of address, possessive or not."""
    return re.sub(r"['’]s?$", "", fold(word)) in _CALENDAR


def _tellingly(word: str) -> bool:
    """A first word that is a name by its own looks: an acronym, a possessive, an inner capital."""
    return (word.isupper() and len(word) > 1) or bool(
        re.search(rf"[’']s$|[^\W\d_](?<!{UPPER}){UPPER}", word)
    )
