"""What a bound leaves of the calendar: "before May", "not before 2026", "May at the latest"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.periods import Days

_NEGATION = re.compile(
    r"(?:\b(?:no|not|never|cannot|nobody|nothing|unlikely)\b|n['’]t\b)[^,.;:!?]{0,60}$",
    re.IGNORECASE,
)
_BEFORE, _AFTER = re.compile(r"before|prior"), re.compile(r"after|beyond")
_EARLIEST = re.compile(r"no (?:earlier|sooner)|not (?:before|until|earlier)|earliest|or later")
_LATEST = re.compile(r"(?:no|not) later|latest|or earlier")
_ITSELF = re.compile(r"as (?:early|late|soon) as")


def negation(before: str) -> int | None:
    """Where the words before an expression say "not", in the same clause; None where they don't."""
    found = _NEGATION.search(before)
    return found.start() if found else None


def bounds(words: str, days: Days, *, negated: bool) -> tuple[date | None, date | None]:
    """The earliest and the latest day that a bound on some days allows; None for none."""
    first, last = days
    if _EARLIEST.search(words):
        return first, None
    if _LATEST.search(words):
        return None, last
    if _BEFORE.search(words):
        return (first, None) if negated else (None, first - timedelta(1))
    if _AFTER.search(words):
        return (None, last) if negated else (last + timedelta(1), None)
    return days if _ITSELF.search(words) else (None, None)
