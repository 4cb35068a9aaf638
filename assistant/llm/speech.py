"""What a language model says, as it comes, in sentences with the numbers that they cite.

Models think aloud, wrap their answer in JSON or a code fence, put the numbers after the full stop,
repeat themselves and stop half-way: what is given on is plain sentences all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.sentences import sentence_spans

REFUSAL = re.compile(r"\W*not[\s_]+in[\s_]+(?:the[\s_]+)?articles\W*", re.IGNORECASE)
_THOUGHT = re.compile(
    r"<(think|thinking|reasoning|thought)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE
)
_FENCE = re.compile(r"^\s*```\w*\s*$", re.MULTILINE)
_LABEL = re.compile(r"^\s*(?:answer|response|the answer is)\s*:\s*", re.IGNORECASE)
_MARK = re.compile(r"[\[【(]\s*(\d{1,3}(?:\s*(?:,|;|-|–|and)\s*\d{1,3})*)\s*[\]】)]")
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_LATE = re.compile(
    r"([.!?][\"”’']?)[ \t]*((?:[\[【]\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*[\]】][ \t]*)+)"
)
_UNFINISHED = re.compile(r"\s*[\[【][^\]】]{0,40}$")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|__|^#+\s*", re.MULTILINE)
_ENDED = re.compile(r"[.!?…][\"”’')\]]*$")
_REPEATS = 3
_LONGEST = 12
"""Numbers that a range may stand for; a longer one is no citation."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence without its markers, and the numbers in them."""

    text: str
    cited: tuple[int, ...]


def sentences(pieces: Iterable[str]) -> Iterator[Said]:
    """Each sentence once it is whole; one that repeats an earlier one is left out.

    A model that keeps repeating itself is not listened to any further, and a last sentence
    without an end is dropped.
    """
    heard: set[str] = set()
    buffer, given, repeats = "", 0, 0
    for piece in pieces:
        buffer += piece
        whole = _whole(buffer)
        for said in whole[given:-1]:  # the last one may go on, or be followed by its numbers
            given += 1
            repeats += said.text in heard
            if repeats >= _REPEATS:
                return
            if said.text not in heard:
                heard.add(said.text)
                yield said
    for said in _whole(buffer)[given:]:
        if said.text not in heard and _ENDED.search(said.text):
            heard.add(said.text)
            yield said


def _whole(buffer: str) -> list[Said]:
    """The sentences so far, in their order."""
    text = _THOUGHT.sub(" ", buffer)
    text = _FENCE.sub("", _unwrapped(text))
    text = _LABEL.sub("", _BULLET.sub("", _EMPHASIS.sub("", text)))
    text = _UNFINISHED.sub("", text)
    # Numbers after a full stop belong before it.
    text = _LATE.sub(lambda m: f" {m[2].strip()}{m[1]} ", text)
    spans = (
        span
        for line in re.finditer(r"[^\n]+", text)
        for span in sentence_spans(text, line.start(), line.end())
    )
    found = (_said(text[a:b]) for a, b in spans)
    return [said for said in found if re.search(r"\w", said.text)]


def _unwrapped(text: str) -> str:
    """The text inside of JSON, which is told once it is whole; other text as it is."""
    bare = _FENCE.sub("", text).strip()
    if not bare.startswith(("{", "[{", '["')):
        return text
    try:
        return " ".join(_strings(json.loads(bare)))
    except (ValueError, RecursionError):
        return ""


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value if _ENDED.search(value) else f"{value}."
    elif isinstance(value, dict):
        named = next((value[k] for k in ("answer", "response", "text") if k in value), None)
        for inner in [named] if named is not None else value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _said(text: str) -> Said:
    cited: list[int] = []
    for match in _MARK.finditer(text):
        if match[0][0] == "(" and not text[: match.start()].strip():
            continue
        cited += _numbers(match[1])
    bare = _MARK.sub("", text)
    bare = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(bare.split()))
    return Said(bare, tuple(dict.fromkeys(cited)))


def _numbers(told: str) -> list[int]:
    between = _RANGE.search(told)
    if between:
        first, last = int(between[1]), int(between[2])
        return list(range(first, last + 1)) if 0 <= last - first < _LONGEST else []
    return [int(n) for n in re.findall(r"\d+", told)]
