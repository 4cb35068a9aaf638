"""What is a conflict among the direct answers of several outlets, and what never is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant import conflicts, dates, quantities
from assistant.comparison import Match, compare
from assistant.crosscheck import Odds, Pair
from assistant.evidence import Candidate
from assistant.found import Found
from assistant.question import Kind
from assistant.types import Conflict
from assistant.wording import texts
from index.types import Article, Hit, Passage

Told = tuple[str, str | None, str]
"""Outlet, date of the article, and the sentence that holds the answer."""


def found(told: Told) -> Found:
    """The quantity, or else the date, that the sentence holds."""
    outlet, published, sentence = told
    article = Article(f"{outlet} {sentence}", outlet, "A title", sentence, published)
    vectors = np.ones((1, 2), np.float32)
    hit = Hit(Passage("p", article.id, 0, ((0, len(sentence)),)), article, 1.0, vectors)
    values: list[quantities.Quantity | dates.When] = [*quantities.find(sentence)]
    values += dates.find(sentence, published)
    text = sentence[values[0].span[0] : values[0].span[1]].strip()
    return Found(Candidate(hit, 0, sentence, vectors[0]), text, values[0])


def conflict(
    *told: Told, about: str = "boats", odds: float = 9.0, kin: float = 9.0
) -> Conflict | None:
    """The flag for such answers, where the reader gives every pair these odds of contradiction."""
    answers = [found(t) for t in told]
    numbers = {id(f.candidate): n for n, f in enumerate(answers, start=1)}

    def of_one_thing(pairs: Sequence[Pair]) -> Odds:
        return np.full((len(pairs), 2), kin)

    def judge(pairs: Sequence[Pair]) -> Odds:
        return np.full((len(pairs), 2), odds)

    contested = conflicts.find(answers, judge, of_one_thing)
    if contested is None:
        return None
    return conflicts.conflict(contested, Kind.OPEN, about, lambda c, _: numbers[id(c)], texts("en"))


def figures(*values: str) -> list[Told]:
    """The same claim with each value, in outlets of their own on one day."""
    names = [f"Outlet {i}" for i in range(len(values))]
    return [(n, "2021-12-10", f"There were {v} in it.") for n, v in zip(names, values, strict=True)]


@pytest.mark.parametrize(
    "values",
    [
        ("70,000 troops", "100,000 troops"),
        ("70,000 troops", "around 100,000 troops"),
        ("70,000 troops", "over 100,000 troops"),
        ("70,000 troops", "tens of thousands of troops", "around 100,000 troops"),
        ("tens of thousands of troops", "70,000 troops", "around 100,000 troops"),
        ("17 vehicles", "23 vehicles"),
        ("186 votes", "231 votes"),
        ("74 ballots", "118 ballots"),
        ("60 people", "up to 50 people"),
        ("28 million euros", "no more than 19 million"),
        ("$1.2 billion", "$1.2 million"),
    ],
)
def test_figures_that_cannot_both_hold_are_flagged(values: tuple[str, ...]) -> None:
    for order in (values, values[::-1]):
        flag = conflict(*figures(*order))
        assert flag is not None
        assert (flag.kind, flag.relation) == ("quantity", "sources_disagree")
        assert {p.value for p in flag.positions} == set(order)


@pytest.mark.parametrize(
    "values",
    [
        ("70,000 troops", "70,000 troops"),
        ("over 100,000 troops", "around 100,000 troops"),
        ("tens of thousands of troops", "70,000 troops"),
        ("70,000 troops", "between 70,000 and 94,000 troops"),
        ("two hours", "2 hours and 1 minute"),
        ("two hours", "120 minutes"),
        ("31,000 vehicles", "more than 30,000 vehicles"),
        ("38 people", "dozens of people"),
        ("21 passengers", "about 20 passengers", "more than 20 passengers"),
        ("312 ballots", "some 300 ballots"),
        ("30 people", "up to 50 people"),
        ("19 million euros", "19 million"),
        ("$149", "$60 million"),
    ],
)
def test_what_can_both_hold_or_is_of_different_things_is_never_flagged(
    values: tuple[str, ...],
) -> None:
    assert conflict(*figures(*values)) is None
    assert conflict(*figures(*values[::-1])) is None


@pytest.mark.parametrize(
    "told",
    [
        [("A", "2021-12-10", "They met this week."), ("B", "2021-12-17", "They met last week.")],
        [("A", "2025-10-15", "It fell yesterday."), ("B", "2025-10-16", "It fell two days ago.")],
        [("A", "2025-10-15", "It fell on Tuesday."), ("B", None, "It fell on October 14, 2025.")],
        [("A", "2025-10-15", "It fell this month."), ("B", "2025-10-15", "It fell on Tuesday.")],
        [("A", None, "It fell yesterday."), ("B", "2025-10-15", "It fell on Monday.")],
        [("A", "2021-12-10", "It fell in recent days."), ("B", "2021-12-17", "It fell last week.")],
    ],
    ids=["same-week", "same-day", "weekday", "month-holds-day", "unknown-day", "vague"],
)  # fmt: skip
def test_dates_that_can_be_one_day_are_never_flagged(told: list[Told]) -> None:
    assert conflict(*told) is None


def test_dates_that_cannot_be_one_day_are_flagged() -> None:
    flag = conflict(
        ("A", "2026-04-14", "The hearing is on April 21."),
        ("B", "2026-04-14", "The hearing is on April 23."),
    )
    assert flag is not None
    assert (flag.kind, flag.relation) == ("date", "sources_disagree")


def test_the_flagship_case_is_no_change_over_time() -> None:
    """The figure of the earlier article is the higher one, and an event of one week is meant."""
    flag = conflict(
        ("The Moscow Times", "2021-12-10", "Russia moved around 100,000 troops there."),
        ("AP", "2021-12-17", "Russia has moved 70,000 troops there."),
        ("EFE", "2021-12-10", "Russia has between 70,000 and 94,000 soldiers there."),
        ("Reuters", "2021-12-11", "Russia has massed tens of thousands of troops there."),
        ("RT", "2022-02-21", "Russia has amassed over 100,000 of its troops there."),
    )
    assert flag is not None
    assert flag.relation == "sources_disagree"
    assert len(flag.positions) == 5


@pytest.mark.parametrize("days", [("14", "15", "17"), ("17", "14", "15")])
def test_a_toll_that_rises_from_day_to_day_changed_over_time(days: tuple[str, ...]) -> None:
    tolls = {"14": "five", "15": "nine", "17": "13"}
    flag = conflict(*((f"O{d}", f"2025-10-{d}", f"{tolls[d]} people died.") for d in days))
    assert flag is not None
    assert flag.relation == "changed_over_time"
    assert [p.published for p in flag.positions] == ["2025-10-17", "2025-10-15", "2025-10-14"]
    assert flag.summary.startswith("The figures changed over time, latest first: 13 people")


def test_what_is_left_and_falls_from_day_to_day_changed_over_time() -> None:
    later = ("B", "2025-10-15", "30 people are still missing.")
    flag = conflict(("A", "2025-10-14", "45 people were missing."), later)
    assert flag is not None
    assert flag.relation == "changed_over_time"
    assert flag.reason == "The later the article, the lower the figure."
    assert [p.published for p in flag.positions] == ["2025-10-15", "2025-10-14"]


@pytest.mark.parametrize(
    "later",
    ["Kestrel raised its offer to $90 million.", "Kestrel lowered its first offer to $60 million."],
)
def test_a_bid_that_is_raised_or_cut_changed_over_time(later: str) -> None:
    flag = conflict(
        ("A", "2025-10-14", "Kestrel made an offer of $80 million."), ("B", "2025-10-20", later)
    )
    assert flag is not None
    assert flag.relation == "changed_over_time"


@pytest.mark.parametrize(
    "told",
    [
        [("A", "2025-10-14", "17 vehicles fell."), ("B", "2025-10-14", "23 vehicles fell.")],
        [("A", None, "17 vehicles fell."), ("B", "2025-10-14", "23 vehicles fell.")],
        [("A", "2025-10-14", "17 vehicles fell."), ("B", "2025-10-15", "23 vehicles fell."),
         ("C", "2025-10-16", "19 vehicles fell.")],
        [("A", "2025-10-14", "23 vehicles fell."), ("B", "2025-10-15", "17 vehicles fell.")],
    ],
    ids=["one-day", "no-date", "up-and-down", "lower"],
)  # fmt: skip
def test_what_no_passage_of_time_explains_is_a_disagreement(told: list[Told]) -> None:
    flag = conflict(*told)
    assert flag is not None
    assert flag.relation == "sources_disagree"


def test_a_flag_names_every_position_with_source_citation_and_date() -> None:
    flag = conflict(
        ("Post", "2025-10-14", "Some 17 vehicles fell."),
        ("Gazette", "2025-10-14", "Ada Finch said that 23 vehicles fell."),
        ("Herald", "2025-10-14", "About 17 vehicles fell."),
        about="vehicles on the bridge",
    )
    assert flag is not None
    assert flag.about == "vehicles on the bridge"
    assert [p.citations for p in flag.positions] == [[1], [3], [2]]
    assert [p.attributed_to for p in flag.positions] == [None, None, "Ada Finch"]
    assert {p.published for p in flag.positions} == {"2025-10-14"}
    for said in ("Some 17 vehicles", "23 vehicles", "Post", "Gazette", "Herald"):
        assert said in flag.summary
    assert flag.summary.count(".") == 1


@pytest.mark.parametrize("told", [[], [("Post", "2025-10-14", "17 vehicles fell.")]])
def test_one_answer_alone_is_no_conflict(told: list[Told]) -> None:
    assert conflict(*told) is None


@pytest.mark.parametrize(
    ("odds", "kin", "flagged"),
    [
        (1.0, 1.0, True), (-1.0, 5.0, True), (3.0, -1.0, True), (-1.0, -1.0, False),
        (-9.0, 9.0, False), (9.0, -9.0, False),
    ],
    ids=["both", "kin-makes-up", "contradiction-makes-up", "neither", "never", "other-thing"],
)  # fmt: skip
def test_values_that_differ_conflict_where_the_reader_finds_one_thing_contradicted(
    odds: float, kin: float, flagged: bool
) -> None:
    found = conflict(*figures("17 vehicles", "23 vehicles"), odds=odds, kin=kin)
    assert (found is not None) == flagged


def test_a_flag_tells_what_can_be_drawn() -> None:
    flag = conflict(*figures("more than 90 boats", "40 boats"))
    assert flag is not None
    assert [(p.low, p.high) for p in flag.positions] == [(90.0, None), (40.0, 40.0)]
    dated = conflict(
        ("A", "2026-04-14", "The hearing is on April 21."),
        ("B", "2026-04-14", "The hearing is on April 23."),
    )
    assert dated is not None
    assert [p.first for p in dated.positions] == ["2026-04-21", "2026-04-23"]


def words(one: str, other: str) -> Match:
    """How two answers in words stand to each other."""
    a, b = (
        Found(found(t).candidate, said)
        for t, said in zip(figures("1", "2"), (one, other), strict=True)
    )
    assert compare(a, b) is compare(b, a)
    return compare(a, b)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ruth Adeyemi", "Adeyemi"), ("Sergei Ryabkov", "Sergey Riabkov"),
        ("the National Transport Safety Bureau", "NTSB"), ("Ellery High School", "a high school"),
        ("a gravel barge", "the barge"), ("about 300 votes", "312 votes"),
    ],
)  # fmt: skip
def test_one_name_in_two_forms_is_the_same(one: str, other: str) -> None:
    assert words(one, other) is Match.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [("Denise Calloway", "Tom Halloran"), ("a power cut", "a software fault"),
     ("186 votes", "231 votes")],
)  # fmt: skip
def test_names_and_causes_with_nothing_in_common_differ(one: str, other: str) -> None:
    assert words(one, other) is Match.DIFFERENT


def test_what_form_does_not_tell_is_unclear() -> None:
    assert words("John Miller", "Ann Miller") is Match.UNCLEAR
