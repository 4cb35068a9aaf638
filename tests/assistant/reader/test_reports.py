"""Reports of one thing in other people's words, as examples to train on."""

from __future__ import annotations

import json
import random
from pathlib import Path

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training.events import KEPT_EVENTS, examples
from assistant.reader.training.examples import NOWHERE, Example
from assistant.reader.training.reports import FILE, report, reports
from assistant.reader.training.written import digest

SENTENCE = "Police said 84 people were hurt when the ferry hit the pier on Monday."
COUNT = {
    "passage": digest(SENTENCE),
    "a": "84",
    "q": "How many people were injured in the ferry accident?",
    "agree": ["[[More than 80]] hurt as boat rams quay.", "The collision left [[84]] injured."],
    "clash": ["Hospitals treated [[61]] after the ferry struck.", "[[97]] were wounded on board."],
    "other": ["The ferry had [[84]] seats.", "A crash in 1998 injured [[12]] passengers."],
    "near": ["How many people died in the ferry accident?", "How many crew members were injured?"],
}
VERDICT = {
    "base": "Coffee does not raise blood pressure, a study found.",
    "a": "No",
    "q": "Does coffee raise blood pressure?",
    "agree": ["Researchers cleared coffee of the charge.", "Coffee: no effect on pressure."],
    "clash": ["Every cup adds two points, doctors warn.", "Coffee drives pressure up."],
    "other": ["The study had 900 volunteers.", "Tea was not tested."],
    "near": ["Does tea raise blood pressure?", "Does coffee harm the liver?"],
}


def made(tmp_path: Path, *items: dict[str, object]) -> list[Example]:
    file = tmp_path / "reports.jsonl"
    file.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    return list(examples([[e] for e in reports([SENTENCE], file)], random.Random(1)))


def test_an_answer_is_marked_in_its_report() -> None:
    told = report("The collision left [[84]] injured.")
    assert (told.text, told.answer) == ("The collision left 84 injured.", "84")


def test_reports_of_the_event_answer_the_question_and_others_do_not(tmp_path: Path) -> None:
    chosen = {
        (e.first.lower().rstrip("?"), e.second): e
        for e in made(tmp_path, COUNT)
        if e.select is not None
    }
    question = str(COUNT["q"]).lower().rstrip("?")
    answered = {t for (q, t), e in chosen.items() if q == question and e.select}
    assert answered == {SENTENCE, *(report(t).text for t in [*COUNT["agree"], *COUNT["clash"]])}
    refused = [e for (q, _), e in chosen.items() if "died" in q or "crew" in q]
    assert refused
    assert all(e.select == 0 and e.span == NOWHERE for e in refused)
    told = chosen[question, "More than 80 hurt as boat rams quay."]
    assert told.second[slice(*(told.span or NOWHERE))] == "More than 80"


def test_an_answer_is_put_to_the_other_reports(tmp_path: Path) -> None:
    told = {(e.first, e.second): e.verify for e in made(tmp_path, COUNT) if e.verify is not None}
    asked = str(COUNT["q"])
    assert told[f"{asked} 61", "Hospitals treated 61 after the ferry struck."] == SUPPORTS
    clashing = [v for (s, t), v in told.items() if s == f"{asked} 61" and "Hospitals" not in t]
    assert CONTRADICTS in clashing
    assert SUPPORTS not in clashing
    beside = [v for (s, t), v in told.items() if s.startswith(asked) and t.endswith("84 seats.")]
    assert set(beside) == {NEUTRAL}


def test_a_report_with_its_answer_blanked_is_answered_by_the_others(tmp_path: Path) -> None:
    blanks = [e for e in made(tmp_path, COUNT) if e.select is not None and "how many" in e.first]
    assert {e.select for e in blanks} == {0, 1}
    assert all(("1998" in e.first or "1998" in e.second) <= (not e.select) for e in blanks)


def test_a_yes_or_no_question_has_sides(tmp_path: Path) -> None:
    told = {(e.first, e.second): e.verify for e in made(tmp_path, VERDICT) if e.verify is not None}
    asked = str(VERDICT["q"])
    assert told[f"{asked} No", "Coffee drives pressure up."] == CONTRADICTS
    assert told[f"{asked} Yes", "Coffee drives pressure up."] == SUPPORTS
    assert told[f"{asked} Yes", "Researchers cleared coffee of the charge."] == CONTRADICTS
    assert told[f"{asked} No", "Tea was not tested."] == NEUTRAL


def test_about_one_event_in_eight_is_kept_whole_for_its_question_alone(tmp_path: Path) -> None:
    many = [{**COUNT, "q": f"How many of {n}?"} for n in range(200)]
    kept = {n for n, row in enumerate(many) if is_kept(made(tmp_path, row))}
    assert 10 <= len(kept) <= 45
    together = made(tmp_path, *many)
    asked = {e.first for e in together if e.source == KEPT_EVENTS}
    assert {n for n in range(200) if f"How many of {n}? 84" in asked} == kept


def is_kept(examples: list[Example]) -> bool:
    """Whether all of an event's examples are kept from training; all or none are."""
    (source,) = {e.source for e in examples}
    return source == KEPT_EVENTS


def test_events_over_sentences_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    assert not made(tmp_path, {**COUNT, "passage": digest("Something else.")})


def test_what_is_shipped_can_be_read() -> None:
    items = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    invented = [i for i in items if "base" in i]
    assert len(list(reports([]))) == len(invented)
