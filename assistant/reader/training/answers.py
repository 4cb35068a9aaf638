"""Sentences as an assistant words them, over stories that were kept from training.

`answers.jsonl` holds them, written to calibrate the check of grounding on what it is used for: each
with the story, by its first question, and the numbers of the sentences that it cites.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.reader.protocol import NEUTRAL, SUPPORTS
from assistant.reader.training import stories
from assistant.reader.training.events import kept
from assistant.reader.training.examples import Example

FILE = Path(__file__).parent / "answers.jsonl"
ANSWERS = "answers, kept"


def answers(file: Path = FILE) -> Iterator[Example]:
    """The sentences with what they cite, as it is checked: each after its outlet's name."""
    told = [json.loads(line) for line in stories.FILE.read_text(encoding="utf-8").splitlines()]
    by_question = {story["q"][0][0]: story for story in told}
    for line in file.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if not kept(item["story"]):
            continue
        story = by_question[item["story"]]
        outlets = _outlets(story)
        cited = " ".join(f"{outlets[i]}: {story['s'][i]}" for i in item["cites"])
        label = SUPPORTS if item["kind"] == "supported" else NEUTRAL
        yield Example(item["said"], cited, verify=label, source=ANSWERS)


def _outlets(story: Mapping[str, Any]) -> Sequence[str]:
    """The outlet of each sentence."""
    return [outlet for outlet, _, count in story["o"] for _ in range(count)]
