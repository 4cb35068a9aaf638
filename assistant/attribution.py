"""Making a quoted sentence understandable on its own: who "he" or "they" is.

Nothing is changed in a quote; what it leans on is added in brackets in the shown text.
"""

from __future__ import annotations

import re

from assistant.evidence import Candidate
from assistant.speakers import ADVERBS, SPEECH, antecedent, is_clear

_PRONOUN = re.compile(
    rf"(?<![\w’'])(?P<inner>he|she)(?=\s(?:(?:also|later|has|had)\s)?{SPEECH}\b)"
    rf"|^[\W_]*(?:But\s|And\s)?(?P<opening>He|She|They|His|Her|Their|It(?=(?:\s{ADVERBS})*\s{SPEECH}\b))(?=\s)"
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
