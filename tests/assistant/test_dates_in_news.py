"""What is a date in sentences of the news, and what only looks like one."""

from __future__ import annotations

import pytest

from assistant.dates import find
from tests.assistant.dated import told


@pytest.mark.parametrize(
    "text",
    [
        "Ministers may march on before the vote.",
        "Prices fall by a third, and may fall further.",
        "The fall of the wall and the fall in prices went together.",
        "The Summer Olympics were opened on Spring Street.",
        "He drank from the spring and went to summer school.",
        "The Winter Palace and the Arab Spring are in the book.",
        "The petition was signed by 2,029 people.",
        "The petition was signed by 2029 people.",
        "Buses on route 2028 cost $2030 to run.",
        "Some 1950 homes were lost after 2029 votes.",
        "The Christmas market has a Christmas tree from Christmas Island.",
        "The Chinese New Year parade went by.",
        "It was the third fire in three weeks.",
        "He spent two years on the run.",
        "The High Noon and the midnight train are films.",
        "Before May’s resignation she had no rival.",
        "The score was 11.20 to 9.",
    ],
)
def test_words_and_numbers_that_only_look_like_dates_are_not_found(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The company plans to launch the service in early December, pending approval.",
         ["early December"]),
        ("Turnout was the lowest since 1998, the electoral commission said on Monday.",
         ["1998", "on Monday"]),
        ("The airline will suspend flights to the capital until at least mid-January.",
         ["until at least mid-January"]),
        ("Construction began in spring 2022 and was to end by late 2024.",
         ["in spring 2022", "late 2024"]),
        ("The reactor, shut down since last winter, will restart in the first week of May.",
         ["last winter", "of May"]),
        ("Police were called to the flat shortly before midnight on Saturday.",
         ["shortly before midnight on Saturday", "shortly before midnight"]),
        ("A spokesman said the yard would hire 400 people by the end of next year.",
         ["the end of next year"]),
        ("The central bank is not expected to cut rates before September.",
         ["before September"]),
        ("The ferry left at 6.15am on Wednesday and was due back at noon.",
         ["at 6.15am on Wednesday", "at 6.15am", "at noon"]),
        ("Her trial, which opened in mid-June, resumes next Tuesday.",
         ["mid-June", "next Tuesday"]),
        ("The fleet is to be scrapped between now and the end of 2026.", ["the end of 2026"]),
        ("The treaty dates from the late 1960s.", ["the late 1960s"]),
        ("The first train is expected in 2031 at the earliest.", ["2031 at the earliest"]),
        ("Farmers lost half of the harvest this summer.", ["this summer"]),
        ("Two miners were found alive early on Sunday, four days after the blast.",
         ["early on Sunday"]),
        ("The inquiry will publish its findings before Christmas.", ["before Christmas"]),
        ("The station was evacuated at about 11.20 p.m. local time.", ["at about 11.20 p.m"]),
    ],
)  # fmt: skip
def test_sentences_of_the_news_are_read_whole(text: str, words: list[str]) -> None:
    assert told(text) == words


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("She starts on the first Monday of May.", "2026-05-04"),
        ("It opens the last Friday in June 2027.", "2027-06-25"),
        ("It fell on the fourth Thursday of March.", "2026-03-26"),
    ],
)
def test_a_weekday_is_told_by_its_place_in_a_month(text: str, day: str) -> None:
    (when,) = find(text, "2026-04-23")
    assert (str(when.first), str(when.last)) == (day, day)
