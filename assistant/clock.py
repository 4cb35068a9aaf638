"""Times of day: "6:42 a.m.", "shortly before 7 a.m.", "half past six", "noon"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.quantity_grammar import ONES

_HOURS = {word: n for word, n in ONES.items() if 1 <= n <= 12}
_HOUR_WORD = "|".join(_HOURS)
_HOUR = rf"(?:\d{{1,2}}|{_HOUR_WORD})"
_LOOSE = r"(?:shortly|just|soon)\s(?:before|after)|before|after|around|about|nearly"
_HALF = r"[ap]\.?m\b\.?"
_PAST = r"half\spast|(?:a\s)?quarter\s(?:past|to)"
_IN_PART = r"\sin\sthe\s(?:morning|afternoon|evening)\b"
_ON_PART = r"\son\s\w+day\s(?:morning|afternoon|evening|night)\b"
_SHORT = "|".join(rf"(?<=\b{w}\s)" for w in ("at", "until", "by", "before", "after", "around"))
"""Words after which noon and "6:42" are times, whatever follows."""
_ALONE = r"(?=\s(?:on|and|local|yesterday|today|tomorrow|[A-Z]\w+day)\b|[.,;:!?)]|\s?$)"
PATTERN = (
    rf"(?:(?:at|by|until|till)\s)?(?:(?:{_LOOSE})\s)?"
    rf"(?:(?:{_PAST})\s{_HOUR}\b(?:{_IN_PART})?"
    rf"|{_HOUR}(?:\so['’]clock)?{_IN_PART}"
    rf"|(?<=\bat\s){_HOUR}(?={_ON_PART})"
    rf"|\d{{1,2}}(?:[:.]\d\d)?\s?{_HALF}|\d{{1,2}}:\d\d\b(?:\s?{_HALF})?"
    rf"|(?:{_HOUR_WORD})\s(?:{_HALF}|o['’]clock)"
    rf"|(?:{_SHORT})(?:noon|midday|midnight|\d{{1,2}}[:.]\d\d)(?!\s(?:train|mass|deadline)\b)"
    rf"|(?-i:noon|midday|midnight){_ALONE})"
)
"""A time of day in a text, as a part of a regular expression that ignores case."""
_TIME = re.compile(
    rf"(?:(?:at|by|until|till)\s)?(?:(?P<loose>{_LOOSE})\s)?"
    rf"(?:(?:(?P<past>{_PAST})\s)?(?P<hour>{_HOUR})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap]\b|[ap]\.?m)?"
    rf"|(?P<named>noon|midday|midnight))",
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
        minute = 0 if match["named"].lower() == "midnight" else _HALF_DAY
        return Clock(minute, False, _TOLERANCE["loose" if match["loose"] else "minute"])
    hour = _HOURS.get(match["hour"].lower()) or int(match["hour"])
    half = (match["half"] or "").lower()[:1]
    if hour > (12 if half else 24) or int(match["minute"] or 0) > 59:
        return None
    exact = bool(match["minute"] or match["past"])
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    past = (60 * (hour % 24) + _past(match["past"]) + int(match["minute"] or 0)) % _DAY
    how = "loose" if match["loose"] else "hour" if not exact else "" if past % 5 else "minute"
    return in_part(Clock(past, not half and hour <= 12, _TOLERANCE.get(how, 0)), text)


def in_part(time: Clock, words: str) -> Clock:
    """The time in the part of the day that the words name, if they do: six "on Monday evening"."""
    part = re.search(r"\b(?:morning|afternoon|evening|(?:to)?night)\b", words, re.IGNORECASE)
    if not part or not time.halved:
        return time
    name, minute = part[0].lower(), time.minute % _HALF_DAY
    # At night it is eleven before midnight and two after it.
    late = minute >= _HALF_DAY // 2 if "night" in name else name != "morning"
    return replace(time, minute=minute + _HALF_DAY * late, halved=False)


def compatible(one: Clock, other: Clock) -> bool:
    """Whether two times of day can be the same moment.

    Two that are both told to the hour are taken at their word: nine is not ten.
    """
    cycle = _HALF_DAY if one.halved or other.halved else _DAY
    apart = (one.minute - other.minute) % cycle
    return min(apart, cycle - apart) <= max(one.tolerance, other.tolerance)


def _past(words: str | None) -> int:
    """The minutes that "half past" and "a quarter to" add to an hour."""
    if not words:
        return 0
    return 30 if "half" in words.lower() else 15 if "past" in words.lower() else -15
