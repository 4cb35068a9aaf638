"""Blanked sentences: what answers them, what doesn't, and where the answer stands."""

from __future__ import annotations

import random
from collections.abc import Iterator

from assistant.reader.training import edits
from assistant.reader.training.blanks import asked_within, blanks, claimed, told_again
from assistant.reader.training.examples import NOWHERE, Example
from assistant.reader.training.questions import asked
from tests.assistant.reader.test_examples import RECORDS

NAMES = edits.Names(["Then Maria Lopez met Tom Reed in Oslo, in Lima, in Bern and in Kent."])
NEWS = [
    "Police in Orlow said on Friday that some 1,250 people had left their homes.",
    "The police in Orlow have arrested 17 people after the fire at the old mill.",
    "The mayor of Orlow, who opened the fair, said that Anna Berg paid 2,400 crowns.",
]


def made() -> Iterator[Example]:
    for seed in range(60):
        yield from told_again(NEWS, NAMES, random.Random(seed))


def of(source: str) -> list[Example]:
    found = [e for e in made() if e.source == source]
    assert found
    return found


def test_the_values_of_a_sentence_are_found_once() -> None:
    assert {b.words for b in blanks(NEWS[0], NAMES)} == {"Orlow", "on Friday", "some 1,250 people"}


def test_a_sentence_told_again_answers_with_the_value_it_then_holds() -> None:
    retold = of("blank retold")
    assert all(e.select == 1 for e in retold)
    assert {e.second[slice(*e.span)] for e in retold if e.span} > {"some 1,250 people"}
    changed = [e for e in retold if "how many people had left" in e.first and e.span]
    assert any("1,250" not in e.second for e in changed)
    assert all("people" in e.second[slice(*e.span)] for e in changed if e.span)


def test_the_same_words_of_other_people_and_places_do_not_answer() -> None:
    for example in of("blank of others"):
        assert (example.select, example.span) == (0, NOWHERE)
        assert "Orlow" not in example.second or "Orlow" not in example.first


def test_another_sentence_of_the_same_place_does_not_answer() -> None:
    for example in of("blank nearby"):
        assert (example.select, example.span) == (0, NOWHERE)
        assert example.second in NEWS


def test_a_neighbour_does_not_answer_unless_it_holds_the_answer() -> None:
    items = asked(RECORDS)
    found = [e for seed in range(40) for e in asked_within(items, random.Random(seed))]
    assert found
    for example in found:
        assert (example.select, example.span) == (0, NOWHERE)
        assert example.second in items[0].passage


def test_a_claims_evidence_answers_it_and_says_where() -> None:
    premise = "The mill at Orlow was built by Anna Berg in 1901 and burned down in 1950."
    labels = {"supports": "1901", "contradicts": "1920"}
    for label, year in labels.items():
        record = {
            "hypothesis": f"The mill was built in {year}.", "premise": premise,
            "label": label, "source": "fever",
        }  # fmt: skip
        found = [
            e for seed in range(20) for e in claimed([record], NAMES, random.Random(seed))
            if e.select
        ]  # fmt: skip
        assert {e.first for e in found} == {"The mill was built in when?"}
        spans = {e.span for e in found}
        told = {premise[slice(*span)] for span in spans if span}
        assert told == ({"1901"} if label == "supports" else set())
