"""Times of day: read in the forms that news uses, and compared with what rounding allows."""

from __future__ import annotations

import re

import pytest

from assistant import clock

READ = re.compile(clock.PATTERN, re.IGNORECASE)


def read(text: str) -> clock.Clock | None:
    match = READ.search(text)
    return clock.parse(match[0]) if match else None


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("at 6:42 a.m. on Tuesday", 402), ("at 6.42am", 402), ("at 21:00", 1260),
        ("until 10 p.m.", 1320), ("until ten p.m.", 1320), ("12:05 a.m.", 5), ("12 p.m.", 720),
        ("at noon", 720), ("by midnight", 0), ("just after 7 am", 420),
        ("11.20 p.m.", 1400), ("noon", 720), ("shortly before midnight", 0), ("midday,", 720),
        ("at around 2 p.m.", 840), ("half past six", 390), ("a quarter to seven", 405),
        ("quarter past 9", 555), ("half past six in the evening", 1110),
        ("six o'clock in the morning", 360), ("9 in the evening", 1260),
        ("shortly after 6 a.m.", 360),
    ],
)  # fmt: skip
def test_times_are_read(text: str, minute: int) -> None:
    found = read(text)
    assert found is not None
    assert found.minute == minute


@pytest.mark.parametrize(
    "text",
    ["won 3:2", "in the 2:1 ratio", "at 7 places", "25:10 today",
     "the midnight train", "High Noon", "past seven towns", "half of seven"],
)  # fmt: skip
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at 9 p.m.", "at 21:00"), ("nine o'clock", "9 p.m."), ("6:42 a.m.", "6:40 a.m."),
        ("shortly before 7 a.m.", "6:42 a.m."), ("around 7 a.m.", "7:15 a.m."), ("noon", "12:00"),
        ("at 6:42 a.m.", "at 6:42"),
    ],
)  # fmt: skip
def test_one_moment_in_two_forms_is_compatible(one: str, other: str) -> None:
    a, b = read(f"at {one}" if one == "noon" else one), read(other)
    assert a
    assert b
    assert clock.compatible(a, b)
    assert clock.compatible(b, a)


@pytest.mark.parametrize(
    ("one", "other"),
    [("6:42 a.m.", "7:15 a.m."), ("9 p.m.", "10 p.m."), ("6:42 a.m.", "6:42 p.m."),
     ("ten p.m.", "nine p.m.")],
)  # fmt: skip
def test_two_moments_are_not(one: str, other: str) -> None:
    a, b = read(one), read(other)
    assert a
    assert b
    assert not clock.compatible(a, b)
