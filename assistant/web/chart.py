"""A conflict's positions drawn to scale: ranges of numbers, or days on a time line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import inf, log10

from assistant.types import Conflict, Position

_WIDE = 50.0
"""Ratio of the largest to the smallest value from which the scale is logarithmic."""
_MARGIN = 6.0
_LEAST = 1.2
"""Share of the width, in percent, that is left at the ends, and that a bar takes at least."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A position on the chart: start and width in percent; `open` where it has no upper end."""

    value: str
    start: float
    width: float
    open: bool


def bars(conflict: Conflict) -> list[Bar]:
    """One bar a position, to scale; none unless two or more positions can be drawn."""
    spans = [(p, span) for p in conflict.positions if (span := _span(p))]
    if len(spans) < 2:
        return []
    ends = [x for _, (low, high) in spans for x in (low, high) if x != inf]
    scale = _Scale(min(ends), max(ends), dated=conflict.kind == "date")
    return [_bar(p, span, scale) for p, span in spans]


class _Scale:
    """Values to percent of the width: from zero, or logarithmic where they lie far apart."""

    def __init__(self, least: float, most: float, *, dated: bool) -> None:
        self._log = not dated and least > 0 and most / least > _WIDE
        self._first = log10(least) if self._log else least if dated else min(0.0, least)
        self._last = log10(most) if self._log else most

    def __call__(self, value: float) -> float:
        at = log10(value) if self._log else value
        room = (self._last - self._first) or 1.0
        return _MARGIN + (100 - 2 * _MARGIN) * (at - self._first) / room


def _bar(position: Position, span: tuple[float, float], scale: _Scale) -> Bar:
    low, high = span
    start = scale(low)
    end = 100.0 if high == inf else scale(high)
    start = min(start, 100 - _LEAST)
    return Bar(position.value, round(start, 1), round(max(_LEAST, end - start), 1), high == inf)


def _span(position: Position) -> tuple[float, float] | None:
    """The numbers between which a position lies; days as their ordinals."""
    if position.low is not None:
        return position.low, inf if position.high is None else position.high
    if position.first and position.last:
        days: Sequence[float] = [
            date.fromisoformat(day).toordinal() for day in (position.first, position.last)
        ]
        return days[0], days[1]
    return None
