"""What can be told by form of a sentence and the passages that it cites."""

from __future__ import annotations

import pytest

from assistant.reader.protocol import CONTRADICTS, SUPPORTS
from assistant.support import Passage, judge, unfounded
from tests.assistant.stub_reader import StubReader

FERRY = Passage(
    "The ferry Saint Brendan sank off Wexmoor on Monday with 31 people aboard, 12 of them crew, "
    "the coast guard said. “We found no one alive,” said captain Rosa Quill.",
    "The Wexmoor Post", "Ferry sinks", "2026-03-10",
)  # fmt: skip
WIRE = Passage("It went down at about 6:40 a.m. on 9 March.", "Coastwire", "", "2026-03-11")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Saint Brendan sank on Monday.",
        "It sank on 9 March 2026.",
        "The ferry sank in March with some 30 people aboard.",
        "Of the 31 aboard, 19 were passengers.",
        "Captain Quill said “We found no one alive”.",
        "The Wexmoor Post reports that it sank off Wexmoor.",
        "The Brendan went down in recent days.",
    ],
)
def test_what_stands_in_the_passage_or_follows_from_it_is_founded(sentence: str) -> None:
    assert unfounded(sentence, [FERRY]) == ""


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("The Saint Brendan sank on Tuesday.", "the date on Tuesday"),
        ("It sank on 10 March.", "the date 10 March"),
        ("It sank in April.", "the date in April"),
        ("It sank at noon.", "the date at noon"),
        ("It sank with 45 people aboard.", "the figure 45 people aboard"),
        ("The ferry Saint Columba sank.", "the name Saint Columba"),
        ("She said “nobody was found alive there”.", "the quote “nobody was found alive there”"),
    ],
)
def test_what_does_not_is_named(sentence: str, missing: str) -> None:
    assert unfounded(sentence, [FERRY]) == missing


def test_a_sentence_may_be_less_exact_than_its_source_but_not_more() -> None:
    vague = Passage("It sank this week.", published="2026-03-10")
    assert unfounded("It sank in March.", [WIRE]) == ""
    assert unfounded("It sank on Tuesday.", [vague]) == "the date on Tuesday"
    assert unfounded("It sank shortly before 7 a.m.", [WIRE]) == ""


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("On Sunday the UN sent help.", "The United Nations sent help Sunday."),
        ("American planes left after November 20.", "U.S. aircraft left after Nov. 20."),
        ("GM will talk to two unions.", "General Motors talks to the steel and the car union."),
        ("It was built in the 1980s.", "It was built in 1983."),
        ("Crowds of Halden's people came.", "Thousands came in Halden."),
    ],
)
def test_other_forms_of_a_name_a_date_or_a_count_are_no_other_fact(
    sentence: str, passage: str
) -> None:
    assert unfounded(sentence, [Passage(passage)]) == ""


def test_who_is_named_in_short_may_be_named_in_full() -> None:
    short = Passage("Quill swam ashore.", in_full=["Rosa Quill"])
    assert unfounded("Rosa Quill swam ashore.", [short]) == ""
    assert unfounded("Rosa Quill swam ashore.", [Passage("Quill swam ashore.")])


def test_a_small_count_is_held_against_another_of_the_same_things() -> None:
    assert unfounded("Two unions agreed.", [Passage("Three unions agreed.")]) == (
        "the figure Two unions agreed"
    )


def test_what_is_added_up_is_added_in_one_unit() -> None:
    talks = Passage("They talked for 2 hours, then for 30 minutes.")
    assert unfounded("They talked for 150 minutes.", [talks]) == ""
    assert unfounded("They talked for 32 hours.", [talks]) != ""


def test_each_fact_may_stand_in_another_passage() -> None:
    said = "With 31 people aboard it sank at about 6:40 a.m."
    assert unfounded(said, [FERRY]) != ""
    assert unfounded(said, [FERRY, WIRE]) == ""


def test_a_sentence_needs_a_source_the_form_and_the_reader() -> None:
    said = "The ferry sank with 31 people aboard."
    assert judge(said, [FERRY], StubReader(SUPPORTS)).supported
    assert judge(said, [], StubReader(SUPPORTS)).missing == "a source"
    assert judge(said, [FERRY], StubReader(CONTRADICTS)).missing == "what it says"
    assert not judge("The ferry sank with 32 people.", [FERRY], StubReader(SUPPORTS)).supported


def test_the_reader_is_told_whose_report_it_is_and_reads_it_without() -> None:
    reader = StubReader(SUPPORTS)
    judge("The ferry sank in March.", [FERRY, WIRE], reader)
    passages = [passage for passage, _ in reader.verified]
    assert passages[0] == FERRY.text
    assert passages[2].startswith("The Wexmoor Post: The ferry")
    assert passages[4:] == [" ".join(passages[:2]), " ".join(passages[2:4])]
