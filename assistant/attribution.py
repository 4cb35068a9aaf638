"""Making a quoted sentence understandable on its own: who "he" or "the ministry" is.

Nothing is changed in a quote; what it leans on is added in brackets in the shown text.
"""

from __future__ import annotations

import re

from assistant import names
from assistant.evidence import Candidate

_PERSON = r"(?:he|she)"
_SPEECH = (
    r"(?:said|says|told|tells|added|adds|noted|notes|insisted|warned|warns|explained|stressed|claimed"
    r"|argued|replied|wrote|declared|indicated|announced|continued|acknowledged|admitted|concluded)"
)
_PRONOUN = re.compile(
    rf"(?<![\w’'])(?P<pronoun>{_PERSON})(?=\s(?:also\s|later\s|has\s|had\s)?{_SPEECH}\b)"
    rf"|^[\W_]*(?:But\s|And\s)?(?P<opening>He|She|It|They|His|Her|Their)(?=\s)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:mr|mrs|ms|dr|president|minister|secretary|general|chief|spokes\w+|mayor|governor|captain|inspector"
    r"|chairman|chairwoman|director|officer|judge|senator|professor|prime|foreign|deputy|leader|coach|manager)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    rf"(?P<name>(?:[A-Z][\w’'.-]+\s?(?:of\s|the\s)?){{1,7}})(?:,[^,.]{{2,80}},)?\s(?:also\s|later\s|has\s|had\s)?{_SPEECH}\b"
)


def in_context(candidate: Candidate) -> str:
    """The sentence as shown: after a pronoun it opens or is told with, who is meant."""
    match = _PRONOUN.search(candidate.text)
    if not match:
        return candidate.text
    pronoun = match["pronoun"] or match["opening"]
    meant = antecedent(candidate, person=pronoun.lower() in ("he", "she", "his", "her"))
    if not meant or meant in candidate.text:
        return candidate.text
    end = match.end()
    return f"{candidate.text[:end]} [{meant}]{candidate.text[end:]}"


def antecedent(candidate: Candidate, *, person: bool) -> str | None:
    """The name that a pronoun in this sentence stands for: the last speaker or subject before it.

    The nearest earlier sentence that opens with a name, or says who speaks, gives it; the
    approach is Hobbs' (1978) preference for recent subjects, without a parse.
    """
    text = candidate.hit.article.text
    before = text[max(0, candidate.span[0] - 900) : candidate.span[0]]
    sentences = [s for s in re.split(r"(?<=[.!?”\"])\s+", before.strip()) if s]
    for sentence in reversed(sentences[-4:]):
        if person:
            speaker = _SPEAKER.search(sentence)
            if speaker and (_TITLE.search(speaker["name"]) or len(speaker["name"].split()) > 1):
                return speaker["name"].strip(" ,")
        for start, end in names.find(sentence)[:1]:
            name = sentence[start:end]
            if not person or len(name.split()) > 1:
                return name
    return None
