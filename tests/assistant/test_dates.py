"""Dates in sentences, resolved against the day the article appeared."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dates import apart, describe, find
from assistant.wording import texts
from tests.assistant.dated import FRIDAY, only

ENGLISH = texts("en")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It fell on December 3, 2021.", "2021-12-03", "2021-12-03"),
        ("It fell on 3 December 2021.", "2021-12-03", "2021-12-03"),
        ("It fell on Dec. 3.", "2021-12-03", "2021-12-03"),
        ("It fell on 2021-12-03.", "2021-12-03", "2021-12-03"),
        ("It meets on January 5.", "2022-01-05", "2022-01-05"),
        ("It opened in December 2019.", "2019-12-01", "2019-12-31"),
        ("It opened in 1958.", "1958-01-01", "1958-12-31"),
        ("It will open in early 2022.", "2022-01-01", "2022-06-30"),
        ("The council met earlier this week.", "2021-12-06", "2021-12-12"),
        ("The council met last week.", "2021-11-29", "2021-12-05"),
        ("The council met a week ago.", "2021-11-29", "2021-12-05"),
        ("The council met on Friday.", "2021-12-10", "2021-12-10"),
        ("The council met on Tuesday.", "2021-12-07", "2021-12-07"),
        ("The council will meet on Tuesday.", "2021-12-14", "2021-12-14"),
        ("The council met last Tuesday.", "2021-12-07", "2021-12-07"),
        ("The council will meet next Monday.", "2021-12-13", "2021-12-13"),
        ("The council met yesterday.", "2021-12-09", "2021-12-09"),
        ("The council met last night.", "2021-12-09", "2021-12-09"),
        ("The council meets tomorrow.", "2021-12-11", "2021-12-11"),
        ("The council met two days ago.", "2021-12-08", "2021-12-08"),
        ("The council met thirteen days ago.", "2021-11-27", "2021-11-27"),
        ("The council met earlier this month.", "2021-12-01", "2021-12-31"),
        ("The council met last month.", "2021-11-01", "2021-11-30"),
        ("The council met three months ago.", "2021-09-01", "2021-09-30"),
        ("The council will meet next year.", "2022-01-01", "2022-12-31"),
        ("The council met in May.", "2021-05-01", "2021-05-31"),
        ("The council will meet next January.", "2022-01-01", "2022-01-31"),
        ("The council met in December last year.", "2020-12-01", "2020-12-31"),
        ("The council said it would reopen in May.", "2022-05-01", "2022-05-31"),
        ("The council said on Tuesday it would reopen soon.", "2021-12-07", "2021-12-07"),
        ("The council plans to vote on Tuesday.", "2021-12-14", "2021-12-14"),
        ("The council would have met in May.", "2021-05-01", "2021-05-31"),
        ("The council meets this weekend.", "2021-12-11", "2021-12-12"),
    ],
)
def test_a_date_is_resolved_from_the_articles_day(text: str, first: str, last: str) -> None:
    when = only(text)
    assert (str(when.first), str(when.last)) == (first, last)


@pytest.mark.parametrize("day", ["Friday, 3 December 2021", "Friday, December 3", "Fri 3 Dec"])
def test_a_weekday_beside_a_date_means_that_date(day: str) -> None:
    found = find(f"The call was on {day}.", "2021-12-18")
    assert {w.first for w in found} == {date(2021, 12, 3)}


@pytest.mark.parametrize(
    "text",
    ["It fell at 6:42 a.m.", "It fell in recent weeks.", "It met at noon.",
     "It fell on Feb. 30, 2021.", "It fell on 2021-02-30.", "It fell on May 3, 0000.",
     "It fell on 0000-01-01."],
)  # fmt: skip
def test_what_names_no_real_day_is_left_unresolved(text: str) -> None:
    assert all(w.first is None and w.last is None for w in find(text, FRIDAY))


@pytest.mark.parametrize(
    "text",
    ["They came 5000 years ago.", "It lies 999999999 days ago.", "It comes 9000 years later."],
)
def test_what_no_calendar_holds_does_no_harm(text: str) -> None:
    assert all(w.first is None or w.first.year > 0 for w in find(text, FRIDAY))


@pytest.mark.parametrize("published", [None, "2021", "2021-12"])
def test_without_a_day_of_its_own_an_article_has_no_yesterday(published: str | None) -> None:
    assert only("It fell yesterday.", published).first is None
    assert only("It fell on 3 December 2021.", published).first == date(2021, 12, 3)


@pytest.mark.parametrize("text", ["He may come.", "They march on.", "The sun rose second.", ""])
def test_words_that_look_like_dates_are_none(text: str) -> None:
    assert find(text, FRIDAY) == []


def test_this_week_on_the_tenth_is_last_week_on_the_seventeenth() -> None:
    told = only("The presidents spoke earlier this week.", "2021-12-10")
    retold = only("They spoke during last week’s video call.", "2021-12-17")
    assert not apart(told, retold)
    assert (told.first, told.last) == (retold.first, retold.last)


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        (("yesterday", "2025-10-15"), ("two days ago", "2025-10-16"), True),
        (("on Tuesday", "2025-10-15"), ("on October 14, 2025", None), True),
        (("this month", "2025-10-15"), ("on 14 October 2025", None), True),
        (("on April 21, 2026", None), ("on April 23, 2026", None), False),
        (("last week", "2021-12-10"), ("last week", "2021-12-17"), False),
        (("in recent weeks", "2021-12-10"), ("on 14 October 2025", None), True),
    ],
)
def test_dates_are_apart_unless_they_can_be_one_day(
    one: tuple[str, str | None], other: tuple[str, str | None], can: bool
) -> None:
    a, b = (only(f"It met {text}.", published) for text, published in (one, other))
    assert apart(a, b) is apart(b, a) is not can


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("on 3 December 2021", "3 December 2021"),
        ("this week", "6–12 December 2021"),
        ("last week", "29 November – 5 December 2021"),
        ("this month", "December 2021"),
        ("last year", "2020"),
        ("in recent weeks", ""),
    ],
)
def test_resolved_days_are_shown_for_people(text: str, shown: str) -> None:
    assert describe(only(f"It met {text}."), ENGLISH) == shown


def test_a_week_over_new_year_is_shown_with_both_years() -> None:
    week = only("It met this week.", "2021-12-29")
    assert describe(week, ENGLISH) == "27 December 2021 – 2 January 2022"


PUBLISHED = st.dates(date(1900, 1, 1), date(2100, 1, 1))
NUMBERS = st.one_of(st.integers(0, 99999).map(str), st.sampled_from(["a", "two", "ten"]))
UNITS = st.sampled_from(["day", "week", "month", "year"])
MONTHS = st.sampled_from(["January", "Feb.", "May", "Sept", "December"])
EXPRESSIONS = st.one_of(
    st.builds("{} {}s {}".format, NUMBERS, UNITS, st.sampled_from(["ago", "later", "from now"])),
    st.builds("{} {}, {}".format, MONTHS, st.integers(0, 99), st.integers(0, 9999)),
    st.builds("{} {}".format, st.integers(0, 99), MONTHS),
    st.builds("{} {}".format, st.sampled_from(["last", "next", "this", "the following"]), UNITS),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(0, 9999), *[st.integers(0, 35)] * 2),
    st.sampled_from(["yesterday", "overnight", "on Friday", "next Sunday", "in June", "in 2014"]),
    st.builds("{} {}".format, st.sampled_from(["early", "mid", "the end of"]), MONTHS),
    st.builds("in the winter of {:04}".format, st.integers(0, 9999)),
    st.builds("in {} {}s’ time".format, NUMBERS, UNITS),
    st.sampled_from(["Christmas Eve", "last winter", "the 1990s", "at 2 p.m. on Sunday"]),
)  # fmt: skip


@given(st.lists(EXPRESSIONS, max_size=4).map("; will ".join), PUBLISHED)
def test_any_dates_resolve_in_order_and_within_the_text(text: str, published: date) -> None:
    found = find(text, published.isoformat())
    assert all(0 <= w.span[0] < w.span[1] <= len(text) for w in found)
    assert found == sorted(found, key=lambda w: w.span[0])
    for when in found:
        assert (when.first is None) == (when.last is None)
        assert when.first is None or when.last is None or when.first <= when.last
        assert bool(describe(when, ENGLISH)) == (when.first is not None)


@pytest.mark.parametrize(
    "text",
    ["6–12 December 2021", "6 to 12 December 2021", "December 6-12, 2021", "Dec. 6th to 12th"],
)
def test_several_days_of_a_month_are_all_meant(text: str) -> None:
    (when,) = find(f"They met {text} in Oslo.", "2021-12-17")
    assert describe(when, ENGLISH) == "6–12 December 2021"
