"""What a question asks for, however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import Kind, has_one_answer, parse, proposition, tidy


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many ferries sank?", Kind.HOW_MANY),
        ("how many ferries sank", Kind.HOW_MANY),
        ("HOW MANY FERRIES SANK", Kind.HOW_MANY),
        ("number of ferries", Kind.HOW_MANY),
        ("ferry passengers number", Kind.HOW_MANY),
        ("How much does the bridge cost?", Kind.HOW_MUCH),
        ("What percentage voted?", Kind.HOW_MUCH),
        ("how deep is the river", Kind.HOW_MUCH),
        ("How long was the call?", Kind.HOW_LONG),
        ("duration of the call", Kind.HOW_LONG),
        ("When was the call?", Kind.WHEN),
        ("On what date did the ferry sink?", Kind.WHEN),
        ("what year was the bridge opened", Kind.WHEN),
        ("Where did the mayors meet?", Kind.WHERE),
        ("In which city did they meet?", Kind.WHERE),
        ("Who is the mayor of Wexmoor?", Kind.WHO),
        ("Whose boat sank?", Kind.WHO),
        ("Which company owned the ferry?", Kind.WHO),
        ("Did the ferry sink?", Kind.YES_NO),
        ("and is it closed?", Kind.YES_NO),
        ("Isn't the terminal closed?", Kind.YES_NO),
        ("What did the council demand?", Kind.LIST),
        ("Why did the bridge fall?", Kind.LIST),
        ("tell me about the ferry", Kind.OVERVIEW),
        ("What is the capital of Peru?", Kind.OPEN),
        ("year the bridge was opened", Kind.WHEN),
        ("total flights cancelled", Kind.HOW_MANY),
        ("name of the captain", Kind.WHO),
        ("price per share", Kind.HOW_MUCH),
        ("a quick rundown of the trial", Kind.OVERVIEW),
        ("The price has gone up.", Kind.YES_NO),
        ("The price fell by 5 percent on Monday.", Kind.YES_NO),
        ("away ticket refund deadline", Kind.WHEN),
        ("skua 4 rocket height", Kind.HOW_MUCH),
        ("ferry fares this year", Kind.OPEN),
        ("ferry terminal", Kind.OPEN),
        ("", Kind.OPEN),
    ],
)
def test_the_kind_of_answer_is_told(question: str, kind: Kind) -> None:
    assert parse(question).kind is kind


def test_the_first_thing_asked_decides() -> None:
    assert parse("How many people were killed when the bridge fell?").kind is Kind.HOW_MANY
    assert parse("When did the mayor say who would pay?").kind is Kind.WHEN


@pytest.mark.parametrize(
    ("question", "target"),
    [
        ("How many ferries sank?", ("ferries", "sank")),
        ("How many Russian soldiers are near the border?", ("Russian", "soldiers")),
        ("How many of the passengers were rescued?", ("passengers",)),
        ("How many people were killed when the bridge fell?", ("people",)),
        ("number of NATO members", ("NATO", "members")),
        ("NATO members number", ("NATO", "members")),
        ("how much money was spent on the bridge", ("money",)),
        ("How much is the contract worth?", ()),
        ("When did the ferry sink?", ()),
    ],
)
def test_the_thing_counted_is_told(question: str, target: tuple[str, ...]) -> None:
    assert parse(question).target == target


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Where did Ada Finch meet Al Roe?", ("Ada", "Finch", "Al", "Roe")),
        ("Is Wexmoor's mayor in NATO?", ("Wexmoor", "NATO")),
        ("What did the U.S. say?", ("U.S.",)),
        ("Who is the mayor?", ()),
        ("WHERE IS THE FERRY?", ()),
        ("Isn't it closed?", ()),
        ("Isn’t it closed?", ()),
    ],
)
def test_names_are_told_by_their_capitals(question: str, names: tuple[str, ...]) -> None:
    assert parse(question).names == names


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Ada Finch say about the ferry?", ("Ada", "Finch")),
        ("What has Roe told the council?", ("Roe",)),
        ("What did the council say?", ()),
        ("Did Ada Finch leave?", ()),
    ],
)
def test_whose_words_are_asked_for_is_told(question: str, speaker: tuple[str, ...]) -> None:
    assert parse(question).speaker == speaker


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("How deep is the river?", "It is 12 metres deep.", "It is 12 years old."),
        ("How old is the driver?", "Halloran, 47, was hurt.", "Halloran was hurt."),
        ("How fast was the barge?", "It did nine knots.", "It was seen at nine."),
        ("How much does the bridge cost?", "It costs $310 million.", "It has six lanes."),
        ("What did the club pay for him?", "He came for 9 million euros.", "He is 19."),
        ("What share voted?", "Turnout was 47 percent.", "Some 9,000 voted."),
        ("How heavy is the bridge?", "It weighs 900 tonnes.", "It is 900 metres long."),
    ],
)
def test_an_answer_is_measured_in_what_the_question_asks(
    question: str, answer: str, other: str
) -> None:
    measure = parse(question).measure
    assert measure is not None
    assert measure.search(answer)
    assert not measure.search(other)


def test_terms_are_the_words_with_meaning_once_each() -> None:
    asked = "What does the article say about the ferry, the ferry and its 12 crew?"
    assert parse(asked).terms == ("ferry", "12", "crew")


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  who \n sank\tit? ", "who sank it?"),
        ("who\x00sank\x1bit", "who sank it"),
        ("fer\u200bry", "ferry"),
        ("\u202eferry", "ferry"),
        ("cafe\u0301", "café"),
        ("a\u2028b", "a b"),
        ("ferry \ud83d", "ferry"),
        ("\x00\x07", ""),
        ("🙂", "🙂"),
        ("Сколько войск?", "Сколько войск?"),
    ],
)
def test_what_cannot_be_seen_is_tidied_away(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(text: str) -> None:
    asked = tidy(text)
    assert tidy(asked) == asked
    parsed = parse(asked)
    assert set(parsed.target) <= set(parsed.terms)
    assert parsed.text == asked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Do the reports agree on how many soldiers Russia sent?", Kind.HOW_MANY),
        ("Do we know when the bridge fell?", Kind.WHEN),
        ("Has anyone said how long repairs will take?", Kind.HOW_LONG),
        ("Could you please tell me how many ferries sank?", Kind.HOW_MANY),
        ("Could you give me the number of injured?", Kind.HOW_MANY),
        ("Hi, can you sum up how the trial ended?", Kind.OVERVIEW),
        ("I was wondering whether the mayor resigned", Kind.YES_NO),
        ("I'd like to know where it sank.", Kind.WHERE),
        ("I read of the clerk who left. How much money was he paid?", Kind.HOW_MUCH),
        ("The clerk who left in May, how long had she been there?", Kind.HOW_LONG),
        ("So it was sold, right? Who bought it?", Kind.WHO),
        ("At what age did she die?", Kind.HOW_MUCH),
        ("Can you tell me who found the box?", Kind.WHO),
        ("Vitamin C cures the common cold.", Kind.YES_NO),
        ("Barack Obama was born in Kenya", Kind.YES_NO),
        ("the mayor sold the port, true or false?", Kind.YES_NO),
        ("russian troops ukraine border number", Kind.HOW_MANY),
        ("missile moratorium europe", Kind.OPEN),
        ("Was the talk in person or by video?", Kind.OPEN),
        ("Did it hit ice or a rock?", Kind.OPEN),
        ("Was anyone hurt or killed?", Kind.YES_NO),
        ("Were people’s card or bank details taken?", Kind.YES_NO),
        ("Is it sold or not?", Kind.YES_NO),
        ("Vitamin C cures or prevents colds.", Kind.YES_NO),
        ("mayor sold port, true or false?", Kind.YES_NO),
        ("harbour bridge length", Kind.HOW_LONG),
        ("ferry ticket price", Kind.HOW_MUCH),
    ],
)
def test_wrapped_questions_and_statements_are_asked_as_they_are_meant(
    text: str, kind: Kind
) -> None:
    assert parse(text).kind is kind


def test_a_question_is_put_to_the_reader_without_its_wrapping() -> None:
    assert parse("Do the reports agree on how many troops there are?").text.startswith("how many")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Did the mayor sell the port?", "Did the mayor sell the port? Yes"),
        ("The mayor has sold the port.", "The mayor has sold the port."),
        ("mayor sell port, yes or no?", "mayor sell port? Yes"),
        ("Is it true that the bolts had rusted?", "Had the bolts rusted? Yes"),
        ("Is it right to strike at sea?", "Is it right to strike at sea? Yes"),
        ("Was it true love?", "Was it true love? Yes"),
        ("Is it true there are 9 boats? I doubt it.", "Are there 9 boats? Yes"),
        ("Is it the case that all who were there are safe?", "all who were there are safe? Yes"),
    ],
)
def test_what_is_to_be_verified(text: str, stated: str) -> None:
    assert proposition(parse(text)) == stated


@pytest.mark.parametrize(
    "text",
    [
        "How many boats sank?", "Who heads the union?", "When did it start?",
        "Why did the machine stop?", "What caused the collapse?",
        "Which road runs over the bridge?", "How did the fire start?", "What did he die of?",
        "What will the tunnel cost?", "What did the club pay for him?",
    ],
)  # fmt: skip
def test_two_answers_to_these_contradict_each_other(text: str) -> None:
    assert has_one_answer(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "What does the union want?", "Which countries joined the alliance?",
        "What support is the city giving?", "Who were the candidates?", "Tell me about the bridge.",
        "How did the mayor respond?", "What did they say at the start?",
        "What did the bridge cost, compared to the tunnel?", "How tall is Ada versus Finch?",
    ],
)  # fmt: skip
def test_several_answers_to_these_can_all_be_right(text: str) -> None:
    assert not has_one_answer(parse(text))


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("The dam burst on Monday. Is that true?", "The dam burst on Monday."),
        ("whether the dam burst", "the dam burst? Yes"),
    ],
)
def test_what_is_to_be_checked_is_put_as_a_statement(question: str, statement: str) -> None:
    assert proposition(parse(question)) == statement
