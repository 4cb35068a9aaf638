"""Yes-or-no questions made from statements that a text supports, contradicts or leaves open."""

from __future__ import annotations

import random
import re
from collections.abc import Container, Iterator, Sequence

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS, claim
from assistant.reader.training.examples import LABELS, WORDS, Example
from assistant.reader.training.sources import Record
from index.words import STOPWORDS, fold

_SHARE, _SHARE_OF_CAPTIONS = 0.4, 0.12
"""Part of the statements that are asked, too: fewer of those that describe a picture."""
_CAPTIONS = ("snli", "cad_nli", "breaking_nli")
_SUBJECT = r"(?P<subject>(?:[^\s,;:]+\s){1,7}?)"
_BE = re.compile(
    rf"{_SUBJECT}(?P<aux>is|are|was|were|will|would|can|could|should|must)\s(?P<not>not\s|never\s)?(?P<rest>.+)"
)
_HAVE = re.compile(
    rf"{_SUBJECT}(?P<aux>has|have|had)\s(?P<not>not\s|never\s)?(?P<rest>(?:been|\w+(?:ed|en|wn))\b.*)"
)
_DO = re.compile(rf"{_SUBJECT}(?P<aux>did|does|do)\s(?P<not>not\s|never\s)(?P<rest>[a-z]+\b.*)")
_PAST = re.compile(rf"{_SUBJECT}(?P<not>never\s)?(?P<verb>[a-z]+)\b(?P<rest>.*)")
_IRREGULAR = dict(
    pair.split("/")
    for pair in """won/win made/make said/say took/take became/become wrote/write went/go got/get
    had/have came/come found/find gave/give left/leave began/begin held/hold led/lead ran/run
    saw/see sold/sell spent/spend told/tell built/build bought/buy broke/break brought/bring
    chose/choose drew/draw drove/drive fell/fall felt/feel fought/fight flew/fly forgot/forget
    grew/grow heard/hear kept/keep knew/know lost/lose meant/mean met/meet paid/pay rose/rise
    sang/sing sank/sink sat/sit sent/send shot/shoot shook/shake spoke/speak stole/steal
    stood/stand struck/strike swam/swim taught/teach thought/think threw/throw understood/understand
    wore/wear withdrew/withdraw""".split()
)  # fmt: skip
_OTHERWISE = {SUPPORTS: CONTRADICTS, CONTRADICTS: SUPPORTS, NEUTRAL: NEUTRAL}


def polar(
    records: Sequence[Record], vocabulary: Container[str], rng: random.Random
) -> Iterator[Example]:
    """Some of the statements as questions: the text answers them unless it leaves them open.

    Each is also put to the verifier as "question? Yes" or "question? No".
    """
    for r in records:
        share = _SHARE_OF_CAPTIONS if r["source"] in _CAPTIONS else _SHARE
        if len(r["premise"].split()) > WORDS or rng.random() > share:
            continue
        asked = question(r["hypothesis"], vocabulary)
        if asked is None:
            continue
        text, negated = asked
        label = LABELS.index(r["label"])
        yes = rng.random() < 0.5
        told = label if yes != negated else _OTHERWISE[label]
        answer = "Yes" if yes else "No"
        yield Example(claim(text, answer), r["premise"], verify=told, source="polar statement")
        if rng.random() < 0.6:
            yield Example(text, r["premise"], select=int(label != NEUTRAL), source="polar")


def question(statement: str, vocabulary: Container[str]) -> tuple[str, bool] | None:
    """The statement as a question, and whether it was negated; None if its verb isn't found.

    `vocabulary` holds words, to find the verb's base form ("released": "release") among.
    """
    text = statement.strip().rstrip(".")
    for pattern in (_DO, _BE, _HAVE):
        if match := pattern.fullmatch(text):
            return _asked(match["aux"], match["subject"], match["rest"]), bool(match["not"])
    match = _PAST.fullmatch(text)
    while match:
        base = _base(match["verb"], vocabulary)
        if base:
            return _asked("did", match["subject"], base + match["rest"]), bool(match["not"])
        at = match.end("verb")
        further = re.compile(
            rf"(?P<subject>{re.escape(text[:at])}\s)(?P<not>never\s)?(?P<verb>[a-z]+)\b(?P<rest>.*)"
        )
        match = further.fullmatch(text) if at < 60 else None
    return None


def _asked(auxiliary: str, subject: str, rest: str) -> str:
    first, _, others = subject.strip().partition(" ")
    opening = first.lower() if fold(first) in STOPWORDS else first
    return f"{auxiliary.capitalize()} {opening}{' ' * bool(others)}{others} {rest}?"


def _base(verb: str, vocabulary: Container[str]) -> str | None:
    """The base form of a past tense."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if not verb.endswith("ed") or len(verb) < 5:
        return None
    if verb.endswith("ied"):
        return verb[:-3] + "y"
    doubled = verb[:-3] if verb[-3] == verb[-4] else ""
    options = (verb[:-1], verb[:-2], doubled)
    return next((word for word in options if word and word in vocabulary), None)
