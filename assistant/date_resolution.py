"""The days that a date expression means, as far as a calendar and the article's day tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant import date_grammar as grammar
from assistant import periods
from assistant.periods import Days

_AHEAD_MONTHS = 3
"""Months by which one that is told without a year, and not as to come, can lie ahead."""
_STEPS = {"this": 0, "the": 0, "next": 1, "the following": 1, "the coming": 1}
"""Weeks, months or years from the article's; every other word goes back by one."""


@dataclass(frozen=True, slots=True)
class Said:
    """A match of the grammar by its groups, with the article's day and whether it is ahead."""

    group: dict[str, str]
    base: date | None
    ahead: bool

    def one(self, *names: str) -> str:
        """What the first of these groups holds, in small letters; "" for none."""
        return next((self.group[n].lower() for n in names if n in self.group), "")


def days(said: Said) -> Days | None:
    """The days meant; ValueError or OverflowError if no calendar holds them."""
    whole = _dates(said) or _term(said)
    if whole is None and said.base:
        whole = _relative(said, said.base)
    name = periods.part_told(said.one(*(f"part{i}" for i in range(1, 10)))) or (
        "late" if said.one("year_end") else ""
    )
    return periods.part(whole, name) if whole and name else whole


def _dates(said: Said) -> Days | None:
    """One day of a month, or several."""
    if said.one("iso"):
        return periods.day(date.fromisoformat(said.one("iso")))
    month = grammar.MONTHS.get(said.one("m1", "m2"))
    if month is None:
        return _nth(said) if said.one("nth") else None
    ends = (said.one("d1", "f2", "d2"), said.one("t1", "d2"))
    first, last = (_dated(int(d), month, said, "y1", "y2") if d else None for d in ends)
    return (first[0], last[1]) if first and last and first <= last else first or last


def _nth(said: Said) -> Days | None:
    """A weekday of a month by its place: "the first Monday of May"."""
    month, weekday = grammar.MONTHS[said.one("m5")], grammar.WEEKDAYS[said.one("nth_day")]
    place = grammar.PLACES[said.one("nth")]
    if said.one("y9"):
        return periods.nth(int(said.one("y9")), month, weekday, place)
    return _near(said, lambda year: periods.nth(year, month, weekday, place))


def _dated(number: int, month: int, said: Said, *year: str) -> Days | None:
    """A day of a month, in the year told or the one nearest to the article's day."""
    if said.one(*year):
        return periods.day(date(int(said.one(*year)), month, number))
    options = []
    for y in _around(said.base):
        days = periods.months(y, month)
        if 1 <= number <= days[1].day:
            options.append(periods.day(date(y, month, number)))
    return periods.nearest(options, said.base) if said.base else None


def _around(base: date | None) -> range:
    return range(base.year - 1, base.year + 2) if base else range(0)


def _term(said: Said) -> Days | None:
    """A month, a year, a decade, a season or a holiday."""
    if said.one("m3", "m4"):
        return _month(said, grammar.MONTHS[said.one("m3", "m4")])
    if said.one("y4", "y6"):
        return periods.years(int(said.one("y4", "y6")))
    if said.one("decade"):
        year = int(said.one("decade"))
        return periods.years(year, 100 if year % 100 == 0 and year < 2000 else 10)  # the 1800s
    if said.one("s1", "s2", "s3"):
        return _season(said, grammar.SEASONS[said.one("s1", "s2", "s3")])
    if said.one("holiday"):
        month, number = grammar.HOLIDAYS[said.one("holiday").replace("’", "'")]
        return _dated(number, month, said, "yh")
    return _near(said, lambda year: periods.months(year, 1)) if said.one("new_year") else None


def _year(said: Said, *names: str) -> int | None:
    """The year told by number or as "last year"; None for none."""
    word = said.one(*names)
    if word.isdigit():
        return int(word)
    return said.base.year + _step(word.split()[0]) if word and said.base else None


def _month(said: Said, month: int) -> Days | None:
    year = _year(said, "y3", "y5", "lasty3", "lasty5")
    if year is not None:
        return periods.months(year, month)
    if said.base is None or said.one("lasty3", "lasty5"):
        return None
    word, base = said.one("word", "since").strip(), said.base
    if word == "next":
        return periods.months(base.year + (month <= base.month), month)
    if word in ("last", "since"):
        over = month < base.month or (month == base.month and word == "since")
        return periods.months(base.year - (not over), month)
    if said.ahead:
        return _near(said, lambda year: periods.months(year, month))
    return periods.months(base.year - (month > base.month + _AHEAD_MONTHS), month)


def _near(said: Said, in_year: Callable[[int], Days]) -> Days | None:
    """Of a stretch of days in each year, the nearest; if it is to come, not one that is over."""
    base = said.base
    if base is None:
        return None
    options = [in_year(year) for year in _around(base)]
    return periods.nearest([o for o in options if not said.ahead or o[1] >= base], base)


def _season(said: Said, month: int) -> Days | None:
    year, base = _year(said, "y7", "lasty7"), said.base
    if year is not None:
        winter = month == 12 and not said.one("y8")  # of either end of the year
        first = periods.season(year - winter, month)[0]
        return first, periods.season(year, month)[1]
    if base is None or said.one("lasty7"):
        return None
    word = said.one("rel7")
    if word in ("last", "next"):
        core = [periods.months(y, month, 3) for y in (*_around(base), base.year - 2)]
        core = [c for c in core if (c[1] < base if word == "last" else c[0] > base)]
        near = periods.nearest(core, base)
    else:
        near = _near(said, lambda year: periods.months(year, month, 3))
    return periods.season(near[0].year, month) if near else None


def _relative(said: Said, base: date) -> Days | None:
    if said.one("weekday"):
        back = (base.weekday() - grammar.WEEKDAYS[said.one("weekday")]) % 7
        ahead = said.ahead or said.one("from")
        return periods.day(base + timedelta((7 - back) % 7) if ahead else base - timedelta(back))
    word = said.one("day")
    if word:
        shift = -1 if word in ("yesterday", "last night") else 1 if word == "tomorrow" else 0
        days = periods.day(base + timedelta(shift))
        return days if word != "overnight" else (base - timedelta(1), base)
    if said.one("ago", "hence"):
        return _from_now(said, base)
    if said.one("year_end"):
        return periods.years(base.year)
    return _period(said, base) if said.one("rel", "rel6") else None


def _from_now(said: Said, base: date) -> Days:
    count, unit = said.one("n", "n2"), said.one("unit", "unit2")
    n = int(count) if count.isdigit() else grammar.NUMBERS[count]
    n *= 1 if said.one("hence") or said.one("way") in ("later", "from now") else -1
    if unit == "day":
        return periods.day(base + timedelta(n))
    return _of(base, unit, n)


def _of(base: date, unit: str, step: int) -> Days:
    """The week, month or year that is so many after the one of a day."""
    if unit == "week":
        return periods.week(base + timedelta(7 * step))
    if unit == "month":
        return periods.months(base.year, base.month + step)
    return periods.years(base.year + step)


def _period(said: Said, base: date) -> Days:
    step, what = _step(said.one("rel", "rel6")), said.one("what", "what6")
    if what in grammar.WEEKDAYS:
        back = (base.weekday() - grammar.WEEKDAYS[what]) % 7
        day = base - timedelta(back) if step <= 0 else base + timedelta((7 - back) % 7 or 7)
        return periods.day(day)
    if what == "weekend":
        return periods.weekend(base + timedelta(7 * step))
    return _of(base, what, step)


def _step(word: str) -> int:
    return _STEPS.get(word, -1)
