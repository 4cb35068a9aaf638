"""Crossread's own words, numbers and dates in the languages that it speaks.

What articles and readers say is never translated; nor is what the reader model is put.
"""

from __future__ import annotations

import calendar
import datetime
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Literal

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from index.errors import Phrase

DEFAULT = "en"
_REGIONS = {"en": "en_GB"}
"""Whose way of writing dates is followed, where the language alone doesn't say."""
_ANSWERING = ("opening", "verdict.", "summary.", "refusal", "complaint.", "busy", "late", "failed")
"""How the keys begin of the texts of which answers are made."""
_WISH = re.compile(r"\s*([A-Za-z]+(?:-\w+)*)\s*(?:;\s*q=(\d(?:\.\d+)?)\s*)?")


class Texts:
    """The texts of one language, by key: `texts("de")("added", count=3)`.

    A key with a `count` has a form for each plural of the language: `key_one`, `key_other`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = catalogs()[language]
        self._errors = error_catalogs().get(language, {})
        self._locale = Locale.parse(_REGIONS.get(language, language))

    def __call__(self, key: str, *, count: int | None = None, **values: object) -> str:
        """The text with the values in their places; KeyError for a key that there isn't."""
        if count is None:
            return self._texts[key].format_map(values)
        form = f"{key}_{self._locale.plural_form(count)}"
        return self._texts[form].format_map({"count": self.number(count), **values})

    def error(self, said: Phrase) -> str:
        """What an error says; in English where the language has no text of its own for it."""
        template = self._errors.get(said.template, said.template)
        values = {
            name: self.error(value) if isinstance(value, Phrase) else value
            for name, value in said.values.items()
        }
        return str(Phrase(template, **values))

    def number(self, value: int) -> str:
        """A number with its thousands set off: "12,000"."""
        return format_decimal(value, locale=self._locale)

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row, each once: "AP, RT and dpa"."""
        return format_list(list(dict.fromkeys(names)), locale=self._locale)

    def day(self, published: str | None) -> str:
        """A date in a table: "10 Dec 2021"."""
        return self.date(published, "medium")

    def date(self, published: str | None, form: Literal["long", "medium"] = "long") -> str:
        """A date as one reads it: "10 December 2021", "December 2021", "2021" or "undated"."""
        if not published:
            return self("date.undated")
        try:
            numbers = [int(part) for part in published.split("-")]
            day = datetime.date(*[*numbers, 1, 1][:3])
        except (ValueError, TypeError):
            return published
        if len(numbers) > 2:
            return format_date(day, form, locale=self._locale)
        return (
            self._month(day) if len(numbers) > 1 else format_skeleton("y", day, locale=self._locale)
        )

    def days(self, first: datetime.date, last: datetime.date) -> str:
        """All days from the first to the last: "6–12 December 2021", "December 2021", "2021"."""
        until = self._long(last)
        if first == last:
            return until
        whole = last.day == calendar.monthrange(last.year, last.month)[1] and first.day == 1
        if first.year != last.year:
            return f"{self._long(first)} – {until}"
        if first.month == last.month:
            return self._month(first) if whole else self("date.days", first=first.day, last=until)
        if whole and (first.month, last.month) == (1, 12):
            return str(first.year)
        return f"{format_skeleton('MMMMd', first, locale=self._locale)} – {until}"

    def _long(self, day: datetime.date) -> str:
        return format_date(day, "long", locale=self._locale)

    def _month(self, day: datetime.date) -> str:
        return format_skeleton("yMMMM", day, locale=self._locale)


@cache
def catalogs() -> dict[str, dict[str, str]]:
    """All texts by language and key."""
    return _read(resources.files("assistant").joinpath("locales"))


@cache
def error_catalogs() -> dict[str, dict[str, str]]:
    """What errors say by language, but for English, and by their template, which is English."""
    return _read(resources.files("assistant").joinpath("locales", "errors"))


def _read(folder: Traversable) -> dict[str, dict[str, str]]:
    return {
        file.name.removesuffix(".json"): json.loads(file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".json")
    }


def texts(wanted: str) -> Texts:
    """The texts in the language that `preferred` finds for a tag such as "de-AT"."""
    return _texts(preferred(wanted))


@cache
def _texts(language: str) -> Texts:
    return Texts(language)


def lowered(answer: str) -> str:
    """An answer with our words for it in small letters, but for English: so names, found by their
    capitals, are the articles' alone."""
    return _ours().sub(lambda found: found[0].lower(), answer)


@cache
def _ours() -> re.Pattern[str]:
    """Every piece of the texts of answers, between the values that they take.

    An error is one where the page has no other answer.
    """
    told = [
        text
        for language, catalog in catalogs().items()
        for key, text in catalog.items()
        if language != DEFAULT and key.startswith(_ANSWERING)
    ]
    told += [text for catalog in error_catalogs().values() for text in catalog.values()]
    pieces = [piece for text in told for piece, *_ in Formatter().parse(text)]
    spoken = {found[0] for piece in pieces if (found := re.search(r"\w.*\w", piece))}
    longest = sorted(spoken, key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(piece)}\b" for piece in longest))


def preferred(accept_language: str | None) -> str:
    """The language of ours that is liked best (RFC 9110, Accept-Language), English if none is."""
    wishes = [m.groups() for m in map(_WISH.fullmatch, (accept_language or "").split(",")) if m]
    liked = sorted(wishes, key=lambda wish: -float(wish[1] or 1))
    return negotiate_locale([w for w, _ in liked], list(catalogs()), sep="-") or DEFAULT
