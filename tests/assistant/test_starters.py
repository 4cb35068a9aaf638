"""Questions to start with, as the articles suggest them."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.starters import starters
from index.types import Article, Hit, Passage
from tests.assistant.scripted import answered


def offered(text: str) -> list[str]:
    """What is offered over an article of one sentence whose every question is answered."""
    article = Article("a", "Post", "A title", text)
    hit = Hit(Passage("p", "a", 0, ((0, len(text)),)), article, 1.0, np.ones((1, 2), np.float32))
    return starters([hit], lambda idea: answered(idea, "Yes."), 9)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The blast wrecked 40 cars.", "How many cars are there?"),
        ("Ada Finch said the terminal would close.", "What did Ada Finch say?"),
        ("It was seen in Port Arden.", "What is said about Port Arden?"),
    ],
)
def test_what_is_counted_said_and_named_is_asked(text: str, question: str) -> None:
    assert question in offered(text)


@pytest.mark.parametrize("text", ["It ran on 40 bus.", "It took 5 hours."])
def test_what_is_no_plural_is_not_counted(text: str) -> None:
    assert not [q for q in offered(text) if q.startswith("How many")]
