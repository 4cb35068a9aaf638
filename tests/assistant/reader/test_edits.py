"""Edits change what they say they change, and nothing else."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reader.training import edits

SEEDS = range(40)


@given(st.integers(0, 10**9), st.integers())
def test_another_number_is_another_of_the_same_form(value: int, seed: int) -> None:
    for figure in (str(value), f"{value:,}", f"{value / 10:.1f}"):
        other = edits.other_number(figure, random.Random(seed))
        assert float(other.replace(",", "")) != float(figure.replace(",", "")) or value == 0
        assert ("." in other) == ("." in figure)


@given(st.sampled_from(["two", "nine", "dozen", "hundred", "million"]), st.integers())
def test_a_number_in_words_stays_one(word: str, seed: int) -> None:
    other = edits.other_number(word, random.Random(seed))
    assert other.isalpha()
    assert other != word


@given(st.integers(100, 10**7), st.integers())
def test_a_rounded_figure_is_near_and_says_so(value: int, seed: int) -> None:
    told = edits.rounded(f"They saw {value:,} birds.", random.Random(seed))
    if told:
        match = re.fullmatch(r"They saw (.+) ([\d,]+) birds\.", told)
        assert match
        near = int(match[2].replace(",", ""))
        assert abs(near - value) <= 0.12 * value
        assert near >= value or match[1] not in ("nearly", "almost", "close to")
        assert near <= value or match[1] not in ("more than", "over", "at least")


def test_years_are_not_rounded() -> None:
    assert edits.rounded("It was built in 1901.", random.Random(1)) is None


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Prices rose on Friday.", {"Prices fell on Friday."}),
        ("She did not resign.", {"She did resign."}),
        ("Nothing to turn round.", {None}),
    ],
)
def test_an_opposite_or_a_denial_turns_the_sentence_round(
    text: str, changed: set[str | None]
) -> None:
    way = edits.negation if "not" in text else edits.opposite
    told = {way(text, random.Random(seed)) for seed in SEEDS} - {f"{text}!"}
    assert changed <= told


def test_a_name_is_swapped_for_one_of_as_many_words_wherever_it_stands() -> None:
    names = edits.Names(["Then Maria Lopez met Tom Reed in Oslo and in Lima.", "It was Ann Bell."])
    for seed in SEEDS:
        told = names.swap("We heard Ann Bell, and Ann Bell left.", random.Random(seed))
        assert told in {f"We heard {n}, and {n} left." for n in ("Maria Lopez", "Tom Reed")}


def test_days_and_words_that_stand_small_elsewhere_are_no_names() -> None:
    names = edits.Names(["The president met a minister, who is prime among them."] * 3)
    told = "On Friday the President and Prime Minister of Arden met in June."
    assert [name for name, _ in names.find(told)] == []
    assert [name for name, _ in names.find("They met in Arden.")] == ["Arden"]
    assert [name for name, _ in edits.Names([]).find("The Mayor spoke.")] == ["Mayor"]


def test_news_dress_keeps_what_is_said() -> None:
    text = "Twelve people were hurt."
    names = edits.Names(["Then Maria Lopez met Tom Reed in Oslo."])
    for seed in SEEDS:
        rng = random.Random(seed)
        assert text in edits.dateline(text, names, rng)
        assert "welve people were hurt" in edits.attributed(text, rng)
        assert "welve people were hurt" in edits.denied(text, rng)
    assert edits.headline("The mayor opened a bridge.") == "mayor opened bridge"
