"""Lines as they stand on printed pages, put together to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

_EDGE_LINES = 2
_PRINTED = re.compile(
    r"""\W*(?:page|seite|página|p\.)?\s*\d{1,3}(?:\s*(?:of|/|von|sur|de)\s*\d{1,3})?\W*
      | (?:https?|file)://.*
      | \d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}:\d{2}\b.*""",
    re.IGNORECASE | re.VERBOSE,
)
"""Page numbers, and what browsers print around a page: when, its title, and its address."""
_BROKEN_WORD = re.compile(r"(\w+)[-\u00ad]$")
_COMPOUND = re.compile(r"\w+-\w+")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’'»)\]]*$")
_SHORT, _SHORT_ENDED = 0.6, 0.92
"""Shares of the usual length below which a line ends its paragraph: one without and one with the
end of a sentence, where a paragraph that is parted by mistake loses nothing."""
_GAP = 1.25
"""How many times the usual distance of lines there is between paragraphs that stand apart."""
_OTHER_SIZE = 1.08
_INDENTED = (0.6, 4.0)
"""How far to the right, in letter heights, the first line of a paragraph may begin."""


_Shape = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, where it begins, and the height of its letters, in points."""

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """The paragraphs on some pages, without running heads, running feet and page numbers.

    Each is the line that it begins with, and goes on with its other lines, on the next page too.
    A word that was broken at the end of a line is made whole.
    """
    lines = _without_edges(pages)
    if not lines:
        return []
    usual = _Usual(lines)
    compounds = {word.lower() for line in lines for word in _COMPOUND.findall(line.text)}
    found: list[tuple[Line, list[str]]] = [(lines[0], [])]
    for line, following in pairwise(lines):
        if usual.parts(line, following):
            found[-1][1].append(line.text)
            found.append((following, []))
        else:
            found[-1][1].append(_open_end(line.text, following.text, compounds))
    found[-1][1].append(lines[-1].text)
    return [replace(first, text="".join(texts)) for first, texts in found]


def _without_edges(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of all pages, without heads and feet that pages share, and page numbers."""
    shapes: Counter[_Shape] = Counter()
    for lines in pages:
        shapes.update({_shape(lines[i]) for i in _edges(lines)})
    # Left and right pages may differ, and the first one from both.
    running = {shape for shape, n in shapes.items() if n > 1 and 2 * n >= len(pages) - 1}
    kept: list[Line] = []
    for lines in pages:
        left_out = {
            i
            for i in _edges(lines)
            if _PRINTED.fullmatch(lines[i].text)
            or (_shape(lines[i]) in running and not lines[i].text[0].islower())
        }
        kept += [line for i, line in enumerate(lines) if i not in left_out]
    return kept


def _edges(lines: Sequence[Line]) -> list[int]:
    """Where a head or foot may stand: the first lines and the last."""
    count = len(lines)
    return [i for i in range(count) if i < _EDGE_LINES or i >= count - _EDGE_LINES]


def _shape(line: Line) -> _Shape:
    """What is the same for a running line on all its pages: its place and all but its figures."""
    return re.sub(r"\d+", "#", line.text), round(line.y)


class _Usual:
    """What is usual for the lines of a document, and so where a paragraph ends."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._size = Counter(round(line.size, 1) for line in lines).most_common(1)[0][0]
        body = [line for line in lines if round(line.size, 1) == self._size]
        lengths = sorted(len(line.text) for line in body)
        self._length = lengths[int(0.9 * (len(lengths) - 1))]
        # From a line to one in lower case, which surely goes on with it.
        steps = [one.y - other.y for one, other in pairwise(body) if other.text[0].islower()]
        self._step = median(steps) if steps else 0.0

    def parts(self, line: Line, following: Line) -> bool:
        """Whether a paragraph ends between two lines."""
        smaller, larger = sorted((line.size, following.size))
        if larger > _OTHER_SIZE * smaller:
            return True
        if _BROKEN_WORD.search(line.text) or following.text[0].islower():
            return False
        low, high = (share * line.size for share in _INDENTED)
        apart = line.y - following.y > _GAP * self._step > 0
        return apart or low < following.x - line.x < high or self._ends(line.text, following.text)

    def _ends(self, text: str, following: str) -> bool:
        """Whether the text alone tells it: by a short line, or a heading that follows."""
        if not _SENTENCE_END.search(text):
            return len(text) < _SHORT * self._length
        heading = len(following) < _SHORT * self._length and not _SENTENCE_END.search(following)
        return heading or len(text) < _SHORT_ENDED * self._length


def _open_end(line: str, following: str, compounds: set[str]) -> str:
    """A line as its paragraph goes on behind it."""
    broken = _BROKEN_WORD.search(line)
    if not broken or not following[0].islower():
        return f"{line} "
    rest = _WORD.match(following)
    # A compound that is written with its hyphen elsewhere keeps it.
    whole = f"{broken[1]}-{rest[0] if rest else ''}".lower()
    return line if whole in compounds else line[:-1]
