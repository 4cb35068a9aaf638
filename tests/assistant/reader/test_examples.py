"""Examples tell the heads the truth: spans stand where the answer does, labels fit the texts."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from assistant.reader.network import tokenizer
from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training import edits
from assistant.reader.training.batches import TOKENS, UNASKED, ByLength, Encoded, collate
from assistant.reader.training.examples import NOWHERE, Example, stated
from assistant.reader.training.news import news
from assistant.reader.training.questions import asked, questions, unanswerable

PASSAGE = (
    "The mill at Orlow burned down on Friday. Twelve people were hurt in the fire, the police "
    "said. The mill was built in 1901 by Anna Berg. It made cloth for uniforms until the war, "
    "when its owner moved to Riga. Nobody has said what will become of the land, which the town "
    "of Orlow bought for 2,400 crowns."
)
ASKED = {
    "How many people were hurt in the fire at Orlow?": "Twelve",
    "When was the mill built by Anna Berg?": "1901",
    "Who built the mill?": "Anna Berg",
    "What did Orlow pay?": "2,400 crowns",
}
RECORDS = [
    {
        "question": question,
        "passage": PASSAGE,
        "answers": [{"start": PASSAGE.index(answer), "text": answer}],
        "source": "test",
    }
    for question, answer in ASKED.items()
]
NEWS = [
    {"text": "Police in Orlow said on Friday that 1,250 people had left their homes."},
    {"text": "The town of Orlow did not accept the offer that Anna Berg made last week."},
    {"text": "About 30 houses in Orlow were rebuilt before the winter of 2004."},
]


@pytest.fixture(scope="module")
def names() -> edits.Names:
    return edits.Names(["Then Maria Lopez met Tom Reed in Oslo, in Lima, in Bern and in Kent."])


def made(names: edits.Names) -> Iterator[Example]:
    items = asked(RECORDS)
    for seed in range(60):
        yield from questions(items, names, random.Random(seed))


def test_spans_are_the_answers_words(names: edits.Names) -> None:
    spans = [e for e in made(names) if e.span not in (None, NOWHERE)]
    assert len(spans) > 100
    for example in spans:
        assert example.span
        assert example.second[slice(*example.span)] in ASKED.values()
        assert example.select == 1


def test_what_does_not_answer_holds_no_answer(names: edits.Names) -> None:
    same = {q.lower().rstrip("?"): a for q, a in ASKED.items()}
    others = [e for e in made(names) if e.select == 0]
    assert {e.source for e in others} >= {"neighbour", "cut", "near miss"}
    for example in others:
        answer = same.get(example.first.lower().rstrip("? "))
        if answer:  # else it is a near miss: the passage may hold the true question's answer
            assert answer not in example.second


def test_statements_are_labelled_as_the_passage_has_it(names: edits.Names) -> None:
    by_source = {s: [e for e in made(names) if e.source == s] for s in ("right", "wrong", "beside")}
    for example in by_source["right"]:
        assert example.verify == SUPPORTS
    for example in by_source["wrong"]:
        assert example.verify == CONTRADICTS
        question, _, answer = example.first.partition("? ")
        assert ASKED[f"{question}?"] != answer
    for example in by_source["beside"]:
        assert example.verify == NEUTRAL
        assert ASKED[example.first.partition("? ")[0] + "?"] not in example.second
    assert all(by_source.values())


def test_altered_news_contradicts_and_dressed_news_does_not(names: edits.Names) -> None:
    found = [e for seed in range(30) for e in news(NEWS, names, random.Random(seed))]
    labels = {e.source: e.verify for e in found}
    assert labels["altered"] == labels["denied"] == CONTRADICTS
    assert labels["repeated"] == labels["reworded"] == SUPPORTS
    assert labels["same name"] == NEUTRAL
    assert all(e.first != e.second for e in found if e.verify == CONTRADICTS)


def test_records_of_other_tasks_ask_only_their_heads() -> None:
    (statement,) = stated(
        [{"premise": "It rained.", "hypothesis": "It was wet.", "label": "supports", "source": "s"}]
    )
    assert (statement.first, statement.second) == ("It was wet.", "It rained.")
    assert (statement.select, statement.span, statement.verify) == (None, None, SUPPORTS)
    record = {"question": "Who sold the mill?", "passage": PASSAGE, "source": "s"}
    for example in unanswerable([record], random.Random(1)):
        assert (example.select, example.span) == (0, NOWHERE)


def test_encoded_spans_decode_to_the_answer(names: edits.Names) -> None:
    reader = tokenizer()
    examples = [e for e in made(names) if e.span not in (None, NOWHERE)][:40]
    data = Encoded(examples, reader)
    for i, example in enumerate(examples):
        row = data[i]
        told = reader.decode(row["input_ids"][row["start"] : row["end"] + 1])
        assert example.span
        wanted = example.second[slice(*example.span)].lower()
        assert told.replace(" ", "") == wanted.replace(" ", "")


def test_batches_hold_every_example_once_and_stay_in_bounds(names: edits.Names) -> None:
    examples = list(made(names))[:400]
    data = Encoded(examples, tokenizer())
    batches = ByLength(data, range(len(data)), seed=3)
    assert sorted(i for batch in batches for i in batch) == list(range(len(examples)))
    everything = range(len(data))
    assert list(batches) == list(ByLength(data, everything, seed=3))
    assert list(batches) != list(ByLength(data, everything, seed=4))
    for batch in batches:
        rows = collate([data[i] for i in batch])
        assert rows["input_ids"].numel() <= TOKENS or len(batch) == 1
        assert (rows["attention_mask"].sum(1) == (rows["input_ids"] != 0).sum(1)).all()
        assert ((rows["select"] != UNASKED) | (rows["verify"] != UNASKED)).all()
