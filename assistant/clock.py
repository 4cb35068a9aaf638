"""Times of day: "6:42 a.m.", "shortly before 7 a.m.", "ten p.m.", "noon"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HOURS = {
    w: i
    for i, w in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_HOUR_WORD = "|".join(_HOURS)
_LOOSE = r"(?:shortly|just|soon)\s(?:before|after)|before|after|around|about|nearly"
_HALF = r"[ap]\.?m\b\.?"
PATTERN = (
    rf"(?:(?:{_LOOSE}|at|by|until|till)\s)?"
    rf"(?:\d{{1,2}}(?:[:.]\d\d)?\s?{_HALF}|\d{{1,2}}:\d\d\b(?:\s?{_HALF})?"
    rf"|(?:{_HOUR_WORD})\s(?:{_HALF}|o['’]clock)"
    rf"|(?:(?<=at\s)|(?<=until\s)|(?<=by\s)|(?<=before\s)|(?<=after\s)|(?<=around\s))(?:noon|midnight|\d{{1,2}}[:.]\d\d))"
)
"""A time of day in a text, as a part of a regular expression that ignores case."""
_TIME = re.compile(
    rf"(?:(?P<loose>{_LOOSE})\s)?(?:(?:at|by|until|till)\s)?"
    rf"(?:(?P<hour>\d{{1,2}}|{_HOUR_WORD})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap])?|(?P<named>noon|midnight))",
    re.IGNORECASE,
)
_HALF_DAY, _DAY = 720, 1440
_TOLERANCE = {"loose": 30, "hour": 10, "minute": 2}
"""Minutes by which a time can be off: told loosely, to the hour, to five minutes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: minutes after midnight (after midnight or noon if `halved`), give or take."""

    minute: int
    halved: bool
    tolerance: int


def parse(text: str) -> Clock | None:
    """The time of day that a match of PATTERN stands for; None for 25:00."""
    match = _TIME.match(text)
    if not match:
        return None
    if match["named"]:
        minute = _HALF_DAY if match["named"].lower() == "noon" else 0
        return Clock(minute, False, _TOLERANCE["loose" if match["loose"] else "minute"])
    hour = _HOURS.get(match["hour"].lower()) or int(match["hour"])
    half = (match["half"] or "").lower()
    if hour > (12 if half else 24) or int(match["minute"] or 0) > 59:
        return None
    exact = match["minute"] is not None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    rounded = exact and int(match["minute"]) % 5 == 0
    how = "loose" if match["loose"] else "minute" if rounded else "" if exact else "hour"
    halved = not half and hour <= 12
    return Clock(60 * (hour % 24) + int(match["minute"] or 0), halved, _TOLERANCE.get(how, 0))


def compatible(one: Clock, other: Clock) -> bool:
    """Whether two times of day can be the same moment.

    Two that are both told to the hour are taken at their word: nine is not ten.
    """
    cycle = _HALF_DAY if one.halved or other.halved else _DAY
    apart = (one.minute - other.minute) % cycle
    return min(apart, cycle - apart) <= max(one.tolerance, other.tolerance)
