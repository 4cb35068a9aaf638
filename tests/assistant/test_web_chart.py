"""The chart of a conflict: its positions to scale, and nothing where nothing can be drawn."""

from __future__ import annotations

import pytest

from assistant.types import Conflict, Kind, Position
from assistant.web.chart import bars


def conflict(*positions: Position, kind: Kind = "quantity") -> Conflict:
    return Conflict(
        kind=kind, relation="sources_disagree", about="boats", summary="s", positions=[*positions]
    )


def count(low: float, high: float | None) -> Position:
    return Position(value=f"{low:g}", citations=[1], low=low, high=high)


def day(first: str, last: str) -> Position:
    return Position(value=first, citations=[1], first=first, last=last)


def test_numbers_stand_where_they_lie_between_nothing_and_the_largest() -> None:
    half, whole = bars(conflict(count(50, 50), count(100, 100)))
    assert half.start == pytest.approx(50, abs=1)
    assert whole.start > half.start
    assert whole.start + whole.width <= 100


def test_a_range_is_as_wide_as_it_is() -> None:
    exact, ranged = bars(conflict(count(70, 70), count(50, 100)))
    assert ranged.width > 20 * exact.width
    assert ranged.start < exact.start < ranged.start + ranged.width


def test_more_than_a_number_is_open_to_the_right() -> None:
    plain, above = bars(conflict(count(40, 40), count(90, None)))
    assert (plain.open, above.open) == (False, True)
    assert above.start + above.width == pytest.approx(100)


def test_numbers_far_apart_are_told_apart() -> None:
    few, some, many = bars(conflict(count(10, 10), count(100, 100), count(100_000, 100_000)))
    assert some.start - few.start > 10
    assert many.start - some.start > 10


def test_days_stand_on_a_time_line() -> None:
    first, week = bars(
        conflict(day("2026-04-01", "2026-04-01"), day("2026-04-13", "2026-04-19"), kind="date")
    )
    assert first.start < 10
    assert week.start + week.width > 90


@pytest.mark.parametrize(
    "positions",
    [
        [Position(value="Ann", citations=[1]), Position(value="Bob", citations=[2])],
        [count(4, 4), Position(value="some", citations=[2])],
        [],
    ],
)
def test_what_cannot_be_drawn_is_not(positions: list[Position]) -> None:
    assert bars(conflict(*positions)) == []


def test_equal_values_do_not_break_it() -> None:
    assert len(bars(conflict(count(0, 0), count(0, 0)))) == 2
