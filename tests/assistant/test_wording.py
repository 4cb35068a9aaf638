"""Our own texts: complete in every language, chosen by what is asked for."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest

from assistant.wording import catalogs, preferred, texts


def places(text: str) -> set[str]:
    """The values that a text takes."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_every_language_has_every_text_with_the_same_places() -> None:
    english = catalogs()["en"]
    for language, catalog in catalogs().items():
        assert set(catalog) == set(english), language
        for key, text in catalog.items():
            assert places(text) == places(english[key])


def test_every_text_that_a_template_asks_for_is_there() -> None:
    from importlib import resources

    folder = resources.files("assistant.web").joinpath("templates")
    asked = set()
    for file in folder.iterdir():
        asked |= set(re.findall(r'\bt\("([\w.]+)"[,)]', file.read_text("utf-8")))
    assert len(asked) > 20
    english = catalogs()["en"]
    assert {key for key in asked if key not in english and f"{key}_one" not in english} == set()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"), ("de-AT,de;q=0.9,en;q=0.8", "de"), ("en-US,en;q=0.9,de;q=0.1", "en"),
        ("fr,de;q=0.5", "de"), ("fr", "en"), ("*", "en"), ("", "en"), (None, "en"),
        (";;q=x,\x00", "en"),
    ],
)  # fmt: skip
def test_the_page_speaks_the_language_that_the_browser_likes_best(
    accepted: str | None, language: str
) -> None:
    assert preferred(accepted) == language


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2021-12-10", "10 December 2021"),
        ("2021-12", "December 2021"),
        ("2021", "2021"),
        (None, "undated"),
        ("", "undated"),
        ("some day", "some day"),
        ("2021-13-45", "2021-13-45"),
    ],
)
def test_dates_read_as_one_says_them(published: str | None, said: str) -> None:
    assert texts("en").date(published) == said


def test_one_and_many_differ() -> None:
    english = texts("en")
    assert english("added", count=1) == "1 article added."
    assert english("added", count=1200) == "1,200 articles added."


@pytest.mark.parametrize(
    ("first", "last", "english", "german"),
    [
        ("2021-12-10", "2021-12-10", "10 December 2021", "10. Dezember 2021"),
        ("2021-12-06", "2021-12-12", "6–12 December 2021", "6.–12. Dezember 2021"),
        ("2021-12-01", "2021-12-31", "December 2021", "Dezember 2021"),
        ("2021-01-01", "2021-12-31", "2021", "2021"),
        ("2021-11-29", "2021-12-05", "29 November – 5 December 2021",
         "29. November – 5. Dezember 2021"),
        ("2021-12-27", "2022-01-02", "27 December 2021 – 2 January 2022",
         "27. Dezember 2021 – 2. Januar 2022"),
    ],
)  # fmt: skip
def test_days_read_as_one_says_them(first: str, last: str, english: str, german: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert (texts("en").days(*days), texts("de").days(*days)) == (english, german)


def test_names_in_a_row_are_each_named_once() -> None:
    assert texts("de").listed(["AP", "RT", "AP", "{dpa}"]) == "AP, RT und {dpa}"
    assert texts("en").listed(["AP", "RT", "dpa"]) == "AP, RT and dpa"


@pytest.mark.parametrize(("wanted", "language"), [("de-AT", "de"), ("fr", "en"), ("", "en")])
def test_what_is_not_spoken_is_english(wanted: str, language: str) -> None:
    assert texts(wanted).language == language


def test_thousands_are_set_off_as_the_language_does() -> None:
    assert texts("de")("added", count=1200) == "1.200 Artikel hinzugefügt."
