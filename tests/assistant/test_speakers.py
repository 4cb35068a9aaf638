"""Who says what a sentence reports, and who its "he", "she" or "they" is."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.attribution import in_context, in_full
from assistant.evidence import Candidate
from assistant.speakers import antecedent, speaker_of, speakers
from index.types import Article, Hit, Passage


def last_of(*sentences: str) -> Candidate:
    """The last of the sentences, in an article that holds them all."""
    text = " ".join(sentences)
    article = Article("a", "Post", "A title", text)
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    vectors = np.ones((len(spans), 2), np.float32)
    hit = Hit(Passage("a:0", "a", 0, tuple(spans)), article, 1.0, vectors)
    return Candidate(hit, len(spans) - 1, sentences[-1], vectors[0])


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Ada Finch said the terminal would close.", ["Ada Finch"]),
        ("Mayor Ada Finch told reporters that it would close.", ["Mayor Ada Finch"]),
        ("Ada Finch, the mayor of Wexmoor, said it would close.", ["Ada Finch"]),
        ("According to Ada Finch, it would close.", ["Ada Finch"]),
        ("It would close, according to mayor Ada Finch.", ["Ada Finch"]),
        ("“It will close,” said Ada Finch.", ["Ada Finch"]),
        ("“It will close,” Ada Finch said.", ["Ada Finch"]),
        ('"It will close," Ada Finch told the council.', ["Ada Finch"]),
        ("Wexmoor officials denied the report.", ["Wexmoor officials"]),
        ("Arden has repeatedly denied planning to close it.", ["Arden"]),
        ("Arden demanded that Wexmoor pay.", ["Arden"]),
        ("Arden denied it, but Wexmoor insisted on it.", ["Arden", "Wexmoor"]),
        ("The US and Arden believe that it will close.", ["Arden", "The US"]),
        ("Ada Finch met Al Roe and Bea Lind said it would close.", ["Bea Lind"]),
    ],
)
def test_the_party_that_speaks_is_told(sentence: str, who: list[str]) -> None:
    assert speakers(last_of(sentence)) == who


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry left Wexmoor at noon.",
        "Ada Finch and Al Roe met in Arden.",
        "The terminal in Wexmoor closed on Friday.",
    ],
)
def test_a_sentence_in_the_outlets_own_voice_has_no_speaker(sentence: str) -> None:
    assert speakers(last_of(sentence)) == []


def test_a_quotation_that_opens_with_we_is_the_last_speakers() -> None:
    quoted = '"We reported it at once," a spokeswoman said.'
    assert speakers(last_of("Arden denied any delay.", quoted)) == ["Arden"]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Nine boats sank, police said.", "police"),
        ("Nine boats sank, the coast guard said on Tuesday.", "the coast guard"),
        ("Nine boats sank, Ada Finch said.", "Ada Finch"),
        ("Nine boats sank, according to police.", "police"),
        ("Nine boats sank, said a spokesman for the port.", "a spokesman for the port"),
        ("“Nine boats sank,” said the head of the port.", "the head of the port"),
        ('"Nine boats sank," a spokeswoman said.', "a spokeswoman"),
        ("Nine boats sank, a person close to the board said.", "a person close to the board"),
        ("A former engineer says Nine boats sank.", "A former engineer"),
        ("Analysts at Corbin Research put the loss at Nine boats.", "Analysts at Corbin Research"),
        ("U.S. intelligence officials have found that Nine sank.", "U.S. intelligence officials"),
        ("Police said eight boats sank, but the army says that Nine did.", "the army"),
        ("The minister, who resigned on Monday, said Nine sank.", "The minister"),
        ("Wexmoor lost Nine boats, the port's owner said.", "the port's owner"),
    ],
)
def test_a_figure_is_put_down_to_whoever_gives_it(sentence: str, who: str) -> None:
    assert speaker_of(last_of(sentence), sentence.index("Nine")) == who


@pytest.mark.parametrize(
    "sentence",
    [
        "Nine boats sank after the captain said it was safe.",
        "Nine boats sank in what the minister called a disaster.",
        "As the storm hit, Nine boats sank, which the port denied.",
        "Nine boats sank, as it was said.",
        "Nine people are confirmed dead tonight.",
        "Nine people were reported missing.",
        "Nine people reported missing were found alive.",
        "Jamie Lowe, Nine, scored in the last minute of added time.",
    ],
)
def test_a_figure_in_the_outlets_own_voice_is_nobodys(sentence: str) -> None:
    assert speaker_of(last_of(sentence), sentence.index("Nine")) is None


def test_a_figure_that_she_gives_is_that_of_whom_she_stands_for() -> None:
    said = last_of("Ada Finch spoke on Monday.", "Nine boats sank, she said.")
    assert speaker_of(said, 0) == "Ada Finch"


def test_two_who_say_it_together_are_both_named() -> None:
    told = last_of("The US and Arden believe that 300 jobs will go.")
    assert speaker_of(told, told.text.index("300")) == "The US and Arden"


def test_one_who_is_only_spoken_of_does_not_speak() -> None:
    assert "Al Roe" not in speakers(last_of("Ada Finch accused Al Roe of selling the quay."))
    assert "Arden" not in speakers(last_of("Ada Finch said that the boats of Arden had left."))


@pytest.mark.parametrize(
    ("before", "sentence", "who"),
    [
        (["Ada Finch said it would close."], "She said nobody had asked her.", "Ada Finch"),
        (["Ada Finch said it would close.", "It rained."], "“No,” she added.", "Ada Finch"),
        (["Al Roe met Ada Finch in Arden."], "He told reporters that they agreed.", "Al Roe"),
        (["Ada Finch said it would close.", "Al Roe said it would not."], "He said so.", "Al Roe"),
    ],
)
def test_a_pronoun_speaks_for_the_last_person_named(
    before: list[str], sentence: str, who: str
) -> None:
    assert who in speakers(last_of(*before, sentence))


def test_he_is_no_organisation() -> None:
    told = last_of("Al Roe spoke in Arden.", "NATO said it would help.", "He said so too.")
    assert antecedent(told, person=True) == "Al Roe"


@pytest.mark.parametrize(
    "sentence",
    [
        "The Harbour Court in Arden heard Al Roe.",
        "A jury at Arden Harbour Court heard Al Roe.",
        "The Arden Harbour Office said Al Roe knew.",
    ],
)
def test_he_is_no_court_or_office(sentence: str) -> None:
    assert antecedent(last_of(sentence, "He left at once."), person=True) == "Al Roe"


def test_what_is_somebodys_is_not_them() -> None:
    told = last_of("Al Roe bought Kestrel's boats.", "He said so.")
    assert antecedent(told, person=True) == "Al Roe"
    assert antecedent(last_of("It was Ada Finch's boat.", "He said so."), person=True) is None


def test_who_is_named_in_short_has_a_full_name_unless_two_share_it() -> None:
    before = "Ada Finch, Al Roe and Ben Roe were there."
    assert in_full(last_of(before, "Finch thanked Roe.")) == ["Ada Finch"]


def test_nobody_is_made_up_where_nobody_was_named() -> None:
    assert antecedent(last_of("She said so."), person=True) is None
    assert in_context(last_of("She said so.")) == "She said so."


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("She said nobody had asked.", "She [Ada Finch] said nobody had asked."),
        ("“Nobody asked,” she told reporters.", "“Nobody asked,” she [Ada Finch] told reporters."),
        ("But she added that it rained.", "But she [Ada Finch] added that it rained."),
        ("The council said so.", "The council said so."),
        ("Ada Finch said that she would go.", "Ada Finch said that she would go."),
    ],
)
def test_a_pronoun_is_shown_with_who_is_meant(sentence: str, shown: str) -> None:
    assert in_context(last_of("Ada Finch said it would close.", sentence)) == shown


@pytest.mark.parametrize(
    "sentence",
    [
        "Roe has said he hopes to win.",
        "Roe told the council that he wants a vote.",
        "It is a fundamental principle, the council said.",
        "It was raining on Friday.",
        "“He must go,” Finch said.",
    ],
)
def test_a_pronoun_that_is_clear_or_stands_for_nobody_gets_no_name(sentence: str) -> None:
    before = ["Al Roe is the mayor.", "Ada Finch of the Harbour Board said it would close."]
    assert in_context(last_of(*before, sentence)) == sentence
