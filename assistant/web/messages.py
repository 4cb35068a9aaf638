"""The page's texts and dates in the languages that it speaks."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_skeleton

DEFAULT = "en"
_REGIONS = {"en": "en_GB"}
"""Whose way of writing dates is followed, where the language alone doesn't say."""
_WISH = re.compile(r"\s*([A-Za-z]+(?:-\w+)*)\s*(?:;\s*q=(\d(?:\.\d+)?)\s*)?")


class Texts:
    """The texts of one language, by key: `texts("added", count=3)`.

    A key with a `count` has a form for each plural of the language: `key_one`, `key_other`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = catalogs()[language]
        self._locale = Locale.parse(_REGIONS.get(language, language))

    def __call__(self, key: str, *, count: int | None = None, **values: object) -> str:
        """The text with the values in their places; KeyError for a key that there isn't."""
        if count is None:
            return self._texts[key].format_map(values)
        form = f"{key}_{self._locale.plural_form(count)}"
        return self._texts[form].format_map({"count": f"{count:,}", **values})

    def day(self, published: str | None) -> str:
        """A date in a table: "10 Dec 2021"."""
        return self.date(published, "medium")

    def date(self, published: str | None, form: Literal["long", "medium"] = "long") -> str:
        """A date as one reads it: "10 December 2021", "December 2021", "2021" or "undated"."""
        if not published:
            return self("date.undated")
        try:
            numbers = [int(part) for part in published.split("-")]
            day = date(*[*numbers, 1, 1][:3])
        except (ValueError, TypeError):
            return published
        if len(numbers) > 2:
            return format_date(day, form, locale=self._locale)
        return format_skeleton("yMMMM" if len(numbers) > 1 else "y", day, locale=self._locale)


@cache
def catalogs() -> dict[str, dict[str, str]]:
    """All texts by language and key."""
    folder = resources.files("assistant.web").joinpath("locales")
    return {
        file.name.removesuffix(".json"): json.loads(file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".json")
    }


@cache
def texts(language: str) -> Texts:
    """The texts of a language that `catalogs` has."""
    return Texts(language)


def preferred(accept_language: str | None) -> str:
    """The language of ours that a browser likes best (RFC 9110, Accept-Language)."""
    wishes = [m.groups() for m in map(_WISH.fullmatch, (accept_language or "").split(",")) if m]
    liked = sorted(wishes, key=lambda wish: -float(wish[1] or 1))
    return negotiate_locale([w for w, _ in liked], list(catalogs()), sep="-") or DEFAULT
