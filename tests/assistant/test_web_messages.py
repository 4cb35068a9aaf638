"""The page's texts: complete in every language, chosen by what the browser asks for."""

from __future__ import annotations

import re
import string

import pytest

from assistant.web.messages import catalogs, preferred, texts


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
