"""Dates as pages, rows and sources.toml write them, and what stands beside a date stamp."""

from __future__ import annotations

from datetime import date

import pytest

from index.stamps import beside_stamp, iso_date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-12-10", "2021-12-10"),
        (date(2021, 12, 10), "2021-12-10"),
        (20211210, "2021-12-10"),
        ("2021-12-10T23:15:00Z", "2021-12-10"),
        ("2021-12-10T23:15:00+02:00", "2021-12-10"),
        ("10 December 2021", "2021-12-10"),
        ("Dec. 10, 2021", "2021-12-10"),
        ("Fri Dec 10, 2021", "2021-12-10"),
        ("Fri, 10 Dec 2021 14:00:00 GMT", "2021-12-10"),
        ("Dec 10, 2021 9:05 p.m. EST", "2021-12-10"),
        ("10.12.2021", "2021-12-10"),
        ("12/10/2021", "2021-12-10"),
        ("31/12/2021", "2021-12-31"),
        ("  2021-12-10\n", "2021-12-10"),
    ],
)
def test_a_day_is_read_in_the_forms_that_news_pages_use(written: object, expected: str) -> None:
    assert iso_date(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021", "2021"),
        ("2021-12", "2021-12"),
        ("December 2021", "2021-12"),
        ("Dec 2021", "2021-12"),
    ],
)
def test_a_month_or_year_alone_gets_no_invented_day(written: object, expected: str) -> None:
    assert iso_date(written) == expected


@pytest.mark.parametrize("written", [None, "", "  \n"])
def test_nothing_written_is_no_date(written: object) -> None:
    assert iso_date(written) is None


@pytest.mark.parametrize(
    "written",
    ["soon", "unknown", "2021-13", "2021-13-45", "November 31, 2021", "1639130400", "Friday",
     "12:30", "10", "may", "0000"],
)  # fmt: skip
def test_what_names_no_year_or_no_real_day_is_refused_with_the_way_to_write_it(
    written: str,
) -> None:
    with pytest.raises(ValueError, match="2021-12-31") as refused:
        iso_date(written)
    assert repr(written) in str(refused.value)


@pytest.mark.parametrize(
    ("line", "beside"),
    [
        ("December 11, 2021 Coastwire", "Coastwire"),
        ("Wednesday, February 21, 2024", ""),
        ("21 Feb, 2022 21:16", ""),
        ("Posted: Tue 10/14/2025 7:48 PM", ""),
        ("Published Oct. 16, 2025 at 9:05 p.m.", ""),
        ("Last updated: 3 March 2021", ""),
        ("Analysis | April 11, 2026", ""),
        ("2021-12-10", ""),
        ("The Wexmoor Post | Saturday 18 October 2025 | News you can hold", "The Wexmoor Post"),
        ("The Morning Herald, Sunday 26 April 2026", "The Morning Herald"),
    ],
)
def test_a_stamp_is_told_with_the_name_beside_it(line: str, beside: str) -> None:
    assert beside_stamp(line) == beside


@pytest.mark.parametrize(
    "line",
    [
        "The talks began on December 11, 2021 in Wexmoor.",
        "Divers searched until March 3, 2022",
        "Wexmoor fell silent on March 3, 2022.",
        "No date stands here",
        "",
        "Minutes of the meeting of December 11, 2021, " + "with every name that was read " * 4,
    ],
)
def test_a_sentence_with_a_date_in_it_is_no_stamp(line: str) -> None:
    assert beside_stamp(line) is None
