"""A day with its time, found whole and compared."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.clock import parse
from assistant.comparison import Match, compare
from assistant.dates import find
from assistant.evidence import Candidate
from assistant.found import Found
from index.types import Article, Hit, Passage
from tests.assistant.dated import THURSDAY


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
        ("before March", "in October", Match.DIFFERENT),
        ("no later than June", "in May 2024", Match.UNCLEAR),
        ("no later than June", "in July", Match.DIFFERENT),
        ("in August at the earliest", "in July", Match.DIFFERENT),
        ("after August", "before July", Match.DIFFERENT),
        ("as early as July", "in mid-August", Match.DIFFERENT),
        ("as early as July", "in July", Match.UNCLEAR),
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
    ("sentence", "ruled_out", "left_open"),
    [
        ("Work cannot start before the autumn of 2026.", "March 2025", "October 2026"),
        ("Nothing will be filed before June 2025.", "May 2025", "July 2025"),
        ("It won't open after 2025.", "March 2026", "March 2025"),
        ("It is not said, but it opens before June 2025.", "July 2025", "May 2025"),
    ],
)
def test_not_before_a_day_is_after_it(sentence: str, ruled_out: str, left_open: str) -> None:
    bound = moment(sentence)
    assert compare(bound, moment(f"It starts in {ruled_out}.")) is Match.DIFFERENT
    assert compare(bound, moment(f"It starts in {left_open}.")) is Match.UNCLEAR


def test_the_time_in_the_evening_is_not_that_in_the_morning() -> None:
    morning = find("It sank at half past six on Monday morning.", THURSDAY)[0]
    assert morning.at == parse("6:30 a.m.")
