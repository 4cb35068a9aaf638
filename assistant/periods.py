"""Stretches of days in the calendar, each by its first and last day, and the parts of them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

Days = tuple[date, date]


def day(of: date) -> Days:
    """One day."""
    return of, of


def week(of: date) -> Days:
    """The week, Monday to Sunday, around a day."""
    monday = of - timedelta(of.weekday())
    return monday, monday + timedelta(6)


def weekend(of: date) -> Days:
    """Saturday and Sunday of the week around a day."""
    return week(of)[0] + timedelta(5), week(of)[1]


def months(year: int, month: int, count: int = 1) -> Days:
    """So many whole months; `month` may lie outside of 1 to 12. ValueError if no year has them."""
    first, last = year * 12 + month - 1, year * 12 + month + count - 2
    end = calendar.monthrange(last // 12, last % 12 + 1)[1]
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, end)


def years(year: int, count: int = 1) -> Days:
    """So many whole years. ValueError beyond year 1 to 9999."""
    return date(year, 1, 1), date(year + count - 1, 12, 31)


def season(year: int, month: int) -> Days:
    """The three months from this one, and softly one on either side, as news uses seasons."""
    return months(year, month - 1, 5)


def nth(year: int, month: int, weekday: int, place: int) -> Days:
    """A weekday (Monday is 0) of a month by its place, from 0; -1 is the last."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return day([w[weekday] for w in weeks if w[weekday].month == month][place])


def part(days: Days, name: str) -> Days:
    """The "early" or "late" half or the "mid" of days; mid overlaps both, which don't overlap."""
    first, last = days
    by_month = first.day == 1 and (last - first).days > calendar.monthrange(1, 1)[1]
    size = 12 * (last.year - first.year) + last.month - first.month + 1
    size = size if by_month else (last - first).days + 1
    start, end = {
        "early": (0, size // 2),
        "mid": (size // 4, 3 * size // 4),
        "late": (size // 2, size),
    }[name]
    if by_month:
        return months(first.year, first.month + start, end - start)
    return first + timedelta(start), first + timedelta(end - 1)


def nearest(options: list[Days], base: date) -> Days | None:
    """Those of the days that lie nearest to a day; None of none."""
    return min(options, key=lambda days: _apart(days, base), default=None)


def _apart(days: Days, base: date) -> int:
    return max((days[0] - base).days, (base - days[1]).days, 0)


def part_told(words: str) -> str:
    """The part of a stretch of days that the words tell: early, mid or late; "" for none."""
    for name, pattern in (("mid", "mid"), ("late", "late|end|second"), ("early", ".")):
        if re.search(pattern, words):
            return name
    return ""
