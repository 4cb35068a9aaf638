"""Errors keep what they are made of, so that they can be told in another language, anywhere."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from index.errors import ArticleError, CrossreadError, IndexStateError, Phrase, located
from index.stamps import NoDateError, iso_date

ROW = located(ArticleError("not a JSON object but {start!r}.", start="[{1}]"), "a.jsonl", 4)
ERRORS = [
    (ROW, "a.jsonl, line 4: not a JSON object but '[{1}]'."),
    (located(ArticleError("it is {gone}."), "{name}"), "{name}: it is {gone}."),
    (IndexStateError("A finished {sentence} with 100 %."), "A finished {sentence} with 100 %."),
    (
        IndexStateError("{path} cannot be {done}.", path=Path("/x"), done=Phrase("read")),
        "/x cannot be read.",
    ),
    (NoDateError("{given!r} is no date", given="soon"), "'soon' is no date"),
]


def unfold(said: object) -> object:
    """What an error is made of, all the way down."""
    if not isinstance(said, Phrase):
        return said
    values = {name: unfold(value) for name, value in said.values.items()}
    return type(said), str(said), said.template, values


def fail(number: int) -> None:
    raise ERRORS[number][0]


@pytest.mark.parametrize(("error", "said"), ERRORS)
def test_an_error_says_its_template_with_the_values_in_their_places(
    error: CrossreadError, said: str
) -> None:
    assert (str(error), f"{error}", error.args) == (said, said, (said,))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("error", [error for error, _ in ERRORS])
def test_an_error_is_the_same_after_pickling(error: CrossreadError, protocol: int) -> None:
    assert unfold(pickle.loads(pickle.dumps(error, protocol))) == unfold(error)


def test_an_error_that_another_process_raised_is_the_same() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        raised = other.submit(fail, 0).exception()
    assert unfold(raised) == unfold(ROW)


def test_a_value_may_have_any_name() -> None:
    assert str(ArticleError("{self} of {template}", self="one", template="two")) == "one of two"


def test_what_is_no_date_is_still_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"^' soon ' is no date \(write it as 2021-12-31\)$"):
        iso_date(" soon ")
