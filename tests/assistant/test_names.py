"""Names and places in a sentence, told by their capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.names import find, places


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("They met Ada Finch in secret.", ["Ada Finch"]),
        ("Deputy Mayor Ada Finch left.", ["Deputy Mayor Ada Finch"]),
        ("On Tuesday Ada left.", ["Ada"]),
        ("By Monday the mayor had left.", []),
        ("NATO left.", ["NATO"]),
        ("Wexmoor's mayor left.", ["Wexmoor's"]),
        ("Officials left.", []),
        ("Officials of the European Union left.", ["European Union"]),
        ("She met Jean-Yves Le Drian there.", ["Jean-Yves Le Drian"]),
        ("She met Ursula van der Berg there.", ["Ursula van der Berg"]),
        ("McDonald left.", ["McDonald"]),
        ("She met O’Brien there.", ["O’Brien"]),
        ("She met Mr. Roe there.", ["Roe"]),
        ("She met Élise Bell there.", ["Élise Bell"]),
        ("She met Łukasz Nowak there.", ["Łukasz Nowak"]),
        ("She met Zoë Ångström there.", ["Zoë Ångström"]),
        ("It was Friday, in December.", []),
        ("nobody left.", []),
        ("", []),
    ],
)
def test_names_are_found_whole(sentence: str, names: list[str]) -> None:
    assert [sentence[a:b] for a, b in find(sentence)] == names


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("They met in Wexmoor.", ["Wexmoor"]),
        ("They met in Wexmoor on Friday.", ["Wexmoor"]),
        ("They met near Port Ellery, Arden.", ["Port Ellery, Arden"]),
        ("They met at the Fenwick Library.", ["the Fenwick Library"]),
        ("It runs from Fish Quay to Saltmarsh Point.", ["Fish Quay", "Saltmarsh Point"]),
        ("They fought in eastern Arden.", ["eastern Arden"]),
        ("They met in Łódź.", ["Łódź"]),
        ("They met in December.", []),
        ("They voted in Friday's poll.", []),
        ("They met at 6 p.m.", []),
        ("They met in secret.", []),
        ("", []),
    ],
)
def test_places_are_found_by_what_stands_before_them(sentence: str, told: list[str]) -> None:
    assert [sentence[a:b] for a, b in places(sentence)] == told


PIECES = ["Ada", " ", "the", "of", "and", "Friday", "in", "U.S.", "’s", "É", ".", "“", "-", "N"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=60))
def test_any_text_gives_names_in_order_within_it(text: str) -> None:
    for spans in (find(text), places(text)):
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        assert edges == sorted(edges)
        assert all(text[a:b].strip() for a, b in spans)
