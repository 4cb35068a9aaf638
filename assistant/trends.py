"""Rises and falls: whether a question asks for one, and of which of them a figure is told."""

from __future__ import annotations

import re
from enum import IntEnum

from index.types import Span

UP = (
    r"(?:rises?|rose|risen|rising|climb\w*|increas\w*|gain(?:s|ed|ing)?|jump(?:s|ed|ing)?|soar\w*"
    r"|surg(?:es?|ed|ing)|grows?|grew|grown|growing|growth|(?:go(?:es|ne|ing)?|went)\sup)"
)
DOWN = (
    r"(?:(?<!the\s)(?<!this\s)(?<!last\s)(?<!next\s)fall|falls|fell|fallen|falling"
    r"|drop(?:s|ped|ping)?|declin(?:es?|ed|ing)|decreas\w*|slump\w*|plung\w*|tumbl\w*"
    r"|sinks?|sank|sunk|shrinks?|shrank|shrunk|slid|slides?|dip(?:s|ped)?|slip(?:s|ped)?"
    r"|(?:go(?:es|ne|ing)?|went)\sdown)"
)
"""The fall is a season, too."""
_TREND = re.compile(rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b", re.IGNORECASE)
_AT_ONCE = re.compile(r"\b(?:(?P<up>up)|(?P<down>down))\s(?:by\s|about\s|some\s)*$", re.IGNORECASE)
_BEFORE, _AFTER = 40, 20
"""Characters within which the word belongs to the figure."""


class Trend(IntEnum):
    """Which way something went."""

    UP = 1
    NONE = 0
    DOWN = -1


def asked(question: str) -> Trend:
    """The one that a question asks for, as in "How much did the price fall?"."""
    found = {_trend(match) for match in _TREND.finditer(question)}
    return found.pop() if len(found) == 1 else Trend.NONE


def told(text: str, span: Span) -> Trend:
    """The one that the figure at a place is told of: "fell 6 percent", "a 6 percent fall"."""
    before, after = text[max(0, span[0] - _BEFORE) : span[0]], text[span[1] : span[1] + _AFTER]
    nearest = [*_TREND.finditer(before)][-1:]
    last = _AT_ONCE.search(before) or next(iter(nearest), None)
    match = last or _TREND.search(text[slice(*span)]) or _TREND.match(after.lstrip())
    return _trend(match) if match else Trend.NONE


def _trend(match: re.Match[str]) -> Trend:
    return Trend.UP if match["up"] else Trend.DOWN
