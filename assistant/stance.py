"""Yes or no, as a sentence puts it: what it affirms, negates, passes on as denied or as claimed."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from assistant.evidence import Candidate, Lexicon
from assistant.question import Question
from index.words import stem

_NEGATION = re.compile(
    r"\b(?:not|no|never|nowhere|none|neither|nor|cannot|unrelated|without)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)|dismiss\w*|reject\w*|refut\w*|rul(?:e|es|ed|ing) out|disput\w*"
    r"|refus\w*)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\bvot(?:es?|ed|ing)\s(?:down|against)\b|\bfail(?:s|ed|ing)?\sto\b", re.IGNORECASE
)
_REFUSAL = re.compile(rf"{_DENIAL.pattern}|{_AGAINST.pattern}", re.IGNORECASE)
CUES = re.compile(rf"{_NEGATION.pattern}|{_DENIAL.pattern}", re.IGNORECASE)
"""What makes a sentence a negation or a denial."""
_CLAIM = re.compile(
    r"\b(?:accus\w*|alleg\w*|claim\w*|suspect\w*|believ\w*|fear\w*|speculat\w*)\b", re.IGNORECASE
)
_CLAIMING = re.compile(
    r"\b(?:accus(?:e|es|ed|ing)|alleg(?:e|es|ed|ing)|claim(?:ed|ing)?|suspect(?:ed|ing)?)\b",
    re.IGNORECASE,
)
"""What somebody does, not what came of it: "Are the allegations confirmed?"."""
_REACH = 45
"""Characters between a negation and a word of the question that it can still bear on."""


class Stance(StrEnum):
    """What a sentence makes of the proposition that a question puts."""

    AFFIRMS = "affirms"
    NEGATES = "negates"
    DENIED = "denied"
    CLAIMED = "claimed"


def stance(question: Question, candidate: Candidate, lexicon: Lexicon) -> Stance:
    """The stance of a sentence, from the cues near the question's own words.

    Where a refusal or a claim is asked about ("Did the board reject the bid?"), one affirms.
    """
    is_report = reported(question)
    text = candidate.text
    asked = {s for term in question.terms for s in lexicon.stems(term)}
    places = [m.start() for m in re.finditer(r"[^\W_]+", text) if stem(m[0]) in asked]

    def bears(cue: re.Pattern[str]) -> bool:
        return any(abs(m.start() - p) <= _REACH for m in cue.finditer(text) for p in places)

    if bears(_NEGATION):
        return Stance.NEGATES
    if is_report:
        return Stance.AFFIRMS
    if bears(_AGAINST):
        return Stance.NEGATES
    if bears(_DENIAL):
        return Stance.DENIED
    return Stance.CLAIMED if bears(_CLAIM) else Stance.AFFIRMS


def reported(question: Question) -> re.Pattern[str] | None:
    """What a sentence tells by that answers whether somebody refused or claimed something ("Did
    the board reject the bid?"); None for other questions."""
    if _REFUSAL.search(question.text):
        return _REFUSAL
    return _CLAIM if _CLAIMING.search(question.text) else None


class Verdict(StrEnum):
    """What sources answer to a yes-or-no question together."""

    YES = "yes"
    NO = "no"
    DENIED = "denied"
    CLAIMED = "claimed"
    DISPUTED = "disputed"


def verdict(stances: Collection[Stance]) -> Verdict:
    """The answer to a yes-or-no question that sources with these stances give together."""
    held = set(stances)
    if held == {Stance.AFFIRMS}:
        return Verdict.YES
    if Stance.NEGATES in held and held <= {Stance.NEGATES, Stance.DENIED}:
        return Verdict.NO
    if held == {Stance.DENIED}:
        return Verdict.DENIED
    return Verdict.CLAIMED if held == {Stance.CLAIMED} else Verdict.DISPUTED
