"""Making a quoted sentence understandable on its own: who "he" or "they" is.

Nothing is changed in a quote; what it leans on is added in brackets in the shown text.
"""

from __future__ import annotations

import re

from assistant import names
from assistant.evidence import Candidate
from assistant.speakers import ADVERBS, SPEECH, antecedent, is_clear
from index.words import words

_PRONOUN = re.compile(
    rf"(?<![\w’'])(?P<inner>he|she)(?=\s(?:(?:also|later|has|had)\s)?{SPEECH}\b)"
    rf"|^(?:But\s|And\s)?(?P<opening>He|She|They|His|Her|Their|It(?=(?:\s{ADVERBS})*\s{SPEECH}\b))(?=\s)"
)


def in_context(candidate: Candidate) -> str:
    """The sentence as shown: after a pronoun it opens with, or is told by, who is meant."""
    match = _PRONOUN.search(candidate.text)
    if not match or (match["inner"] and is_clear(candidate, match.start())):
        return candidate.text
    pronoun = (match["inner"] or match["opening"]).lower()
    meant = antecedent(candidate, person=pronoun in ("he", "she", "his", "her"))
    if not meant or meant in candidate.text:
        return candidate.text
    return f"{candidate.text[: match.end()]} [{meant}]{candidate.text[match.end() :]}"


def in_full(candidate: Candidate) -> list[str]:
    """The full names, in its article, of those whom the sentence calls by their last name; of
    last names that two share, none."""
    text = candidate.hit.article.text
    told = set(words(candidate.text))
    full: dict[str, set[str]] = {}
    for name in (part for a, b in names.find(text) for part in text[a:b].split(" and ")):
        *before, last = name.split()
        if before and last in told:
            full.setdefault(last, set()).add(name)
    return [name for meant in full.values() if len(meant) == 1 for name in meant]
