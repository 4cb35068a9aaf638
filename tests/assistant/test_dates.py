"""Dates in sentences, resolved against the day the article appeared."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.clock import parse
from assistant.comparison import Match, compare
from assistant.dates import When, describe, find, overlap
from assistant.direct import Found
from assistant.evidence import Candidate
from assistant.wording import texts
from index.types import Article, Hit, Passage

ENGLISH = texts("en")

FRIDAY = "2021-12-10"


def only(text: str, published: str | None = FRIDAY) -> When:
    (found,) = find(text, published)
    return found


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
        ("The council met earlier this month.", "2021-12-01", "2021-12-31"),
        ("The council met last month.", "2021-11-01", "2021-11-30"),
        ("The council met three months ago.", "2021-09-01", "2021-09-30"),
        ("The council will meet next year.", "2022-01-01", "2022-12-31"),
        ("The council met in May.", "2021-05-01", "2021-05-31"),
        ("The council will meet next January.", "2022-01-01", "2022-01-31"),
        ("The council met in December last year.", "2020-12-01", "2020-12-31"),
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
    assert overlap(told, retold)
    assert (told.first, told.last) == (retold.first, retold.last)


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        (("yesterday", "2025-10-15"), ("two days ago", "2025-10-16"), True),
        (("on Tuesday", "2025-10-15"), ("on October 14, 2025", None), True),
        (("this month", "2025-10-15"), ("on 14 October 2025", None), True),
        (("on April 21, 2026", None), ("on April 23, 2026", None), False),
        (("last week", "2021-12-10"), ("last week", "2021-12-17"), False),
        (("in recent weeks", "2021-12-10"), ("on 14 October 2025", None), False),
    ],
)
def test_dates_overlap_when_they_can_be_one_day(
    one: tuple[str, str | None], other: tuple[str, str | None], can: bool
) -> None:
    a, b = (only(f"It met {text}.", published) for text, published in (one, other))
    assert overlap(a, b) is overlap(b, a) is can


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


THURSDAY = "2024-10-03"


def told(text: str, published: str | None = THURSDAY) -> list[str]:
    return [text[slice(*w.span)].rstrip(" .,") for w in find(text, published)]


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
    assert overlap(early, mid)
    assert overlap(mid, late)
    assert not overlap(early, late)


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
    ("text", "whole", "day", "minute"),
    [
        ("The ship sank on Sunday at around 2 p.m.", "on Sunday at around 2 p.m",
         "2024-09-29", 840),
        ("It was seen at 1:20 a.m. on Monday.", "at 1:20 a.m. on Monday", "2024-09-30", 80),
        ("The siren went at half past six on Monday morning.",
         "at half past six on Monday morning", "2024-09-30", 390),
        ("It landed shortly after 6 a.m. yesterday.", "shortly after 6 a.m. yesterday",
         "2024-10-02", 360),
        ("It blew up on 3 September, at 11.20 p.m.", "3 September, at 11.20 p.m",
         "2024-09-03", 1400),
        ("The truce began at noon local time on Tuesday.", "at noon local time on Tuesday",
         "2024-10-01", 720),
        ("Polls closed at nine on Sunday evening.", "at nine on Sunday evening",
         "2024-09-29", 1260),
    ],
)  # fmt: skip
def test_a_day_and_its_time_are_one_expression(
    text: str, whole: str, day: str, minute: int
) -> None:
    when, time = find(text, THURSDAY)
    assert text[slice(*when.span)].rstrip(".") == whole
    assert str(when.first) == str(when.last) == day
    assert when.at
    assert when.at.minute == minute
    assert time.clock == when.at
    assert time.first is None


def test_a_time_is_not_put_to_a_day_of_which_it_is_not_told() -> None:
    assert all(w.at is None for w in find("It met on Sunday and left at 2 p.m.", THURSDAY))
    assert all(w.at is None for w in find("In 2023, at 2 p.m., it met.", THURSDAY))


def moment(text: str) -> Found:
    """The first expression of a sentence, as an outlet's answer."""
    article = Article(text, "Post", "A title", text, THURSDAY)
    hit = Hit(Passage("p", text, 0, ((0, len(text)),)), article, 1.0, np.ones((1, 2), np.float32))
    when = find(text, THURSDAY)[0]
    candidate = Candidate(hit, 0, text, np.ones(2, np.float32))
    return Found(candidate, text[slice(*when.span)], when, when.span)


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("at 2 p.m. on Sunday", "on Sunday at around 2 p.m.", Match.SAME),
        ("at 2 p.m. on Sunday", "on Sunday", Match.SAME),
        ("at 2 p.m. on Sunday", "at 2 p.m. on Monday", Match.DIFFERENT),
        ("at 2 p.m. on Sunday", "at 9 p.m. on Sunday", Match.DIFFERENT),
        ("at 2 p.m.", "at 9 p.m.", Match.DIFFERENT),
        ("before March", "in January", Match.UNCLEAR),
        ("no later than June", "in May 2025", Match.UNCLEAR),
        ("in early July", "in late July", Match.DIFFERENT),
        ("in early July", "in mid-July", Match.SAME),
        ("in the summer", "in August", Match.SAME),
        ("in the summer", "in December 2023", Match.DIFFERENT),
    ],
)
def test_answers_differ_where_the_day_or_the_time_cannot_be_one(
    one: str, other: str, match: Match
) -> None:
    a, b = moment(f"It sank {one}."), moment(f"It sank {other}.")
    assert compare(a, b) is compare(b, a) is match


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
    ("text", "shown"),
    [
        ("in early July", "1–15 July 2021"),
        ("in the 1990s", "1 January 1990 – 31 December 1999"),
        ("before May 2022", ""),
    ],
)
def test_what_is_narrowed_is_shown_narrowed(text: str, shown: str) -> None:
    assert describe(only(f"It met {text}."), ENGLISH) == shown


def test_the_time_in_the_evening_is_not_that_in_the_morning() -> None:
    morning = find("It sank at half past six on Monday morning.", THURSDAY)[0]
    assert morning.at == parse("6:30 a.m.")
