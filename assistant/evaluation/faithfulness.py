"""Which sentences of an answer say what the passages they cite do not hold."""

from __future__ import annotations

import re

from assistant import support
from assistant.support import Passage
from assistant.types import Answer, Sentence

_FIGURES = ("the figure ", "the date ")
_QUOTATION_MARKS = re.compile(r"[“”\"]")


def unfounded(answer: Answer) -> list[Sentence]:
    """The sentences with a figure or date that is in none of the passages they cite.

    By form, as `assistant.support` checks it.
    """
    cited = {c.n: Passage(c.quote, c.outlet, c.title, c.published) for c in answer.citations}

    def lacks(sentence: Sentence) -> bool:
        # What is missing first is named: quotes, which may be shown with "he [the mayor]" in
        # them, would come before figures and hide them; names come after.
        text = _QUOTATION_MARKS.sub("", sentence.text)
        missing = support.unfounded(text, [cited[n] for n in sentence.citations])
        return missing.startswith(_FIGURES)

    return [sentence for sentence in answer.sentences if lacks(sentence)]
