"""Statements asked as questions: what yes and no then make of the text."""

from __future__ import annotations

import random

import pytest

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training.polar import polar, question

WORDS = {"release", "play", "stop", "open"}


@pytest.mark.parametrize(
    ("statement", "asked", "negated"),
    [
        ("The bridge was hit by a barge.", "Was the bridge hit by a barge?", False),
        ("Ann Roe is not a member.", "Is Ann Roe a member?", True),
        ("The band has never been to Rome.", "Has the band been to Rome?", True),
        ("The band released an album.", "Did the band release an album?", False),
        ("The rain stopped at noon.", "Did the rain stop at noon?", False),
        ("Ann Roe won the race.", "Did Ann Roe win the race?", False),
        ("They did not open the port.", "Did they open the port?", True),
    ],
)
def test_a_statement_is_asked(statement: str, asked: str, negated: bool) -> None:
    assert question(statement, WORDS) == (asked, negated)


def test_a_statement_without_a_verb_that_is_known_is_not_asked() -> None:
    assert question("Rain, wind and snow.", WORDS) is None


def test_yes_and_no_turn_with_the_label_and_with_a_negation() -> None:
    told = {SUPPORTS: "supports", CONTRADICTS: "contradicts", NEUTRAL: "neutral"}
    for statement, turned in (("The port was open.", False), ("The port was not open.", True)):
        for label, name in told.items():
            records = [
                {"hypothesis": statement, "premise": "A text.", "label": name, "source": "fever"}
            ] * 80
            for example in polar(records, WORDS, random.Random(3)):
                if example.select is not None:
                    assert example.select == int(label != NEUTRAL)
                    continue
                yes = example.first.endswith("Yes") != turned
                other = {SUPPORTS: CONTRADICTS, CONTRADICTS: SUPPORTS, NEUTRAL: NEUTRAL}[label]
                assert example.verify == (label if yes else other)
