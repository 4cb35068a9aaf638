"""No text of a test set is trained on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from assistant.reader.training.sources import TEST, HeldOut, held_out, read
from index.errors import CrossreadError


def test_records_that_share_a_text_or_a_sentence_are_left_out_and_counted() -> None:
    barred = HeldOut(["Twelve people were hurt in the fire. The mill burned down on a Friday."])
    records = [
        {"question": "Why?", "passage": "It rained. TWELVE people were hurt, in the fire! So?"},
        {"question": "Why?", "passage": "Eleven people were hurt in the fire."},
        {"premise": "the mill burned down on a friday", "hypothesis": "A fire.", "label": "x"},
    ]
    assert list(barred.without(records, "nli")) == records[1:2]
    assert barred.dropped == {"nli": 2}


def test_a_phrase_is_no_overlap() -> None:
    record = {"text": "In the end."}
    assert list(HeldOut(["In the end."]).without([record], "news")) == [record]


def test_all_texts_of_the_test_files_and_of_others_are_barred(tmp_path: Path) -> None:
    for name in TEST:
        row = {"question": f"What is the whole matter with {name}?", "deep": [{"text": "x"}]}
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt") as out:
            out.write(json.dumps(row) + "\n")
    other = tmp_path / "article.txt"
    other.write_text("A line that no one may train on.\n")
    barred = held_out(tmp_path, [other])
    questions = [{"question": f"what is the whole matter with {name}"} for name in TEST]
    texts = [{"text": "A line that no one may train on"}, {"text": "Any other line will do here"}]
    assert list(barred.without([*questions, *texts], "all")) == texts[1:]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CrossreadError, match=r"nli\.jsonl\.gz.*--data"):
        read(tmp_path, "nli")
