"""Quantities as articles write them, and which of them can both hold."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quantities import Quantity, compatible, find


def only(text: str) -> Quantity:
    (found,) = find(text)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("It carried 31,000 vehicles.", 31_000, 31_000, "vehicles"),
        ("It carried 2000 people.", 2000, 2000, "people"),
        ("Twenty-three vehicles fell.", 23, 23, "vehicles"),
        ("There were ninety-four thousand troops.", 94_000, 94_000, "troops"),
        ("Half a million people left.", 500_000, 500_000, "people"),
        ("A dozen boats sank.", 12, 12, "boats"),
        ("He counted a hundred people.", 100, 100, "people"),
        ("It has 1.5m people.", 1_500_000, 1_500_000, "people"),
        ("It has 100k people.", 100_000, 100_000, "people"),
        ("2 to 3 million people left.", 2_000_000, 3_000_000, "people"),
        ("Between 70 and 94 boats sank.", 70, 94, "boats"),
        ("Some 30–40 people left.", 30, 40, "people"),
        ("More than 30,000 vehicles use it.", 30_000, inf, "vehicles"),
        ("At least 12 boats sank.", 12, inf, "boats"),
        ("Up to 50 people left.", 0, 50, "people"),
        ("Fewer than 10 boats sank.", 0, 10, "boats"),
        ("Turnout was 47 percent.", 47, 47, "percent"),
        ("Turnout was 47%.", 47, 47, "percent"),
        ("A 420-metre bridge fell.", 420, 420, "metre"),
        ("Over 100 of its boats sank.", 100, inf, "boats"),
        ("Zero boats sank.", 0, 0, "boats"),
    ],
)
def test_a_quantity_is_read_with_bounds_and_unit(
    text: str, low: float, high: float, unit: str
) -> None:
    q = only(text)
    assert (q.low, q.high) == (low, high)
    assert q.unit[0] == unit


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("They held two hours of talks.", 2),
        ("It was a two-hour call.", 2),
        ("It took two and a half hours.", 2.5),
        ("It took 2 hours and 1 minute.", 2 + 1 / 60),
        ("It took 2 hours, 30 minutes.", 2.5),
        ("The call lasted an hour.", 1),
        ("The call lasted half an hour.", 0.5),
    ],
)
def test_a_duration_is_one_quantity(text: str, hours: float) -> None:
    q = only(text)
    assert q.is_duration
    assert q.low == q.high == pytest.approx(hours)


@pytest.mark.parametrize(
    "text", ["Around 20 boats", "About 20 boats", "Some 20 boats", "Dozens of boats"]
)
def test_an_estimate_is_told(text: str) -> None:
    assert only(f"{text} sank.").about
    assert not only("Exactly 20 boats sank.").about


def test_vague_plurals_span_a_power_of_ten() -> None:
    q = only("Tens of thousands of troops came.")
    assert q.low <= 20_000
    assert 90_000 <= q.high <= 100_000


@pytest.mark.parametrize("text", ["$310 million", "€2.2m", "£40", "US$5 billion"])
def test_money_is_told(text: str) -> None:
    assert only(f"It cost {text}.").money


@pytest.mark.parametrize(
    "text",
    [
        "It opened in 1958.",
        "The 2008 summit was long.",
        "It fell on December 10, 2021.",
        "It fell on 10 December.",
        "It fell at 6:42 a.m. that day.",
        "It fell at 7 p.m. that day.",
        "COVID-19 spread.",
        "F-16 jets flew.",
        "It was the 13th boat.",
        "One of the men left.",
        "",
    ],
)
def test_dates_clock_times_and_labels_are_no_quantities(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "said"),
    [
        ("It is not more than 19 miles.", 0, 19, "not more than 19 miles"),
        ("It is unlikely to be below 6 miles.", 6, inf, "unlikely to be below 6 miles"),
        ("It won't go over 5 miles.", 0, 5, "won't go over 5 miles"),
        ("He did not say that more than 5 miles are gone.", 5, inf, "more than 5 miles"),
    ],
)
def test_a_bound_denied_is_the_other_bound(text: str, low: float, high: float, said: str) -> None:
    q = only(text)
    assert (q.low, q.high, text[slice(*q.span)]) == (low, high, said)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("It owes £860,000 to 37 creditors.", [860_000, 37]),
        ("It gave 500 to 3 people.", [500, 3]),
        ("It paid from $9 to $14.", [9]),
    ],
)
def test_what_is_given_to_so_many_is_no_range(text: str, figures: list[float]) -> None:
    assert [q.low for q in find(text)] == figures


@pytest.mark.parametrize("text", ["It ended 49 to 47.", "They won 3-2.", "nearly two to one"])
def test_a_score_is_no_range(text: str) -> None:
    assert find(text) == []


def test_two_counts_side_by_side_are_two() -> None:
    told = find("Reports of 70,000 and 14,000 troops differ.")
    assert [q.low for q in told] == [70_000, 14_000]
    assert only("between 70,000 and 94,000 troops").high == 94_000


@pytest.mark.parametrize("text", ["one vote in ten", "one patient out of ten", "one in ten"])
def test_one_in_so_many_is_a_share(text: str) -> None:
    assert (only(text).low, only(text).unit) == (10, ("percent",))


@pytest.mark.parametrize("text", ["one day in 2019", "one goal in five games"])
def test_one_in_a_time_is_no_share(text: str) -> None:
    assert all("percent" not in q.unit for q in find(text))


def test_two_thirds_are_no_two() -> None:
    assert all(q.high < 1 for q in find("It stood still for two-thirds of an hour."))


ALIKE = [
    ("two hours", "2 hours and 1 minute"),
    ("70,000 troops", "70,000 soldiers"),
    ("over 100,000 troops", "around 100,000 troops"),
    ("over 100,000 troops", "100,000 troops"),
    ("tens of thousands of troops", "70,000 troops"),
    ("70,000 troops", "between 70,000 and 94,000 troops"),
    ("80,000 troops", "between 70,000 and 94,000 troops"),
    ("31,000 vehicles", "more than 30,000 vehicles"),
    ("38 people", "dozens of people"),
    ("21 passengers", "about 20 passengers"),
    ("21 passengers", "more than 20 passengers"),
    ("$310 million", "roughly $300 million"),
    ("312 ballots", "some 300 ballots"),
    ("$48,500", "about $50,000"),
    ("1.4 million people", "1,380,000 people"),
    ("30 people", "up to 50 people"),
    ("120 minutes", "two hours"),
    ("30 minutes", "half an hour"),
    ("420 metres", "1,380 feet"),
    ("3 miles", "five kilometres"),
]
UNLIKE = [
    ("70,000 troops", "100,000 troops"),
    ("70,000 troops", "around 100,000 troops"),
    ("70,000 troops", "over 100,000 troops"),
    ("17 vehicles", "23 vehicles"),
    ("186 votes", "231 votes"),
    ("8,576 votes", "8,390 votes"),
    ("51 people", "53 people"),
    ("five people", "nine people"),
    ("two hours", "three hours"),
    ("60 people", "up to 50 people"),
    ("120 troops", "between 70 and 94 troops"),
    ("$310 million", "$250 million"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_can_both_hold_is_compatible(one: str, other: str) -> None:
    a, b = only(f"{one}."), only(f"{other}.")
    assert compatible(a, b)
    assert compatible(b, a)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_what_cannot_both_hold_is_not(one: str, other: str) -> None:
    a, b = only(f"{one}."), only(f"{other}.")
    assert not compatible(a, b)
    assert not compatible(b, a)


PIECES = ["two", "-", " ", "hours", "and", "1,000", "12", ".", ",", "%", "$", "million", "half",
          "more than", "tens of", "thousands", "to", "a", "in 1958", "–", "³", "٣"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=80))
def test_any_text_gives_quantities_in_order_within_it(text: str) -> None:
    found = find(text)
    starts = [q.span[0] for q in found]
    assert starts == sorted(set(starts))
    assert all(0 <= q.span[0] < q.span[1] <= len(text) for q in found)
    assert all(q.low <= q.high for q in found)
    assert all(compatible(q, q) for q in found)
