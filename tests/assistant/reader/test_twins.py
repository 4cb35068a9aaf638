"""Twin claims with twin passages, as examples to train on."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training.twins import twins

ROW = {
    "c": ["Ann Moss was born in 1964.", "Ann Moss was born in 1971."],
    "e": ["Moss (1964 to 2019) was a potter.", "Moss (1971 to 2019) was a potter."],
    "n": ["Ann Moss was born in Arden.", "Ann Moss had two sisters."],
    "p": "The potter John Moss was born in 1964.",
}


def test_each_passage_supports_one_claim_and_contradicts_the_other(tmp_path: Path) -> None:
    file = tmp_path / "twins.jsonl"
    file.write_text(json.dumps(ROW), encoding="utf-8")
    told = {(e.first, e.second): e.verify for e in twins(file)}
    (c1, c2), (e1, e2) = ROW["c"], ROW["e"]
    assert told[c1, e1] == told[c2, e2] == SUPPORTS
    assert told[c1, e2] == told[c2, e1] == CONTRADICTS
    assert told[c1, str(ROW["p"])] == told[ROW["n"][0], e1] == NEUTRAL
    assert len({e.source for e in twins(file)}) == 1


def test_what_is_shipped_can_be_read_and_is_balanced() -> None:
    verdicts = [e.verify for e in twins()]
    assert verdicts.count(SUPPORTS) == verdicts.count(CONTRADICTS) > 500
