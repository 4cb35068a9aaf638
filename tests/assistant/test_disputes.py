"""Yes and no from several sources are shown as two sides; anything less is no dispute."""

from __future__ import annotations

import pytest

from assistant.evidence import Evidence
from assistant.question import parse
from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.stance import Stance
from assistant.stands import Stand, dispute, opposed, stands
from assistant.wording import texts
from tests.assistant.stub_reader import StubReader
from tests.assistant.test_stance import LEXICON, sentence

CLAIM = sentence("Wexmoor officials believe Arden plans to close the port.")
DENIAL = sentence("Arden denied that it plans to close the port.")
REPORT = sentence("Arden plans to close the port.")
QUESTION = parse("Does Arden plan to close the port?")


def test_a_claim_and_its_denial_are_two_positions_with_their_speakers() -> None:
    told = [Stand(DENIAL, Stance.DENIED), Stand(CLAIM, Stance.CLAIMED)]
    sides = opposed(told)
    assert sides is not None
    numbers = {DENIAL.text: 4, CLAIM.text: 7}
    flag = dispute(sides, "the port", lambda c, _: numbers[c.text], texts("en"))
    assert (flag.kind, flag.relation) == ("statement", "parties_disagree")
    assert [(p.attributed_to, *p.citations) for p in flag.positions] == [
        ("Wexmoor officials", 7), ("Arden", 4)
    ]  # fmt: skip


def test_outlets_that_contradict_each_other_in_their_own_voice_are_sources() -> None:
    told = [Stand(REPORT, Stance.AFFIRMS), Stand(sentence("The port stays open."), Stance.NEGATES)]
    sides = opposed(told)
    assert sides is not None
    assert dispute(sides, "the port", lambda c, _: 1, texts("en")).relation == "sources_disagree"


@pytest.mark.parametrize(
    "stances", [[], [Stance.DENIED], [Stance.CLAIMED, Stance.AFFIRMS], [Stance.NEGATES] * 2]
)
def test_one_side_alone_is_no_dispute(stances: list[Stance]) -> None:
    assert opposed([Stand(CLAIM, s) for s in stances]) is None


def test_an_outlet_is_heard_once_on_a_side() -> None:
    again = sentence("The port will be closed by Arden.")
    told = [
        Stand(REPORT, Stance.AFFIRMS),
        Stand(again, Stance.AFFIRMS),
        Stand(DENIAL, Stance.DENIED),
    ]
    sides = opposed(told)
    assert sides is not None
    assert [[s.candidate for s in side] for side in sides] == [[REPORT], [DENIAL]]


def test_a_sentence_too_unlikely_to_be_shown_is_heard_all_the_same() -> None:
    found = stands(QUESTION, [Evidence(REPORT, 0.2)], LEXICON, StubReader(SUPPORTS))
    assert [s.candidate for s in found] == [REPORT]


@pytest.mark.parametrize(
    ("verdict", "stance"), [(SUPPORTS, Stance.AFFIRMS), (CONTRADICTS, Stance.NEGATES)]
)
def test_the_reader_says_yes_or_no(verdict: int, stance: Stance) -> None:
    found = stands(QUESTION, [Evidence(REPORT, 0.9)], LEXICON, StubReader(verdict))
    assert [s.stance for s in found] == [stance]


def test_a_sentence_that_takes_no_side_stands_nowhere() -> None:
    assert stands(QUESTION, [Evidence(REPORT, 0.9)], LEXICON, StubReader(NEUTRAL)) == []


def test_where_the_reader_is_unsure_the_wording_says_it() -> None:
    found = stands(QUESTION, [Evidence(DENIAL, 0.9)], LEXICON, StubReader(None))
    assert [s.stance for s in found] == [Stance.DENIED]
