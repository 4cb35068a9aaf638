"""Outlet, title and date of an article, as far as its own text tells them.

What a page says about itself is inferred here; `sources.toml` and a row's own fields stand above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateutil import parser as dateparser

from index.cleaning import body_spans, is_furniture, paragraph_spans
from index.sentences import dateline_end, sentence_spans

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"""\b(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}
      | \d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s\d{{4}}
      | \d{{4}}-\d{{2}}-\d{{2}})\b""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY_AND_MONTH = re.compile(rf"\b(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})\b", re.IGNORECASE)
_ISO = re.compile(r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")
_YEAR = re.compile(r"(?:copyright|©|\(c\))\D{0,40}?(\d{4})", re.IGNORECASE)
_AGENCY = re.compile(r"\(([A-Z][\w .&/-]{1,39})\)")
_OWNER = re.compile(
    r"(?:copyright|©|\(c\))\W*(?:copyright\W*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?:by\s+)?"
    r"((?:The\s)?[A-Z][\w&'’-]*(?:\s(?:[A-Z][\w&'’-]*|of|and|for))*)",
)
_APPEAL = re.compile(r"^\W*A (?:message|note|letter|word) from ((?:The )?[A-Z][\w '’&-]+?):?\s*$", re.I)
_BYLINE = re.compile(r"^By\s+[^,|–—-]{3,60}[,|–—-]\s*(?:for\s)?((?:The\s)?[A-Z][\w .&'’-]{1,40})$")
_NOISE = re.compile(
    r"\b(?:published|updated|posted|last|modified|on|at|by|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}[:.]\d{2}|[ap]\.?m\.?|utc|gmt|e[sd]?t|cet|p[sd]?t)\b\.?",
    re.IGNORECASE,
)
_TITLE_WORDS = 30
_TITLE_CHARS = 90


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of itself; None where it says nothing."""

    outlet: str | None
    title: str
    published: str | None
    has_headline: bool


def infer(text: str) -> Told:
    """Outlet, title and publication date told by dateline, byline, stamp or copyright line."""
    lines = [text[a:b] for a, b in paragraph_spans(text)]
    body = body_spans(text)
    first = body[0][0] if body else len(text)
    head = [text[a:b] for a, b in paragraph_spans(text) if b <= first][-12:]
    opening = text[first : body[0][1]] if body else ""
    published, stamped_by = _published(head, opening, lines)
    headline = _headline(head)
    outlet = _dateline_agency(opening) or stamped_by or _owner(lines)
    return Told(outlet, headline or _first_words(text), published, headline is not None)


def iso_date(value: object) -> str | None:
    """A date in any usual form as ISO ("2021-12-10"; year or month where only that is given).

    Returns None for an empty value. Raises ValueError for one that is no date.
    """
    if value is None or not str(value).strip():
        return None
    given = str(value).strip()
    if _ISO.match(given):
        # Checked below for a month 13, kept as precise as it came.
        dateparser.parse(given, default=None)
        return given
    try:
        return dateparser.parse(given).date().isoformat()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{given!r} is no date (write it as 2021-12-31)") from error


def _published(head: list[str], opening: str, lines: list[str]) -> tuple[str | None, str | None]:
    """The date nearest above the body, and the outlet that stands on the same line."""
    stamps: list[tuple[str, str | None]] = []
    labelled: list[tuple[str, str | None]] = []
    for line in head:
        match = _DATE.search(line)
        if match and len(line) < 120:
            rest = re.sub(r"[^\w&.’' ]+", " ", _NOISE.sub(" ", line.replace(match[0], " ")))
            rest = " ".join(rest.split())
            name = rest if 0 < len(rest.split()) <= 5 and rest[:1].isupper() else None
            stamps.append((match[0], name))
            if "publish" in line.lower():
                labelled.append(stamps[-1])
    dated = next((m[0] for m in [_DATE.search(opening[: dateline_end(opening)])] if m), None)
    if dated:
        return _parsed(dated), None
    chosen = (labelled or stamps)[-1:]
    year = next((m[1] for m in map(_YEAR.search, lines) if m), None)
    if chosen:
        year = year or (_parsed(chosen[0][0]) or "")[:4]
    day = _DAY_AND_MONTH.search(opening[: dateline_end(opening)])
    if day and year:
        return _parsed(f"{day[0]} {year}"), chosen[0][1] if chosen else None
    if chosen:
        return _parsed(chosen[0][0]), chosen[0][1]
    return year, None


def _parsed(text: str) -> str | None:
    try:
        return iso_date(text)
    except ValueError:
        return None


def _dateline_agency(opening: str) -> str | None:
    match = _AGENCY.search(opening[: dateline_end(opening)])
    return match[1].strip() if match else None


def _owner(lines: list[str]) -> str | None:
    """The outlet that a byline, an appeal or a copyright line names."""
    for pattern in (_BYLINE, _APPEAL, _OWNER):
        for line in lines:
            match = pattern.search(line) if len(line) < 300 else None
            if match:
                return match[1].strip(" .")
    return None


def _headline(head: list[str]) -> str | None:
    """The line above the body that reads like a headline; a repeated one first."""
    candidates = [
        line
        for line in head
        if 3 <= len(line.split()) <= _TITLE_WORDS
        and not _DATE.search(line)
        and not is_furniture(line)
        and not line.lower().startswith("by ")
    ]
    repeated = [line for line in candidates if candidates.count(line) > 1]
    return (repeated or candidates or [None])[0]


def _first_words(text: str) -> str:
    """The start of the first sentence, cut at a word, for a text without a headline."""
    for start, end in body_spans(text):
        for a, b in sentence_spans(text, start, end)[:1]:
            sentence = " ".join(text[a:b].split())
            if len(sentence) <= _TITLE_CHARS:
                return sentence
            return sentence[:_TITLE_CHARS].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return " ".join(text.split())[:_TITLE_CHARS] or "Untitled"
