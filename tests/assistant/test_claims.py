"""What each source answers: its surest answer, and only one that the reader reads there, too."""

from __future__ import annotations

import pytest

from assistant.claims import claims, counted, read
from assistant.evidence import Candidate, Evidence, contenders
from assistant.question import Kind, parse
from assistant.reader.protocol import Reading
from tests.assistant.stub_reader import StubReader
from tests.assistant.test_compose import LEXICON, hit

QUESTION = parse("How many boats sank?")


def told(outlet: str, text: str, score: float = 0.9, reading: Reading | None = None) -> Evidence:
    found = hit(outlet, text)
    return Evidence(Candidate(found, 0, text, found.vectors[0]), score, reading)


@pytest.mark.parametrize(
    "question", ["Did the Ward 6 machine stop?", "Was Flight 618 late?", "Did one boat sink?"]
)
def test_a_number_that_is_a_name_counts_nothing(question: str) -> None:
    assert counted(parse(question)) is None


def test_one_answer_an_article_the_surest_first() -> None:
    evidence = [
        told("Post", "Some 12 boats sank.", 0.7),
        told("Post", "Nearly 20 boats sank.", 0.8),
        told("Gazette", "Only 9 boats sank.", 0.95),
    ]
    assert [f.value.low for f in claims(QUESTION, evidence, LEXICON) if f.value] == [9, 20]


def test_a_sentence_that_is_read_with_more_certainty_goes_first() -> None:
    sure, unsure = Reading((0, 13), 0.9), Reading((0, 13), 0.2)
    evidence = [
        told("Post", "Some 12 boats sank.", 0.9, unsure),
        told("Gazette", "Only 9 boats sank.", 0.6, sure),
    ]
    outlets = [f.candidate.hit.article.outlet for f in claims(QUESTION, evidence, LEXICON)]
    assert outlets == ["Gazette", "Post"]


def test_a_figure_that_the_reader_does_not_point_at_is_no_answer() -> None:
    text = "Some 12 boats sank near the mill."
    beside = Reading((text.index("near"), len(text)), 0.9)
    assert claims(QUESTION, [told("Post", text, reading=beside)], LEXICON) == []


def test_reading_leaves_the_evidence_in_place() -> None:
    evidence = [told("Post", "Some 12 boats sank.")]
    (item,) = read(StubReader(reads=True), QUESTION, evidence)
    assert item.candidate is evidence[0].candidate
    assert item.reading is not None
    assert item.reading.span == (0, len("Some 12 boats sank."))


@pytest.mark.parametrize(
    ("question", "kind"),
    [("Did 70 boats sink?", Kind.HOW_MANY), ("Did the boats sink?", None), ("Who sank?", None)],
)
def test_a_yes_or_no_question_with_a_count_asks_for_it(question: str, kind: Kind | None) -> None:
    asked = counted(parse(question))
    assert (asked.kind if asked else None) == kind


def test_a_sentence_that_hardly_answers_contends_with_nothing() -> None:
    found = [told("Post", "Some 12 boats sank.").candidate] * 3
    assert [e.score for e in contenders(found, [0.1, 0.9, 0.5])] == [0.9, 0.5]
