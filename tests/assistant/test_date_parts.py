"""Parts of months and years, seasons, holidays and bounds."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.dates import apart, describe
from assistant.wording import texts
from tests.assistant.dated import THURSDAY, only, told

ENGLISH = texts("en")


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("The bridge should reopen by the end of October.", "the end of October",
         "2024-10-16", "2024-10-31"),
        ("Early December is the likeliest date.", "Early December", "2024-12-01", "2024-12-15"),
        ("Work will begin mid-July, officials said.", "mid-July", "2025-07-08", "2025-07-23"),
        ("The strike lasted from late September to now.", "late September",
         "2024-09-16", "2024-09-30"),
        ("A ban has been in force since early January.", "since early January",
         "2024-01-01", "2024-01-15"),
        ("Trams will run from January on.", "from January", "2025-01-01", "2025-01-31"),
        ("Prices have risen since November.", "since November", "2023-11-01", "2023-11-30"),
        ("The road has been shut since late November.", "since late November",
         "2023-11-16", "2023-11-30"),
        ("Talks failed last November.", "last November", "2023-11-01", "2023-11-30"),
        ("The dam burst in mid-August 2019.", "mid-August 2019", "2019-08-08", "2019-08-23"),
        ("It was signed in early March last year.", "early March last year",
         "2023-03-01", "2023-03-15"),
        ("The plant will close at the end of the year.", "the end of the year",
         "2024-07-01", "2024-12-31"),
        ("She leaves at the end of this month.", "the end of this month",
         "2024-10-16", "2024-10-31"),
        ("Votes will be counted by the end of the week.", "the end of the week",
         "2024-10-03", "2024-10-06"),
        ("Fares will rise at the beginning of next year.", "the beginning of next year",
         "2025-01-01", "2025-06-30"),
        ("He quit late last year.", "late last year", "2023-07-01", "2023-12-31"),
        ("It is to be ready by mid-2025.", "mid-2025", "2025-04-01", "2025-09-30"),
        ("The mill, built in 1843, burned down.", "1843", "1843-01-01", "1843-12-31"),
        ("The port should be operational by 2029.", "2029", "2029-01-01", "2029-12-31"),
        ("The wall fell in the 1990s.", "the 1990s", "1990-01-01", "1999-12-31"),
        ("The town grew in the early 1980s.", "the early 1980s", "1980-01-01", "1984-12-31"),
        ("Ships will return in two years' time.", "in two years' time",
         "2026-01-01", "2026-12-31"),
        ("The panel will report in three weeks.", "in three weeks", "2024-10-21", "2024-10-27"),
        ("The fair falls on Christmas Eve.", "Christmas Eve", "2024-12-24", "2024-12-24"),
        ("The camp shut at Christmas 2022.", "Christmas 2022", "2022-12-25", "2022-12-25"),
        ("The law will take effect on New Year's Day.", "New Year's Day",
         "2025-01-01", "2025-01-01"),
        ("Borders will open again in the New Year.", "the New Year", "2025-01-01", "2025-01-31"),
    ],
)  # fmt: skip
def test_part_of_a_month_or_year_is_found_and_resolved(
    text: str, words: str, first: str, last: str
) -> None:
    when = only(text, THURSDAY)
    assert told(text) == [words]
    assert (str(when.first), str(when.last)) == (first, last)


@pytest.mark.parametrize(
    ("text", "words", "inside", "outside"),
    [
        ("The river rose in the summer.", "in the summer", "2024-07-15", "2023-07-15"),
        ("The river rose last summer.", "last summer", "2024-07-15", "2023-07-15"),
        ("The lake dried up this spring.", "this spring", "2024-04-15", "2024-09-01"),
        ("It will open in the autumn of 2026.", "in the autumn of 2026",
         "2026-10-01", "2026-04-01"),
        ("It opened in spring 2024.", "in spring 2024", "2024-04-15", "2024-09-01"),
        ("It opened in the spring of last year.", "in the spring of last year",
         "2023-04-15", "2024-04-15"),
        ("It will open next spring.", "next spring", "2025-04-15", "2024-04-15"),
        ("Gas will run short this winter.", "this winter", "2025-01-15", "2024-01-15"),
        ("Gas ran short last winter.", "last winter", "2024-01-15", "2025-01-15"),
        ("The bridge was shut in fall 2021.", "in fall 2021", "2021-10-15", "2021-04-15"),
    ],
)  # fmt: skip
def test_a_season_holds_its_months_and_one_on_either_side(
    text: str, words: str, inside: str, outside: str
) -> None:
    when = only(text, THURSDAY)
    assert told(text) == [words]
    assert when.first
    assert when.last
    assert when.first <= date.fromisoformat(inside) <= when.last
    assert not when.first <= date.fromisoformat(outside) <= when.last


@pytest.mark.parametrize("year", ["July", "2023", "July 2023", "last month", "next year"])
def test_parts_overlap_with_their_neighbours_only(year: str) -> None:
    early, mid, late = (only(f"It met in {part} {year}.") for part in ("early", "mid", "late"))
    assert not apart(early, mid)
    assert not apart(mid, late)
    assert apart(early, late)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It should open before March.", "before March"),
        ("The tax will fall after May, the minister said.", "after May"),
        ("Repairs will be done no later than June.", "no later than June"),
        ("Trains will not run until at least Christmas.", "until at least Christmas"),
        ("The tunnel will open in 2028 at the earliest.", "2028 at the earliest"),
        ("The tunnel will open in March at the latest.", "in March at the latest"),
        ("No ship will be built before 2030.", "before 2030"),
        ("Officials knew of the leak as early as February.", "as early as February"),
        ("They had met since at least early January.", "since at least early January"),
        ("A verdict is due before the end of the year.", "before the end of the year"),
        ("The school will close after the summer.", "after the summer"),
        ("The hangar must be empty within 18 months.", "within 18 months"),
        ("A decision is not expected before spring 2026.", "before spring 2026"),
    ],
)  # fmt: skip
def test_a_bound_is_found_whole_but_names_no_day(text: str, words: str) -> None:
    when = only(text, THURSDAY)
    assert told(text) == [words]
    assert when.first is None
    assert when.last is None


@pytest.mark.parametrize("day", ["November 20", "Nov. 20", "20 November"])
def test_a_day_after_before_or_after_stays_that_day(day: str) -> None:
    assert only(f"American planes left after {day}.", THURSDAY).first == date(2024, 11, 20)


def test_two_years_on_counts_from_something_else_than_the_article() -> None:
    when = only("Two years on, the site is still empty.", THURSDAY)
    assert when.first is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("in early July", "1–15 July 2021"),
        ("in the 1990s", "1 January 1990 – 31 December 1999"),
        ("before May 2022", ""),
    ],
)
def test_what_is_narrowed_is_shown_narrowed(text: str, shown: str) -> None:
    assert describe(only(f"It met {text}."), ENGLISH) == shown
