"""What a question asks of the index: words, parts, and the outlets and dates it names."""

from __future__ import annotations

import pytest

from index.query import analyse, published_within

OUTLETS = ["AP", "The Wexmoor Post", "Time", "Coastwire | World", "harbour.example", "Der Bote"]


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("What does AP say about the ferry?", {"AP"}),
        ("What does the Wexmoor Post say?", {"The Wexmoor Post"}),
        ("what does the wexmoor post say?", {"The Wexmoor Post"}),
        ("Do AP and The Wexmoor Post agree?", {"AP", "The Wexmoor Post"}),
        ("What does Coastwire report?", {"Coastwire | World"}),
        ("Is it on Harbour.Example?", {"harbour.example"}),
        ("What did Time write?", {"Time"}),
        ("What time is it?", set()),
        ("Is there an app for the ferry?", set()),
        ("What happened to the ape?", set()),
        ("", set()),
    ],
)
def test_an_outlet_is_named_by_its_whole_name_only(question: str, outlets: set[str]) -> None:
    assert analyse(question, OUTLETS).outlets == outlets


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("What happened on December 10, 2021?", ("2021-12-10",)),
        ("What happened on 10 December 2021?", ("2021-12-10",)),
        ("What happened on the 3rd of Dec. 2021?", ("2021-12-03",)),
        ("What happened on 2021-12-10?", ("2021-12-10",)),
        ("What happened in December 2021?", ("2021-12",)),
        ("What happened on December 10?", ("--12-10",)),
        ("What happened between Oct 1, 2021 and Oct 3, 2021?", ("2021-10-01", "2021-10-03")),
        ("What may happen in march?", ()),
        ("How many of the 2021 boats sank?", ()),
    ],
)
def test_dates_are_read_as_far_as_they_are_given(question: str, dates: tuple[str, ...]) -> None:
    assert analyse(question, OUTLETS).dates == dates


@pytest.mark.parametrize(
    ("published", "date", "within"),
    [
        ("2021-12-10", "2021-12-10", True),
        ("2021-12-10", "2021-12", True),
        ("2021-12-10", "--12-10", True),
        ("2020-12-10", "--12-10", True),
        ("2021-12-11", "2021-12-10", False),
        ("2021-11-10", "2021-12", False),
        ("2021-12", "2021-12-10", False),
        ("2021", "--12-10", False),
        (None, "2021-12-10", False),
    ],
)
def test_an_article_lies_within_the_day_or_month_that_is_named(
    published: str | None, date: str, within: bool
) -> None:
    assert published_within(published, date) is within


def test_the_terms_are_what_is_asked_about_without_outlet_and_date() -> None:
    query = analyse("According to AP, how many ferries sank on December 10, 2021?", OUTLETS)
    assert query.terms == ("ferries", "sank")


@pytest.mark.parametrize("question", ["AP", "What did AP say on December 10, 2021?"])
def test_a_question_that_names_nothing_else_still_has_terms(question: str) -> None:
    assert analyse(question, OUTLETS).terms


@pytest.mark.parametrize("question", ["", "?", "what is the of", "🙂"])
def test_a_question_without_content_has_no_terms(question: str) -> None:
    query = analyse(question, OUTLETS)
    assert (query.terms, query.parts) == ((), ())


def test_a_long_question_about_two_things_is_searched_in_parts() -> None:
    query = analyse(
        "Which harbour company, described by AP as owner of the sunken Arden ferry, raised its "
        "ticket prices twice, while The Wexmoor Post says its chairman Albert Roe sold shares "
        "before the accident?",
        OUTLETS,
    )
    assert query.outlets == {"AP", "The Wexmoor Post"}
    assert len(query.parts) >= 2
    assert any(p.outlets == {"AP"} and "owner" in p.terms for p in query.parts)
    assert any(p.outlets == {"The Wexmoor Post"} and "shares" in p.terms for p in query.parts)


@pytest.mark.parametrize("question", ["How many ferries sank, and who owned them?", "Who, what?"])
def test_a_short_question_is_searched_whole(question: str) -> None:
    assert analyse(question, OUTLETS).parts == ()


def test_a_question_as_long_as_an_article_has_few_parts() -> None:
    question = ", and what about the old ferry terminal, harbour and quay" * 150
    assert len(analyse(question, OUTLETS).parts) <= 4
