"""Dates in a sentence, relative ones resolved against the article's date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant import clock, date_bounds, date_resolution
from assistant import date_grammar as grammar
from assistant.clock import Clock
from assistant.date_resolution import Said
from assistant.wording import Texts
from index.types import Span


@dataclass(frozen=True, slots=True)
class When:
    """A date expression: the days it covers, first and last, as far as it can be resolved.

    `first` and `last` are None for one that names no day ("in recent weeks", "6:42 a.m.") or a
    bound only ("before March"), which `earliest` and `latest` tell. `clock` is the time of day,
    if that is what it names; `at` the one that is told with a day ("on Sunday at 2 p.m.").
    """

    span: Span
    first: date | None = None
    last: date | None = None
    is_relative: bool = False
    clock: Clock | None = None
    at: Clock | None = None
    earliest: date | None = None
    latest: date | None = None


def find(text: str, published: str | None = None) -> list[When]:
    """The date expressions of a sentence, in order.

    Relative ones ("last week", "on Friday") are resolved against `published` (ISO) if it
    names a day; months, seasons and days without a year take the one nearest to it. A day with
    a time spans both; the time follows once more, alone.
    """
    base = _published(published)
    ahead = bool(grammar.AHEAD.search(text))
    found = []
    for match in grammar.EXPRESSION.finditer(text):
        if match["hence"] and _lasts(match, text, ahead):
            continue
        before = text[: match.start()]
        said = Said(_groups(match), base, ahead or bool(grammar.PLANNED.search(before)))
        found.append((match, _resolve(said, match.span(), before)))
    return sorted(_timed(found, text), key=lambda when: (when.span[0], -when.span[1]))


def describe(when: When, t: Texts) -> str:
    """The resolved days for people ("6–12 December 2021"); "" for none."""
    return t.days(when.first, when.last) if when.first and when.last else ""


def apart(one: When, other: When) -> bool:
    """Whether no day fits both, as far as their days and bounds tell."""
    (a, b), (c, d) = (
        (w.first or w.earliest or date.min, w.last or w.latest or date.max) for w in (one, other)
    )
    return a > d or c > b


def _published(text: str | None) -> date | None:
    """The day an article appeared, if it is known to the day."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: said for name, said in match.groupdict().items() if said is not None}


def _lasts(match: re.Match[str], text: str, ahead: bool) -> bool:
    """Whether "in three weeks" tells how long something lasts, not when it is."""
    recurs = grammar.RECURS.search(text[: match.start()])
    return not match["time"] and (not ahead or bool(recurs))


def _timed(found: list[tuple[re.Match[str], When]], text: str) -> Iterator[When]:
    """The expressions, those of a day with the time that is told beside them."""
    whens = [when for _, when in found]
    named = [bool(m["weekday"] or m["day"] or m["d1"] or m["d2"] or m["iso"]) for m, _ in found]
    for i, j in pairwise(range(len(whens))):
        a, b = whens[i], whens[j]
        day, time = (i, j) if b.clock else (j, i)
        told = whens[time].clock
        beside = grammar.BETWEEN.fullmatch(text[a.span[1] : b.span[0]])
        if not (told and named[day] and beside and not whens[day].at):
            continue
        told = clock.in_part(told, text[slice(*whens[day].span)])
        whens[time] = replace(whens[time], clock=told)
        whens[day] = replace(whens[day], span=(a.span[0], b.span[1]), at=told)
    yield from whens


def _resolve(said: Said, span: Span, before: str) -> When:
    absolute = said.one("iso", "y1", "y2", "y3", "y4", "y5", "y6", "y7", "yh", "decade")
    bound = said.one("strong", "weak", "limit", "within")
    try:
        days = date_resolution.days(said)
        if days and bound:
            negated = date_bounds.is_denied(before)
            earliest, latest = date_bounds.bounds(bound, days, negated=negated)
            return When(span, is_relative=True, earliest=earliest, latest=latest)
    except (ValueError, OverflowError):  # 30 February, the year 0, 5000 years ago
        days = None
    first, last = days or (None, None)
    time = clock.parse(said.group["clock"]) if "clock" in said.group else None
    return When(span, first, last, not absolute or bool(bound), time)
