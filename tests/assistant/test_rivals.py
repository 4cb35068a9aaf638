"""Two sentences about one thing: which values of theirs cannot both hold, and which can."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence import Candidate
from assistant.rivals import Rivals, rivals
from index.types import Article, Hit, Passage

DAY = "2026-03-10"
COUNTS = st.integers(min_value=3, max_value=999_999).filter(lambda n: not 1500 <= n <= 2100)


def _candidate(outlet: str, text: str) -> Candidate:
    article = Article(outlet, outlet, "A title", text, DAY)
    vectors = np.ones((1, 2), np.float32)
    hit = Hit(Passage(f"{outlet}:0", outlet, 0, ((0, len(text)),)), article, 1.0, vectors)
    return Candidate(hit, 0, text, vectors[0])


def between(one: str, other: str) -> Rivals | None:
    """The rivals in two sentences, the same whichever comes first."""
    a, b = _candidate("Post", one), _candidate("Gazette", other)
    there, back = rivals(a, b), rivals(b, a)
    assert bool(there) == bool(back)
    return there[0] if there else None


@given(COUNTS, st.sampled_from([0.3, 0.5, 1.6, 2.0, 3.0]))
def test_a_number_well_off_another_is_its_rival(count: int, factor: float) -> None:
    other = max(2, round(count * factor))
    if other in (count, count + 1, count - 1) or 1500 <= other <= 2100:
        return
    told = between(f"The fire destroyed {count:,} houses.", f"The fire burned {other:,} houses.")
    assert told is not None
    assert told.kind == "quantity"


@given(COUNTS)
def test_a_number_is_no_rival_of_itself_in_another_form(count: int) -> None:
    plain = f"The fire destroyed {count:,} houses on Monday."
    assert between(plain, plain) is None
    assert between(plain, f"On Monday the fire destroyed {count} houses.") is None
    assert between(plain, f"The fire destroyed about {count:,} houses on Monday.") is None
    assert between(plain, f"The fire destroyed up to {count:,} houses on Monday.") is None


@given(st.integers(min_value=100, max_value=999_999))
def test_a_number_is_no_rival_of_what_it_rounds_to(count: int) -> None:
    step = 10 ** (len(str(count)) - 2)
    near = round(count / step) * step
    if 1500 <= count <= 2100 or 1500 <= near <= 2100:
        return
    told = f"The fire destroyed {count:,} houses.", f"The fire destroyed about {near:,} houses."
    assert between(*told) is None


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The hearing in Halden is on April 21.", "The hearing in Halden is on April 23.", "date"),
        ("The span fell at 6:42 a.m.", "The span fell at 7:15 a.m.", "date"),
        ("Denise Calloway drove the number 12 bus.", "The number 12 bus was driven by Mark Reed.",
         "name"),
        ("The ballot box was found in Arden.", "The ballot box was found in Wexmoor.", "place"),
        ("The mayor will close the old port.", "The mayor will not close the old port.",
         "statement"),
        ("The ministry plans to sell the port.", "The ministry denied it plans to sell the port.",
         "statement"),
        ("The bridge cost $2.5 billion to build.", "The bridge cost $4 billion to build.",
         "quantity"),
        ("The talks lasted two and a half hours.", "The talks lasted four hours.", "quantity"),
    ],
)  # fmt: skip
def test_values_that_cannot_both_hold_are_rivals(one: str, other: str, kind: str) -> None:
    told = between(one, other)
    assert told is not None
    assert told.kind == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia has moved 70,000 troops.", "The fighting killed 14,000 people."),
        ("The alliance has 30 allies.", "The alliance's 30 countries met."),
        ("The talks lasted two hours.", "The talks lasted 2 hours and 1 minute."),
        ("They met last week in Halden.", "They met this month in Halden."),
        ("Dr. Ruth Adeyemi leads the inquiry.", "The inquiry is led by Adeyemi."),
        ("The mayor will not close the port.", "The mayor won't close the port."),
        ("It rained in Arden.", "The council sold the quay to a bank."),
        ("The bridge cost $2.5 billion.", "The bridge cost 2.5 billion dollars."),
    ],
)
def test_what_can_both_hold_is_not(one: str, other: str) -> None:
    assert between(one, other) is None
