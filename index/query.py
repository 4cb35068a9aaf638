"""What a question asks of the index: its words, its parts, the outlets and dates it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateutil import parser as dateparser

from index.words import STOPWORDS, fold, words

_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_DATE = re.compile(
    rf"""\b(?: (?P<month>{_MONTHS})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<year>\d{{4}}))?
      | (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{_MONTHS})(?:,?\s(?P<year2>\d{{4}}))?
      | (?P<month3>{_MONTHS}),?\s(?P<year3>\d{{4}})
      | (?P<iso>\d{{4}}-\d{{2}}-\d{{2}}) )\b""",
    re.VERBOSE,
)
_PARTS = re.compile(
    r"""[;?]|,?\s(?:while|whereas|and\s(?:also\s)?(?:the|is|was|has|did|does|who|which|what|how|when)
      |as\swell\sas|in\scontrast\sto|compared\s(?:to|with)|versus|but|after|before)\s|,\s""",
    re.VERBOSE | re.IGNORECASE,
)
_MIN_PART = 4
_MAX_PARTS = 4
_LONG = 12


@dataclass(frozen=True, slots=True)
class Query:
    """A question taken apart.

    `parts` are the things a long question asks about, each with the outlets named in it.
    `dates` are ISO prefixes ("2023-11-06", "2023-11"), or "--10-01" where no year is given.
    """

    text: str
    terms: tuple[str, ...]
    outlets: frozenset[str]
    dates: tuple[str, ...]
    parts: tuple[Query, ...] = ()


def analyse(question: str, outlets: Sequence[str]) -> Query:
    """Take a question apart, given the names of the outlets that are indexed."""
    lower = question.lower()
    likely = [o for o in outlets if any(name.lower() in lower for name in _names(o))]
    named = {o: spans for o in likely if (spans := _mentions(o, question))}
    whole = _query(question, question, named)
    pieces = [p for p in _split(question) if len(_terms(p)) >= _MIN_PART]
    if len(whole.terms) < _LONG or len(pieces) < 2:
        return whole
    longest = sorted(pieces, key=lambda p: -len(_terms(p)))[:_MAX_PARTS]
    parts = tuple(_query(p, p, {o: s for o in named if (s := _mentions(o, p))}) for p in longest)
    return Query(whole.text, whole.terms, whole.outlets, whole.dates, parts)


def published_within(published: str | None, date: str) -> bool:
    """Whether an article's date lies in the day, month or year that a question names."""
    if published is None:
        return False
    return published[4:] == date[1:] if date.startswith("--") else published.startswith(date)


def _query(text: str, shown: str, named: dict[str, list[str]]) -> Query:
    bare = _DATE.sub(" ", text)
    for spans in named.values():
        for span in spans:
            bare = bare.replace(span, " ")
    return Query(shown, tuple(_terms(bare) or _terms(text)), frozenset(named), tuple(_dates(text)))


def _terms(text: str) -> list[str]:
    return [w for w in dict.fromkeys(words(text)) if fold(w) not in STOPWORDS]


def _split(question: str) -> list[str]:
    return [piece.strip() for piece in _PARTS.split(question) if piece and piece.strip()]


def _mentions(outlet: str, question: str) -> list[str]:
    """The stretches of the question that name the outlet (by its whole name or its first part)."""
    found: list[str] = []
    for bare in _names(outlet):
        pattern = rf"(?<!\w)(?:[Tt]he\s)?{re.escape(bare)}(?!\w)"
        flags = re.IGNORECASE if " " in bare or "." in bare else 0
        found += [m[0] for m in re.finditer(pattern, question, flags)]
    return sorted(found, key=len, reverse=True)


@lru_cache(maxsize=200_000)
def _names(outlet: str) -> tuple[str, ...]:
    """The outlet's whole name and its first part, without "The"."""
    names = (outlet, re.split(r"\s[-|–]\s|:\s", outlet)[0])
    return tuple(dict.fromkeys(name.removeprefix("The ") for name in names))


def _dates(text: str) -> list[str]:
    found = []
    for match in _DATE.finditer(text):
        got = {key.rstrip("23"): value for key, value in match.groupdict().items() if value}
        if "iso" in got:
            found.append(got["iso"])
            continue
        month = dateparser.parse(got["month"].rstrip(".")).month
        day = f"-{int(got['day']):02}" if "day" in got else ""
        found.append(f"{got.get('year', '-')}-{month:02}{day}")
    return found
