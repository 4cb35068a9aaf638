"""Dates in a sentence, relative ones resolved against the article's date."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant import clock
from assistant.clock import Clock
from assistant.wording import Texts
from index.types import Span

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_M = "(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_W = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY_MONTH = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_M}\b|{_M}\.?\s\d{{1,2}}\b|\d{{4}}-\d\d-\d\d)"
)
_TO = r"(?:\s?[–-]\s?|\sto\s)"
"""Between the first and the last day of several."""
_BESIDE = rf"(?:(?:{_W}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?,?\s(?:the\s)?(?={_DAY_MONTH}))?"
"""A weekday that only goes with the date after it: "Friday, 3 December"."""
_NUMBER = {
    w: i for i, w in enumerate("a|one|two|three|four|five|six|seven|eight|nine|ten".split("|"))
} | {"a": 1, "an": 1}
_AHEAD = re.compile(
    r"\b(?:will|would be|is to|are to|due|scheduled|planned|expected to|to be held|starts|begins|meets|from)\b",
    re.IGNORECASE,
)
_EXPRESSION = re.compile(
    rf"""\b(?:
      (?:(?P<part>early|mid-?|late|the\send\sof|the\sbeginning\sof)\s?)?
      (?: {_BESIDE}(?P<m1>{_M})\.?\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?:{_TO}(?P<t1>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?!,\d|:)(?:,?\s(?P<y1>\d{{4}}))?
        | {_BESIDE}(?:(?P<f2>\d{{1,2}})(?:st|nd|rd|th)?{_TO})?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_M})\b\.?(?:,?\s(?P<y2>\d{{4}}))?
        | {_BESIDE}(?P<iso>\d{{4}}-\d\d-\d\d)
        | (?P<m3>{_M})\.?,?\s(?:of\s)?(?:(?P<y3>\d{{4}})|(?P<lasty>(?:last|this|next)\syear))
        | (?P<m4>(?:in|since|until|by|last|next|this|of|during|for)\s(?P<m4n>{_M}))\b(?!\s\d|\s(?:last|this|next)\syear)
        | (?P<y4>(?<=\bin\s)(?:1[5-9]|20)\d\d|(?<=\bsince\s)(?:1[5-9]|20)\d\d|(?<=\bthe\s)(?:1[5-9]|20)\d\d(?=\s[A-Z])|(?<=\ba\s)(?:1[5-9]|20)\d\d
             |(?<=early\s)20\d\d|(?<=late\s)20\d\d|(?<=\bby\s)20\d\d|(?<=\bof\s)(?:1[5-9]|20)\d\d|(?<=\buntil\s)20\d\d)\b
      )
      | (?P<ago>(?P<n>\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten)\s(?P<unit>day|week|month|year)s?\s(?P<way>ago|earlier|later|before|from\snow))
      | (?:(?P<when>earlier|later|early|late)\s)?(?P<rel>this|last|next|the\sprevious|the\sfollowing|the\spast|the\slast|the\scoming)\s(?P<what>week|month|year|weekend|{_W})(?:['’]s)?\b(?!,?\s(?:the\s)?{_DAY_MONTH})
      | (?P<day>yesterday|today|tomorrow|tonight|(?:this|early|late)\s(?:morning|afternoon|evening)|last\snight|overnight)
      | (?:(?:on|late\son|early\son|by|since|until)\s)?(?P<weekday>{_W})\b(?!,?\s(?:the\s)?{_DAY_MONTH})
      | (?P<past>(?:in|over|during)\sthe\s(?:past|last|coming|next)\s(?:few|several|\w+)\s(?:days|weeks|months|years)|in\srecent\s(?:days|weeks|months|years)|(?:hours|days)\slater)
      | (?P<clock>{clock.PATTERN})
    )""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """A date expression: the days it covers, first and last, as far as it can be resolved.

    `first` and `last` are None for one that names no day ("in recent weeks", "6:42 a.m.");
    `clock` is the time of day, if that is what it names.
    """

    span: Span
    first: date | None = None
    last: date | None = None
    is_relative: bool = False
    clock: Clock | None = None


def find(text: str, published: str | None = None) -> list[When]:
    """The date expressions of a sentence, in order.

    Relative ones ("last week", "on Friday") are resolved against `published` (ISO) if it
    names a day; months and days without a year take the one nearest to it.
    """
    base = _published(published)
    ahead = bool(_AHEAD.search(text))
    return [_resolve(match, base, ahead) for match in _EXPRESSION.finditer(text)]


def describe(when: When, t: Texts) -> str:
    """The resolved days for people ("6–12 December 2021"); "" for none."""
    return t.days(when.first, when.last) if when.first and when.last else ""


def overlap(one: When, other: When) -> bool:
    """Whether two resolved expressions can mean the same day."""
    if not (one.first and one.last and other.first and other.last):
        return False
    return one.first <= other.last and other.first <= one.last


def _published(text: str | None) -> date | None:
    """The day an article appeared, if it is known to the day."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _resolve(match: re.Match[str], base: date | None, ahead: bool) -> When:
    group = match.groupdict()
    absolute = group["iso"] or group["y1"] or group["y2"] or group["y3"] or group["y4"]
    try:
        days = _days(group, base, ahead)
    except (ValueError, OverflowError):  # 30 February, the year 0, 5000 years ago
        days = None
    first, last = days or (None, None)
    time = clock.parse(match["clock"]) if match["clock"] else None
    return When(match.span(), first, last, not absolute, time)


def _days(group: dict[str, str | None], base: date | None, ahead: bool) -> tuple[date, date] | None:
    """The first and last day meant; ValueError or OverflowError if no calendar holds them."""
    if group["iso"]:
        return _day(date.fromisoformat(group["iso"]))
    if group["d1"] or group["d2"]:
        month = _MONTHS[(group["m1"] or group["m2"] or "").lower()]
        ends = (group["d1"] or group["f2"] or group["d2"], group["t1"] or group["d2"])
        first, last = (
            _dated(int(day), month, group["y1"] or group["y2"], base) if day else None
            for day in ends
        )
        return (first[0], last[1]) if first and last and first <= last else first or last
    if group["m3"] or group["m4"]:
        return _month(group, base)
    if group["y4"]:
        return date(int(group["y4"]), 1, 1), date(int(group["y4"]), 12, 31)
    return _relative(group, base, ahead) if base else None


def _day(day: date) -> tuple[date, date]:
    return day, day


def _dated(day: int, month: int, year: str | None, base: date | None) -> tuple[date, date] | None:
    years = [int(year)] if year else [base.year - 1, base.year, base.year + 1] if base else []
    options = [date(y, month, day) for y in years if 1 <= day <= calendar.monthrange(y, month)[1]]
    if not options:
        return None
    return _day(min(options, key=lambda d: abs((d - base).days) if base else 0))


def _month(group: dict[str, str | None], base: date | None) -> tuple[date, date] | None:
    month = _MONTHS[(group["m3"] or group["m4n"] or "").lower()]
    if group["y3"]:
        year = int(group["y3"])
    elif base is None:
        return None
    elif group["lasty"]:
        year = base.year + {"last": -1, "this": 0, "next": 1}[group["lasty"].lower().split()[0]]
    else:
        word = (group["m4"] or "").lower().split()[0]
        year = base.year
        if word == "next" and month <= base.month:
            year += 1
        elif word != "next" and month > base.month + 3:
            year -= 1
    first = date(year, month, 1)
    return first, _month_end(first)


def _relative(group: dict[str, str | None], base: date, ahead: bool) -> tuple[date, date] | None:
    if group["weekday"]:
        back = (base.weekday() - _WEEKDAYS[group["weekday"].lower()]) % 7
        return _day(base + timedelta((7 - back) % 7) if ahead else base - timedelta(back))
    if group["day"]:
        word = group["day"].lower()
        shift = -1 if word in ("yesterday", "last night") else 1 if word == "tomorrow" else 0
        return _day(base + timedelta(shift)) if word != "overnight" else (base - timedelta(1), base)
    if group["ago"]:
        return _ago(group, base)
    if group["rel"]:
        return _period(group, base)
    return None


def _ago(group: dict[str, str | None], base: date) -> tuple[date, date]:
    count = (group["n"] or "1").lower()
    n = int(count) if count.isdigit() else _NUMBER[count]
    sign = 1 if (group["way"] or "").lower() in ("later", "from now") else -1
    unit = (group["unit"] or "day").lower()
    if unit == "year":
        return date(base.year + sign * n, 1, 1), date(base.year + sign * n, 12, 31)
    if unit == "month":
        first = _add_months(base.replace(day=1), sign * n)
        return first, _month_end(first)
    middle = base + timedelta(sign * n * (7 if unit == "week" else 1))
    return _week(middle) if unit == "week" else _day(middle)


def _period(group: dict[str, str | None], base: date) -> tuple[date, date]:
    word = (group["rel"] or "").lower()
    what = (group["what"] or "").lower()
    step = 0 if word == "this" else 1 if word in ("next", "the following", "the coming") else -1
    if what in _WEEKDAYS:
        back = (base.weekday() - _WEEKDAYS[what]) % 7
        day = base - timedelta(back) if step <= 0 else base + timedelta((7 - back) % 7 or 7)
        return _day(day)
    if what == "weekend":
        saturday = base - timedelta(base.weekday()) + timedelta(5 + 7 * step)
        return saturday, saturday + timedelta(1)
    if what == "week":
        return _week(base + timedelta(7 * step))
    if what == "month":
        first = _add_months(base.replace(day=1), step)
        return first, _month_end(first)
    return date(base.year + step, 1, 1), date(base.year + step, 12, 31)


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def _month_end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _add_months(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
