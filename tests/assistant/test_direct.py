"""The reader's answer and the rules together: each mends what the other can't see."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.direct import read
from assistant.evidence import Candidate, Lexicon
from assistant.question import parse
from assistant.reader.protocol import Reading
from index.types import Article, Hit, Passage
from tests.assistant.test_compose import one_hot

LEXICON = Lexicon({}, frozenset(), {}, one_hot)


def told(question: str, sentence: str, pointed: str = "", score: float = 0.9) -> str | None:
    """The direct answer of a sentence in which the reader points at some words."""
    article = Article("a", "AP", "T", sentence, "2021-12-10")
    passage = Passage("a:0", "a", 0, ((0, len(sentence)),))
    vectors = np.zeros((1, 8), np.float32)
    candidate = Candidate(Hit(passage, article, 1.0, vectors), 0, sentence, vectors[0])
    start = sentence.index(pointed)
    reading = Reading((start, start + len(pointed)), score) if pointed else None
    found = read(parse(question), candidate, LEXICON, reading)
    return found and found.text


def test_of_two_numbers_the_one_pointed_at_is_taken() -> None:
    sentence = "Nine people were hurt on Monday and four people were hurt on Tuesday."
    for number in ("Nine", "four"):
        answer = told("How many people were hurt that day?", sentence, f"{number} people")
        assert answer == f"{number} people"


def test_a_number_of_unnamed_things_counts_where_the_reader_is_sure() -> None:
    sentence = "The toll rose to nine overnight."
    assert told("How many people died?", sentence) is None
    assert told("How many people died?", sentence, "nine", score=0.1) is None
    assert told("How many people died?", sentence, "nine") == "nine"


def test_an_estimate_stays_one() -> None:
    sentence = "Russia has massed around 100,000 troops."
    assert told("How many troops are there?", sentence, "100,000") == "around 100,000 troops"


def test_somebody_elses_count_is_no_answer_however_sure_the_reader() -> None:
    sentence = "There are 100,000 Russian soldiers at the border."
    assert told("How many Ukrainian soldiers are there?", sentence, "100,000") is None


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Russia moved 100,000 soldiers to its border with Ukraine.", None),
        ("Ukraine moved 100,000 soldiers to its border.", "100,000 soldiers"),
        ("Russia says that 100,000 soldiers of Ukraine are there.", "100,000 soldiers"),
        ("There are 100,000 soldiers.", "100,000 soldiers"),
    ],
)
def test_whose_they_are_is_told_by_who_has_them(sentence: str, said: str | None) -> None:
    assert told("How many Ukrainian soldiers are there?", sentence, "100,000 soldiers") == said


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("The price dropped 19 percent on Monday.", "19 percent"),
        ("The price rose 6 percent on Monday.", None),
        ("The price was up 6 percent on Monday.", None),
        ("On Monday a 6 percent rise was seen.", None),
        ("The price lost 9 percent on Monday.", "9 percent"),
        ("The price slipped 3 percent on Monday.", "3 percent"),
        ("The price went up 8 percent.", None),
        ("The price was 40 percent of that, having fallen 4 percent.", "4 percent"),
        ("It rose 6 percent, having fallen 4 percent.", "4 percent"),
    ],
)
def test_a_rise_is_no_answer_where_a_fall_is_asked_for(sentence: str, answer: str | None) -> None:
    assert told("By how much did the price fall?", sentence) == answer


def test_the_fall_is_a_season_too() -> None:
    question = "How many children came in the fall?"
    assert told(question, "The number rose to 90 children.") == "90 children"


def test_what_is_counted_is_told_without_what_was_done_to_it() -> None:
    sentence = "The company recalled about 1.2 million baby monitors sold since 2021."
    question = "How many baby monitors were recalled?"
    assert told(question, sentence, "1.2 million") == "about 1.2 million baby monitors"


def test_an_amount_ends_with_its_clause() -> None:
    sentence = "Kestrel would pay 312 pence a share in cash, valuing Orrin at £2.1 billion."
    pointed = "312 pence a share in cash, valuing Orrin at £2.1 billion"
    assert told("How much per share?", sentence, pointed) == "312 pence a share in cash"


@pytest.mark.parametrize(
    ("sentence", "pointed", "said"),
    [
        ("It would stay until at least 2030.", "at least 2030", "until at least 2030"),
        ("It would stay until at least 2030.", "until at least 2030", "until at least 2030"),
        ("She has led it since March.", "March", "since March"),
        ("It would stay, he said in 2030.", "2030", None),
        ("It stayed until May for three months.", "three months", "three months"),
    ],
)
def test_how_long_may_be_told_by_the_end(sentence: str, pointed: str, said: str | None) -> None:
    assert told("How long would it stay?", sentence, pointed) == said


@pytest.mark.parametrize(
    ("sentence", "pointed", "said"),
    [
        (
            "Nearly half of the voters stayed at home.",
            "Nearly half",
            "Nearly half of the voters stayed",
        ),
        ("She won about one vote in seventeen.", "one vote in seventeen", None),
        ("They walked 40 miles to the polls.", "40 miles", None),
        ("They waited for two hours.", "two hours", None),
    ],
)
def test_how_many_is_no_distance_nor_a_share_of_something_else(
    sentence: str, pointed: str, said: str | None
) -> None:
    assert told("How many voters were there?", sentence, pointed) == said


def test_a_number_is_nobody() -> None:
    assert told("Who is her son?", "She has a son of six.", "six") is None
    arrested = "Two teenagers were arrested."
    assert told("Who was arrested?", arrested, "Two teenagers") == "Two teenagers"


def test_a_thing_that_is_asked_for_is_not_what_is_done() -> None:
    sentence = "Moscow will not use intermediate-range weapons."
    done = "will not use intermediate-range weapons"
    assert told("What range of weapons is it about?", sentence, done) is None
    assert told("What will Moscow do?", sentence, done) == done


def test_words_are_not_cut_in_two() -> None:
    sentence = "It is about intermediate-range weapons."
    assert told("What range is it about?", sentence, "intermediate") == "intermediate-range"
    firm = "The deal went to a London-based company."
    assert told("Which town is it from?", firm, "London") == "London"


def test_of_two_dates_the_one_pointed_at_is_taken() -> None:
    sentence = "Elected in May 2019, he resigned in June 2021."
    assert told("When did he step down?", sentence, "June 2021") == "June 2021"
    assert told("When was he voted in?", sentence, "May 2019") == "May 2019"


@pytest.mark.parametrize(
    ("question", "sentence", "pointed", "who"),
    [
        ("Who called it a start?", "“A start for the Union,” Ann Reed said.", "Union", "Ann Reed"),
        ("Who said it was over?", "Ann Reed said it was over for him.", "Ann Reed", "Ann Reed"),
        ("Who said it was over?", "Ann Reed said it was over for him.", "it", "Ann Reed"),
        ("Who is Reed's lawyer?", "Ann Reed met Kim Ito, her lawyer.", "Ann", "Kim Ito"),
        ("Who is Reed?", "Ann Reed met Kim Ito, her lawyer.", "Ann Reed", "Ann Reed"),
        ("Who won, Reed or Ito?", "Ann Reed beat Kim Ito.", "Ann Reed", "Ann Reed"),
        ("Who made the offer?", "Ann Reed said Tom Bell made the offer.", "Tom Bell", "Tom Bell"),
    ],
)  # fmt: skip
def test_who_is_one_who_speaks_and_not_the_one_asked_about(
    question: str, sentence: str, pointed: str, who: str
) -> None:
    assert told(question, sentence, pointed) == who


def test_a_day_is_no_place() -> None:
    assert told("Where did he say that?", "He said so on Friday.", "Friday") is None
    assert told("Where did he say that?", "He said so on Friday.", "on Friday") is None
    assert told("Where was it?", "It was in May Street.", "May Street") == "May Street"


def test_a_names_article_is_part_of_it_where_the_name_has_it() -> None:
    assert told("Who sang?", "It was sung by The Larks.", "Larks") == "The Larks"
    assert told("Who sang?", "It was sung by the Larks.", "Larks") == "Larks"
    assert told("Who sang?", "The Larks sang it.", "Larks") == "Larks"


def test_what_the_question_says_is_no_answer() -> None:
    sentence = "A vigil will be held in Arden tomorrow."
    assert told("Where in Arden is the vigil?", sentence, "in Arden") is None
    assert told("Is the vigil in Arden or in Halden?", sentence, "in Arden") == "in Arden"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("The planes will not reach Arvania before 2026.", "not reach Arvania before 2026"),
        ("The planes won't arrive after 2026.", "won't arrive after 2026"),
        ("The planes arrive, not all of them, after 2026.", "after 2026"),
        ("It is no secret that they arrive no later than June 2026.", "no later than June 2026"),
    ],
)
def test_a_bound_is_told_with_its_not(sentence: str, said: str) -> None:
    assert told("When do the planes arrive?", sentence, "2026") == said


def test_the_hour_is_no_answer_where_the_day_is_asked() -> None:
    sentence = "The bridge fell at 6:42 a.m., police said."
    assert told("On what date did the bridge fall?", sentence, "6:42 a.m.") is None
    assert told("When did the bridge fall?", sentence, "6:42 a.m.") == "at 6:42 a.m."


@pytest.mark.parametrize(
    ("question", "sentence", "pointed"),
    [
        ("Who won?", "Ann Reed lost to Tom Bell, to the surprise of Kim Ito.", "Tom Bell"),
        ("Where was he born?", "Born in Oslo, he lives in Bergen.", "Oslo"),
        ("What is the boat called?", "Barreto's boat, the Santa Clara, was first.", "Santa Clara"),
    ],
)
def test_a_sure_readers_words_are_the_answer(question: str, sentence: str, pointed: str) -> None:
    assert told(question, sentence, pointed) == pointed
    assert told(question, sentence, pointed, score=0.01) == told(question, sentence)


def test_long_readings_are_no_direct_answer() -> None:
    sentence = "It was closed because " + "of rust and of age and " * 6 + "of neglect."
    assert told("What was the matter?", sentence, sentence[14:-1]) is None
