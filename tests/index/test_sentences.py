"""Sentences with exact offsets: whole, in order, and cut only where one ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import MAX_CHARS, dateline_end, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["The U.S. leader spoke at 9 p.m. on Friday.", "He left."],
        ["The U.S. Senate voted on it.", "It was late."],
        ["Mr. Roe met Mrs. Bell and Dr. Lee.", "They talked."],
        ["Gov. Marisol Pike declared an emergency.", "Sen. Al Roe agreed."],
        ["Lt. Gen. Roe lives near St. Brendan's.", "He is 58."],
        ["The firm, Acme Inc., paid $2.5 million.", "Then it closed."],
        ["The No. 12 bus was late.", "Nobody knew why."],
        ["J. R. Smith won.", "A. Lee lost."],
        ["She lives in the U.K.", "They met in 2020."],
        ["Prices rose 3.5 percent on Oct. 3 and fell later.", "Traders left."],
        ["“We lost,” she said.", "“We will be back.”", "The crowd left."],
        ['He said "No."', 'She said "Yes."'],
        ["She asked: “Why?”", "Nobody answered."],
        ["Stop!", "Who goes there?", "A friend."],
        ["It cost $1,200.50.", "Then it rained."],
        ["“Is it over?” he asked.", "It was."],
    ],
    ids=lambda expected: expected[0][:24],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_sentences_that_the_page_ran_together_are_parted() -> None:
    assert sentences("The talks ended.Nobody spoke of them.") == [
        "The talks ended.",
        "Nobody spoke of them.",
    ]


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT ELLERY (Coastwire) - ",
        "PORT ELLERY (Coastwire) – ",
        "WEXMOOR — ",
        "WEXMOOR -- ",
        "WEXMOOR, Arden (Coastwire) — ",
        "WEXMOOR, Dec 17 (Coastwire) – ",
        "WEXMOOR, Dec. 10, 2021 (Coastwire) — ",
        "STATE CAPITAL, Oct 24 (Meridian News Service) — ",
        "(NEWSWIRE) – ",
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(dateline: str) -> None:
    text = f"{dateline}The span fell. Divers searched."
    assert sentences(text) == ["The span fell.", "Divers searched."]
    assert dateline_end(text) == len(dateline)


@pytest.mark.parametrize(
    "text",
    ["NATO - the alliance - met.", "Rain (heavy) fell.", "BBC One (TV) said so.", "A dash – here."],
)  # fmt: skip
def test_a_sentence_that_opens_with_capitals_is_no_dateline(text: str) -> None:
    assert dateline_end(text) == 0
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Not to agree is to fight."F', ['"Not to agree is to fight."']),
        ("The talks ended. “", ["The talks ended."]),
        ("”", []),
        ("?! …", []),
        ("", []),
        ("   ", []),
    ],
)
def test_stray_marks_and_letters_are_no_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_offsets_count_in_the_whole_text() -> None:
    text = "A headline\n\nWEXMOOR (Coastwire) - The span fell. Divers searched.\n\nMore."
    spans = sentence_spans(text, text.index("WEXMOOR"), text.index("\n\nMore"))
    assert [text[a:b] for a, b in spans] == ["The span fell.", "Divers searched."]


@pytest.mark.parametrize("unit", ["harbour council ", "harbour; council ", "x"])
def test_a_line_without_full_stops_is_cut_at_a_length_that_can_be_quoted(unit: str) -> None:
    text = (unit * 5000)[:50_000].strip()
    found = sentences(text)
    assert max(map(len, found)) <= MAX_CHARS
    assert "".join("".join(found).split()) == "".join(text.split())
    if " " in unit:
        assert {w.strip(";") for s in found for w in s.split()[:-1]} == {"harbour", "council"}


NEWS = st.text(
    st.sampled_from("ab AB.\n\r?!“”\"'’()[]-–—,;:19\u2028\ufeff\u00a0🙂éя"), max_size=300
)


@settings(deadline=None)
@given(st.one_of(NEWS, st.text(max_size=200)), st.integers(0, 40), st.integers(0, 40))
def test_any_text_gives_sentences_in_order_apart_and_within_bounds(
    text: str, before: int, after: int
) -> None:
    start, end = min(before, len(text)), max(min(before, len(text)), len(text) - after)
    spans = sentence_spans(text, start, end)
    edges = [start, *(edge for span in spans for edge in span), end]
    assert edges == sorted(edges)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
