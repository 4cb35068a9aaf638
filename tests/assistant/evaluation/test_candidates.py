"""Feedback as gold candidates: whole where an answer was praised, to complete where it wasn't."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.candidates import candidates, is_complete
from assistant.evaluation.gold import GoldError, GoldQuestion, read_gold
from assistant.evaluation.judges import Case, judge
from assistant.feedback import Feedback, append
from assistant.types import Answer, Citation, Sentence, Turn
from tests.assistant.conftest import Run
from tests.assistant.evaluation.making import TEXTS, answer, cite, conflict

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
BEFORE = Turn(role="user", content="Tell me of the troops.")


def direct(n: int, article: str, words: str, start: int = 0) -> Citation:
    """A citation whose quote, at `start` of the article, holds the direct answer."""
    at = start + TEXTS[article].index(words)
    place = {"answer_start": at, "answer_end": at + len(words)}
    return cite(n, article, start=start).model_copy(update=place)


def praise(given: Answer, verdict: str = "up", day: int = 0, **fields: Any) -> Feedback:
    return Feedback.model_validate(
        {"at": MONDAY + timedelta(days=day), "verdict": verdict, "answer": given} | fields
    )


def only(*said: Feedback) -> dict[str, Any]:
    (row,) = candidates(said)
    return row


def quoted(text: str, *numbers: int) -> Sentence:
    return Sentence(text=text, citations=list(numbers), support="quoted")


PRAISED = answer("70,000 [1] or 100,000 [2]", [direct(1, "a", "70,000"), direct(2, "b", "100,000")])


def test_a_praised_answer_is_a_whole_gold_question() -> None:
    flag = conflict("70,000", "100,000", relation="parties_disagree")
    row = only(praise(PRAISED.model_copy(update={"conflicts": [flag]}), reason="Both sides!"))
    assert row | {"id": ""} == {
        "id": "",
        "question": "How many?",
        "status": "answered",
        "must_say": [["70,000", "100,000"]],
        "must_cite": {"any": ["a", "b"]},
        "conflict": {"values": [["70,000"], ["100,000"]], "relation": "parties_disagree"},
        "tags": ["candidate"],
        "note": "Praised on 2026-11-02: Both sides!",
    }
    assert is_complete(row)


def test_praise_does_not_say_that_nothing_conflicts() -> None:
    gold = GoldQuestion.model_validate_json(json.dumps(only(praise(PRAISED))))
    assert not gold.judges_conflicts


@pytest.mark.parametrize(
    "given",
    [
        PRAISED.model_copy(update={"conflicts": [conflict("70,000", "100,000")]}),
        answer("At *70,000* [1].", [direct(1, "a", "70,000")]),
        answer("- A: “Officials counted 70,000 troops.” [1]", [cite(1, "a")]),
        answer("- C: “Rain.” [1]", [cite(1, "c")]),
        answer("/usr/bin \\[1\\] is full [1]", [cite(1, "c", "/usr/bin [1] is full.")]),
        answer("The 5th of  “May” [1]", [cite(1, "c", "The 5th\nof “May”")]),
        answer(None),
    ],
)
def test_a_praised_answer_is_right_by_its_own_candidate(given: Answer) -> None:
    gold = GoldQuestion.model_validate_json(json.dumps(only(praise(given))))
    told = judge(Case(gold, given, TEXTS.get))
    told.pop("exact_spans", None)  # the quotes of some were made up
    assert told
    assert not [verdict.reason for verdict in told.values() if verdict.failed]


def test_the_direct_answer_stands_at_the_article_s_offsets() -> None:
    row = only(praise(answer("100,000 [1]", [direct(1, "b", "100,000", start=400)])))
    assert row["must_say"] == [["100,000"]]


def test_without_a_direct_answer_the_first_quote_tells_the_figures() -> None:
    quote = "On 17 December, 70,000 of 170,000 came by 6:30."
    given = answer("x", [cite(1, "c"), cite(2, "a", quote)]).model_copy(
        update={
            "sentences": [Sentence(text="Many.", citations=[1], support="supported"),
                          quoted(quote, 2), quoted("Rain.", 1)],
            "answer": f"Many. [1]\n\n- {quote} [2]\n- Rain. [1]",
        }
    )  # fmt: skip
    row = only(praise(given))
    wanted = ("17", "70,000", "170,000", "6:30")
    assert row["must_say"] == [[rf"/\b{figure}\b/"] for figure in wanted]
    assert is_complete(row)


def test_without_figures_it_is_the_first_words() -> None:
    quote = "Bob Miller won the race for mayor on Monday."
    row = only(praise(answer(f"- {quote} [1]", [cite(1, "a", quote)])))
    assert row["must_say"] == [["Bob Miller won the race for"]]
    assert "Check must_say: it is how the first quote starts." in row["note"]


def test_words_that_the_answer_does_not_have_are_to_be_checked() -> None:
    row = only(praise(answer("Seventy thousand. [1]", [direct(1, "a", "70,000")])))
    assert row["must_say"] == [["70,000"]]
    assert "Check must_say" in row["note"]
    assert is_complete(row)


def test_of_several_flags_the_first_is_taken_and_that_is_said() -> None:
    flags = [conflict("1"), conflict("70,000", "100,000"), conflict("5", "6")]
    row = only(praise(PRAISED.model_copy(update={"conflicts": flags})))
    assert row["conflict"]["values"] == [["70,000"], ["100,000"]]
    assert "Check conflict: it is the first of 2" in row["note"]


def test_a_flag_between_statements_is_to_be_shortened() -> None:
    flag = conflict("It said yes.", "It said no.").model_copy(update={"kind": "statement"})
    row = only(praise(PRAISED.model_copy(update={"conflicts": [flag]})))
    assert "Check conflict: shorten its values" in row["note"]


def test_praise_of_an_answer_without_sources_is_to_be_completed() -> None:
    row = only(praise(answer("Yes.")))
    assert "must_say" not in row
    assert "Complete must_say" in row["note"]
    assert not is_complete(row)


def test_a_criticised_answer_leaves_all_but_the_question_open() -> None:
    row = only(praise(PRAISED, "down", reason="Out of\ndate", history=[BEFORE]))
    assert set(row) == {"id", "question", "history", "tags", "note"}
    assert row["history"] == [{"role": "user", "content": "Tell me of the troops."}]
    assert row["note"].startswith("Criticised on 2026-11-02: Out of\ndate\nComplete status")
    assert not is_complete(row)


def test_the_latest_word_on_a_question_counts() -> None:
    early, late = praise(PRAISED, "down"), praise(answer(None), "up", day=1)
    for said in ((early, late), (late, early)):
        assert only(*said)["status"] == "not_in_articles"


def test_questions_are_told_apart_by_what_they_mean_and_come_after() -> None:
    other = PRAISED.model_copy(update={"standalone_question": "How many planes?"})
    shouted = PRAISED.model_copy(update={"standalone_question": "how  many?"})
    said = [praise(PRAISED), praise(other), praise(PRAISED, history=[BEFORE]), praise(shouted)]
    ids = [row["id"] for row in candidates(said)]
    assert len(set(ids)) == len(ids) == 3


def test_ids_are_those_of_last_time() -> None:
    again = praise(answer("About 90,000 [1]", [cite(1, "b")]), "down", day=9, reason="Hm")
    assert only(praise(PRAISED))["id"] == only(again)["id"] == "feedback-54e1e4f39dbf"


def test_an_answer_to_nothing_makes_no_candidate() -> None:
    assert candidates([praise(PRAISED.model_copy(update={"question": " "}))]) == []


@pytest.fixture
def feedback(tmp_path: Path) -> Path:
    file = tmp_path / "feedback.jsonl"
    bad = answer("Über 9 [1]", [cite(1, "c")], standalone_question="Why?", question="Why?")
    for said in (praise(PRAISED), praise(PRAISED), praise(bad, "down", reason="Nein – falsch")):
        append(file, said)
    return file


def test_command(run: Run, feedback: Path, tmp_path: Path) -> None:
    done = run("evaluate", "--candidates", feedback)
    assert done.code == 0
    assert [row["question"] for row in done.json()] == ["How many?", "Why?"]
    assert "Nein – falsch" in done.out
    assert done.err == (
        "2 candidates from 3 lines of feedback: 1 to look through, 1 to complete before they can "
        "be evaluated; their notes say what is missing.\n"
    )
    gold = tmp_path / "gold.jsonl"
    gold.write_text(done.out, "utf-8")
    with pytest.raises(GoldError) as error:
        read_gold(gold)
    assert str(error.value) == f"{gold}, line 2: the field 'status': Field required."
    gold.write_text(done.out.splitlines()[0], "utf-8")
    assert read_gold(gold)[0].note == "Praised on 2026-11-02."


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "Give a file of GOLD questions, or --candidates FEEDBACK."),
        (["--candidates", "f", "g.jsonl"], 2, "leave GOLD out"),
        (["--candidates", "f", "--url", "http://x", "--html", "x"], 2, "leave --url, --html out"),
        (["--candidates", "f", "--fail-under", "answers=1"], 2, "leave --fail-under out"),
        (["--candidates", "nowhere.jsonl"], 1, "nowhere.jsonl: cannot be read"),
    ],
)
def test_what_cannot_be(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str], code: int, told: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = run("evaluate", *arguments)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
