"""What a bound leaves of the calendar: "before May", "not before 2026", "May at the latest"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.periods import Days
from index.types import Span

_NEGATION = re.compile(
    r"(?:\b(?:no|not|never|cannot|nobody|nothing|unlikely)|\b\w+n['’]t)\b[^,.;:!?]{0,60}$",
    re.IGNORECASE,
)
_TURNED = re.compile(r"(?:before|prior to|after|beyond)\b", re.IGNORECASE)
_BEFORE, _AFTER = re.compile(r"before|prior"), re.compile(r"after|beyond")
_EARLIEST = re.compile(r"no (?:earlier|sooner)|not (?:before|until|earlier)|earliest|or later")
_LATEST = re.compile(r"(?:no|not) later|latest|or earlier")
_ITSELF = re.compile(r"as (?:early|late|soon) as")


def is_denied(before: str) -> bool:
    """Whether the words before an expression say "not", in the same clause."""
    return bool(_NEGATION.search(before))


def told_from(text: str, span: Span) -> int:
    """Where an expression's words begin: with the "not" before it that turns its bound around."""
    denied = _NEGATION.search(text[: span[0]]) if _TURNED.match(text, span[0]) else None
    return denied.start() if denied else span[0]


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
