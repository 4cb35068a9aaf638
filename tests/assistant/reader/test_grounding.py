"""What the check of grounding is trained on: retellings that hold, and ways in which they fail."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training import grounding, retelling
from assistant.reader.training.distortion import Distortions
from assistant.reader.training.edits import Names
from assistant.reader.training.questions import asked
from assistant.reader.training.written import KEPT, digest, written

SEEDS = range(60)
TEXTS = [
    "The Harbour Board says the new pier in Aldmouth will open on Friday.",
    "Mayor Rosa Quill met Governor Tom Hale in Aldmouth after the storm on Monday.",
    "In March, Tom Hale visited 14 villages, while engineers repaired the dam in Brackwater.",
    "Rosa Quill said at least 40 houses in Brackwater were damaged during the second storm.",
    "The company, a maker of pumps, may close its plant in Brackwater next year.",
]
NAMES = Names(TEXTS)
WRONG = Distortions(TEXTS, NAMES)


def all_of(way: object, text: str) -> set[str]:
    return {told for seed in SEEDS if (told := way(text, random.Random(seed)))}  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "retold"),
    [
        (TEXTS[0], "According to the Harbour Board, the new pier in Aldmouth will open on Friday."),
        (
            "The pier will open late this month, the Harbour Board said.",
            "The Harbour Board said that the pier will open late this month.",
        ),
        (
            "“The pier will open in time,” Rosa Quill said.",
            "According to Rosa Quill, the pier will open in time.",
        ),
    ],
)
def test_words_keep_their_speaker_wherever_that_is_named(text: str, retold: str) -> None:
    assert retold in all_of(retelling.attribution, text)


@pytest.mark.parametrize(
    "text", ["“We will open it,” Rosa Quill said.", "The pier will open late this month, he said."]
)
def test_words_that_lean_on_their_speaker_are_not_moved(text: str) -> None:
    assert not all_of(retelling.attribution, text)


def test_a_sentence_is_turned_shortened_and_put_into_the_passive() -> None:
    assert "Tom Hale visited 14 villages in March." in all_of(
        retelling.order, "In March, Tom Hale visited 14 villages."
    )
    assert "The company may close its plant in Brackwater next year." in all_of(
        retelling.shorter, TEXTS[4]
    )
    assert all_of(retelling.voice, "Tom Hale opened the bridge on Monday.") == {
        "The bridge was opened by Tom Hale on Monday."
    }


def test_figures_stay_what_they_are() -> None:
    assert all_of(retelling.figures, "The storm hit 3 villages.") == {
        "The storm hit three villages."
    }
    for told in all_of(retelling.figures, "It cost $9,870 to mend."):
        assert re.search(r"(?:[a-z]+ )+\$(?:9,900|10,000) ", told), told


def test_a_distortion_says_something_that_the_passage_does_not_hold() -> None:
    for seed in SEEDS:
        for text in TEXTS:
            made = WRONG.distorted(text, text, random.Random(seed))
            if made:
                said, label, _ = made
                assert said.lower() not in text.lower()
                assert label in (CONTRADICTS, NEUTRAL)


def test_roles_are_exchanged_and_words_given_to_another() -> None:
    rng = random.Random(1)
    assert WRONG.roles(TEXTS[1], TEXTS[1], rng) is not None
    told = {WRONG.speaker(TEXTS[0], f"{TEXTS[0]} {TEXTS[1]}", random.Random(s)) for s in SEEDS}
    assert all(said and "Harbour Board said" not in said for said in told)


def test_what_may_happen_is_made_certain() -> None:
    told = {WRONG.surer(TEXTS[4], TEXTS[4], random.Random(s)) for s in SEEDS}
    assert "The company, a maker of pumps, will close its plant in Brackwater next year." in told


def test_a_question_about_the_subject_becomes_a_statement_and_a_wrong_one() -> None:
    passage = "The Harbour Board hired Rosa Quill to mend the pier."
    spans = [
        ("Who hired Rosa Quill?", "The Harbour Board"),
        ("Who did the board hire?", "Rosa Quill"),
    ]
    records = [
        {"question": q, "passage": passage, "source": "made",
         "answers": [{"text": a, "start": passage.index(a)}]}
        for q, a in spans
    ]  # fmt: skip
    made = [
        (e.first, e.verify)
        for seed in SEEDS
        for e in grounding.answers(asked(records), WRONG, random.Random(seed))
    ]
    assert ("The Harbour Board hired Rosa Quill.", SUPPORTS) in made
    assert not any("did the board" in said for said, _ in made)


def test_true_and_distorted_stand_in_each_others_place() -> None:
    """Or a statement could be told by its looks alone."""
    made = grounding.grounded([], [], TEXTS * 12, NAMES, random.Random(3))
    labels = {label: [e for e in made if e.verify == label] for label in (0, 1, 2)}
    assert all(labels.values())
    held = {e.first for e in labels[SUPPORTS]}
    assert any("not" in said for said in held)
    assert held & {e.first for e in made if e.verify != SUPPORTS}


def test_written_statements_stand_with_their_passages(tmp_path: Path) -> None:
    lines = [
        {"passages": [["Post", [digest(TEXTS[n])]]], "yes": ["So it is."],
         "no": [["number", "Not so."], ["attribution", "Said so."]]}
        for n in range(3)
    ] + [{"passages": [["Post", ["unknown"]]], "yes": ["Nothing."], "no": []}]  # fmt: skip
    file = tmp_path / "written.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    made = list(written(TEXTS, random.Random(1), file))
    assert {e.first: e.verify for e in made} == {
        "So it is.": SUPPORTS, "Not so.": CONTRADICTS, "Said so.": NEUTRAL
    }  # fmt: skip
    assert all(any(text in e.second for text in TEXTS[:3]) for e in made)
    kept = [e for e in made if e.source == KEPT]
    assert {TEXTS[0] in e.second for e in kept} == {True}
