"""Stories of several sentences with questions, as events to train on."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from assistant.reader.training.events import examples
from assistant.reader.training.examples import NOWHERE
from assistant.reader.training.stories import stories

STORY: dict[str, list[Any]] = {
    "s": [
        "Fire guts mill in Aldmouth, 12 hurt.",
        "A dozen workers were injured, the hospital said.",
        "The mayor put the injured at 19.",
        "The mill employs 140 people.",
        "In 2009 a fire there hurt three.",
        "It will reopen in May, its owner said.",
        "The owner would not say whether the mill was insured.",
    ],
    "q": [
        [
            "How many people were injured?",
            {"0": "12", "1": "A dozen workers", "2": "19"},
            [[0, 2], [1, 2]],
        ],
        ["How many people died?", {}, []],
        ["Will the mill reopen?", {"5": "Yes"}, []],
    ],
}


def test_a_story_says_what_answers_what_contradicts_and_what_only_seems_to(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text(json.dumps(STORY), encoding="utf-8")
    ((injured, died, reopen),) = stories(file)
    assert [r.answer for r in injured.agreeing] == ["12", "A dozen workers"]
    assert [r.answer for r in injured.clashing] == ["19"]
    assert {r.text for r in injured.others} == {*STORY["s"][3:]}
    assert died.answering == ()
    assert (reopen.verdict, reopen.agreeing[0].text) == ("Yes", STORY["s"][5])
    made = list(examples([[died]], random.Random(1)))
    assert made
    assert all(e.select == 0 and e.span == NOWHERE for e in made)


def test_what_is_shipped_can_be_read() -> None:
    told = [r for events in stories() for event in events for r in event.answering]
    assert len(told) > 1000
