"""A follow-up in the words of a language model, as a question that stands alone.

What the model says is untrusted: it may only say what the conversation holds. Where it may not,
or says nothing, the rules of `followup` stand. Rewriting before search is what conversational
search does (Vakulenko et al. 2021, question rewriting).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from textwrap import shorten

from assistant import names
from assistant.followup import plain, resolve
from assistant.llm import prompts, speech
from assistant.question import MAX_CHARS, tidy
from assistant.support import Passage, unfounded
from assistant.types import Turn
from index.words import stems

Say = Callable[[str, str], str]
"""What the model says to a system prompt and a prompt; "" where it fails."""

_TURNS, _TURN_CHARS = 6, 600
"""What is shown of the conversation: its last turns, each up to so many characters."""
_MARKUP = re.compile(r"[<>{}\[\]|`*#\\]|://|\bwww\.|\w\.[a-z]{2,}\b|@\w")
_LABEL = re.compile(r"^(?:[a-z]+ ){0,2}question(?: made clear)?\s*:\s*", re.IGNORECASE)
_OWN = 0.5
"""Share of the words of a follow-up that the question made of it keeps."""


def standalone(question: str, history: Sequence[Turn], say: Say) -> str:
    """The question as it stands alone: the model's, where it says no more than was said."""
    turns = [
        Turn(role=t.role, content=shorten(plain(t.content), _TURN_CHARS, placeholder=" …"))
        for t in history[-_TURNS:]
    ]
    said = questions(say(prompts.REWRITE, prompts.conversation(question, turns)))
    told = [question, *(t.content for t in turns)]
    if len(said) == 1 and holds_only(said[0], told) and _goes_on(said[0], question, turns):
        return said[0]
    return resolve(question, history)


def questions(said: str) -> list[str]:
    """The questions in what a model says, each on one line, without its label and quote marks."""
    found = (tidy(s.text).strip(" \"“”'") for s in speech.sentences([said]))
    return [_LABEL.sub("", text).strip(" \"“”'") for text in found]


def holds_only(text: str, told: Sequence[str]) -> bool:
    """Whether a text is plain and short and all its figures, dates and names were told before."""
    if not text or len(text) > MAX_CHARS or _MARKUP.search(text):
        return False
    return not unfounded(text, [Passage(t) for t in told])


def _goes_on(rewritten: str, question: str, turns: Sequence[Turn]) -> bool:
    """Whether it is still the reader's question: their words and names, or one whom they heard of.

    An order in a quoted article is neither.
    """
    own, said = set(stems(question)), set(stems(rewritten))
    if len(own & said) < _OWN * len(own) or unfounded(question, [Passage(rewritten)]):
        return False
    asked = {s for t in turns if t.role == "user" for s in stems(t.content)}
    answers = (t.content for t in turns if t.role == "assistant")
    heard = {s for text in answers for a, b in names.find(text) for s in stems(text[a:b])}
    return bool(said & (own | asked | heard))
