"""A question that is stopped between its steps."""

from __future__ import annotations

from itertools import count

import pytest

from assistant.chat import Assistant
from index.errors import Cancelled
from index.types import Article

TROOPS = "How many troops are on Ukraine's border?"


def test_a_question_ends_with_the_step_at_which_it_is_stopped(seeds_assistant: Assistant) -> None:
    asked = count()
    answer = seeds_assistant.ask(TROOPS, stopped=lambda: next(asked) < 0)
    steps = next(asked)
    assert steps == len(answer.timings_ms) - 1  # but for the total
    for last in range(steps):
        asked = count()
        with pytest.raises(Cancelled):
            seeds_assistant.ask(TROOPS, stopped=lambda asked=asked, last=last: next(asked) == last)  # type: ignore[misc]
        assert next(asked) == last + 1


def test_articles_that_came_along_are_not_even_embedded(seeds_assistant: Assistant) -> None:
    own = [Article("own", "Own", "T", "The bridge cost 40 million euros.")]
    asked = count()
    with pytest.raises(Cancelled):
        seeds_assistant.ask("What did it cost?", articles=own, stopped=lambda: next(asked) == 0)
    assert next(asked) == 1
