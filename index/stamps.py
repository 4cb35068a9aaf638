"""Date stamps on a page: where they stand in a line, and the day they name."""

from __future__ import annotations

import re
from datetime import datetime

from dateutil import parser as dateparser

from index.errors import CrossreadError

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"""\b(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}
      | \d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s\d{{4}}
      | \d{{4}}-\d{{2}}-\d{{2}} | \d{{1,2}}\.\d{{1,2}}\.\d{{4}} | \d{{1,2}}/\d{{1,2}}/\d{{4}})\b""",
    re.VERBOSE | re.IGNORECASE,
)
DAY_AND_MONTH = re.compile(rf"\b(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})\b", re.IGNORECASE)
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # leap years: 29 February is a day
_NOISE = re.compile(
    r"\b(?:published|updated|posted|first|last|modified|created|on|at|by|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}[:.]\d{2}|[ap]\.?m\.?|utc|gmt|e[sd]?t|cet|bst|p[sd]?t"
    r"|analysis|opinion|news|world|politics|business|sports?|local|feature|comment|explainer|breaking)\b\.?",
    re.IGNORECASE,
)
_BAR = re.compile(r"\s[|>»·]\s")
_SAID = re.compile(r"(?:\s[—–|-]|,)?\s[Bb]y\s(?=[A-Z])|\.\s(?=[A-Z])")
"""Behind a date: who wrote it, or another sentence."""
_JOINING = frozenset({"of", "the", "and", "for", "desk", "reporter", "staff", "newsroom"})
_STAMP_WORDS = 6
_STAMP_CHARS = 120
_REFUSAL = "{given!r} is no date (write it as 2021-12-31)"


def beside_stamp(line: str) -> str | None:
    """What else stands on a line that is a date stamp ("Reuters"); None if it is no stamp.

    Beside a stamp stand names only: a line with an ordinary word in it is a sentence.
    """
    match = DATE.search(line)
    if not match:
        return None
    said = _SAID.search(line, match.end())
    line = line[: said.start()] if said else line
    if len(line) > _STAMP_CHARS:
        return None
    parts = _BAR.split(line.replace(match[0], " "))
    rest = [
        " ".join(re.sub(r"[^\w&.’' ]+", " ", _NOISE.sub(" ", p)).split()).strip(" .") for p in parts
    ]
    named = next((r for r in rest if r), "")
    lower = any(w[0].islower() and w not in _JOINING for w in named.split())
    return None if lower or len(named.split()) > _STAMP_WORDS else named


class NoDateError(CrossreadError, ValueError):
    """What is given for a date names no year or no real day."""


def iso_date(value: object) -> str | None:
    """A date in any usual form as ISO ("2021-12-10"; year or month where only that is given).

    Returns None for an empty value. Raises NoDateError for one that names no year or no real day.
    """
    if value is None or not str(value).strip():
        return None
    given = str(value).strip()
    day_first = bool(re.match(r"\d{1,2}\.", given))
    try:
        # What the text leaves out comes from the default, and so differs between the two.
        one, other = (
            dateparser.parse(given, dayfirst=day_first, ignoretz=True, default=default)
            for default in _DEFAULTS
        )
    except (ValueError, OverflowError) as error:
        raise NoDateError(_REFUSAL, given=str(value)) from error
    if one.year != other.year:
        raise NoDateError(_REFUSAL, given=str(value))
    if one.month != other.month:
        return f"{one.year:04}"
    return one.date().isoformat() if one.day == other.day else f"{one.year:04}-{one.month:02}"
