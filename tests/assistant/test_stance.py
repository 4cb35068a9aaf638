"""Yes and no as the sources put it."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evidence import Candidate, Lexicon
from assistant.question import parse
from assistant.stance import Stance, stance, verdict
from assistant.wording import texts
from index.types import Article, Hit, Passage


def sentence(text: str) -> Candidate:
    vectors = np.ones((1, 2), np.float32)
    passage = Passage("a:0", "a", 0, ((0, len(text)),))
    return Candidate(
        Hit(passage, Article("a", "Post", "T", text), 1.0, vectors), 0, text, vectors[0]
    )


LEXICON = Lexicon({}, frozenset(), {}, lambda words: np.ones((len(words), 2), np.float32))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arden joined the union in March.", Stance.AFFIRMS),
        ("Arden is not a member of the union.", Stance.NEGATES),
        ("Arden has never joined the union.", Stance.NEGATES),
        ("Arden denied that it joined the union.", Stance.DENIED),
        ("Wexmoor accuses Arden of joining the union.", Stance.CLAIMED),
        (
            "Arden joined the union in March, and its parliament, which sits in the old harbour "
            "town of Wexmoor since the floods, was not consulted.",
            Stance.AFFIRMS,
        ),
    ],
)
def test_the_stance_is_that_of_the_nearest_cue(text: str, expected: Stance) -> None:
    question = parse("Did Arden join the union?")
    assert stance(question, sentence(text), LEXICON) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Did the board refuse the bid?", "The board rejected the bid.", Stance.AFFIRMS),
        ("Did the board accept the bid?", "The board rejected the bid.", Stance.DENIED),
        ("Did the pilots vote to strike?", "Most voted against a strike.", Stance.NEGATES),
        ("Did they vote against a strike?", "Most voted against a strike.", Stance.AFFIRMS),
        ("Did the fairing open?", "The fairing failed to open.", Stance.NEGATES),
        ("Are the claims about Arden true?", "Arden denied the claims.", Stance.DENIED),
        ("Did Arden accuse Wexmoor?", "Arden accuses Wexmoor of lying.", Stance.AFFIRMS),
    ],
)
def test_a_refusal_or_claim_that_is_asked_about_is_affirmed(
    question: str, text: str, expected: Stance
) -> None:
    assert stance(parse(question), sentence(text), LEXICON) is expected


@pytest.mark.parametrize(
    ("stances", "said"),
    [
        ({Stance.AFFIRMS}, "Yes, according to AP."),
        ({Stance.NEGATES}, "No, according to AP."),
        ({Stance.NEGATES, Stance.DENIED}, "No, according to AP."),
        ({Stance.DENIED}, "That is denied, according to AP."),
        ({Stance.CLAIMED}, "That is claimed, not established, according to AP."),
        ({Stance.AFFIRMS, Stance.DENIED}, "That is disputed, according to AP."),
        ({Stance.AFFIRMS, Stance.NEGATES}, "That is disputed, according to AP."),
    ],
)
def test_stances_give_a_verdict_that_takes_no_side(stances: set[Stance], said: str) -> None:
    assert texts("en")(f"verdict.{verdict(stances)}", sources="AP") == said
