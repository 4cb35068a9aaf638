"""Sentence boundaries with exact offsets, through the Punkt model that llama-index carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from index.types import Span
from index.words import STOPWORDS

MAX_CHARS = 900
"""A longer "sentence" is a list, a table or a line without full stops; it is cut at words."""

_DATELINE = re.compile(
    r"""^(?:
        [A-Z][A-Z.'’\-]+(?:\s[A-Z][A-Z.'’\-]+){0,3}\s?   # MOSCOW, PORT ELLERY
        (?:,\s(?:[A-Z][\w.\s]{1,29}|\d{4})){0,3}\s*       # , Ukraine   , Dec. 17, 2021
        (?:\([\w\s./&-]{2,40}\)\s*[-\u2013\u2014]{1,2}|[\u2013\u2014]|--)
      | \([A-Z][\w\s.&]{1,30}\)\s*[-\u2013\u2014]{1,2}   # (NEWSER) -
    )\s+""",
    re.VERBOSE,
)
_BREAK = re.compile(r"(?<=[.!?][\"”’'])\s+(?=[A-Z“\"])|(?<=[a-z0-9][.!?])(?=[A-Z][a-z]+\s)")
_ABBREVIATION = re.compile(
    r"\b(?:St|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Capt|Cmdr|Maj|Gov|Sen|Rep|Rev|Hon|Prof|Mt|Ft|vs)\.\s*$"
)
_BEFORE_FIGURE = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Nos?|Art|Sec|Fig|pp?|ca?)\.\s*$"
)
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}\s+$")
_FIRST_WORD = re.compile(r"[A-Z][\w’'-]*")
_WORD = re.compile(r"[^\W_]{2,}|\d")
_STRAY_LETTER = re.compile(r"[.!?][\"”’'][A-Za-z]\Z")
_OPENERS = "“\"'‘([«"


@cache
def _punkt() -> Callable[[str], list[str]]:
    # Imported late: llama-index takes about a second to load and asking needs no splitter.
    from llama_index.core.node_parser.text.utils import split_by_sentence_tokenizer

    return split_by_sentence_tokenizer()


def dateline_end(text: str) -> int:
    """How many characters of `text` are a dateline ("MOSCOW (AP) – "); 0 if none."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def sentence_spans(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of the paragraph `text[start:end]`, without its dateline.

    Pieces without a word in them (stray quotes, a lone letter) are left out.
    """
    start += dateline_end(text[start:end])
    spans: list[Span] = []
    offset = start
    for piece in _punkt()(text[start:end]):
        if spans and _goes_on(text[slice(*spans[-1])], piece):
            spans[-1] = (spans[-1][0], offset + len(piece))
        else:
            spans.append((offset, offset + len(piece)))
        offset += len(piece)
    refined = [span for a, b in spans for span in _refine(text, a, b)]
    return [(a, b) for a, b in refined if _WORD.search(text, a, b)]


def _goes_on(before: str, piece: str) -> bool:
    """Whether a piece belongs to the sentence before it, which Punkt ended too early.

    After an abbreviation ("St. Brendan's", "Oct. 3"), after initials unless a word follows
    that opens sentences ("U.S. Senate" but "the U.K. They"), or as its closing quote mark.
    """
    if piece[:1].islower() or _ABBREVIATION.search(before):
        return True
    if piece[:1].isdigit() and _BEFORE_FIGURE.search(before):
        return True
    if not before[-1:].isspace() and not _WORD.search(piece):
        return True
    name = _FIRST_WORD.match(piece)
    return bool(name and _INITIALS.search(before) and name[0].lower() not in STOPWORDS)


def _refine(text: str, start: int, end: int) -> list[Span]:
    cuts = [start, *(start + m.end() for m in _BREAK.finditer(text[start:end])), end]
    return [s for a, b in pairwise(cuts) for s in _shorten(text, a, b)]


def _shorten(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    while end - start > MAX_CHARS:
        cut = max(text.rfind(mark, start + MAX_CHARS // 2, start + MAX_CHARS) for mark in "; \n")
        cut = start + MAX_CHARS if cut < 0 else cut + 1
        spans.append(_strip(text, start, cut))
        start = cut
    return [*spans, _strip(text, start, end)]


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > 1 and text[end - 1] in _OPENERS and text[end - 2].isspace():
        end -= 1  # a stray opening quote at the end belongs to nothing
        while end > start and text[end - 1].isspace():
            end -= 1
    if _STRAY_LETTER.search(text[start:end]):
        end -= 1
    return start, end
