"""The masthead: an outlet's name on the first line of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.cleaning import is_furniture
from index.stamps import DATE, beside_stamp

_WORDS = 5
_BAR = re.compile(r"\s(?:[|>»·]|[-–—])\s")
_MENU = re.compile(r"\s[|>»·]\s")
_SMALL = frozenset("and at for in of on the".split())
_FOOTER_LINE, _FOOTER = 200, 600


def masthead(head: Sequence[str], below: Sequence[str]) -> tuple[str | None, list[str]]:
    """The outlet that the lines above a story begin with, and what of them is the story's.

    It stands in capitals, before a bar, over a date or a menu, or is named again among the lines
    `below`. Page furniture above it goes with it.
    """
    lines = list(head)
    while len(lines) > 1 and is_furniture(lines[0]) and beside_stamp(lines[0]) is None:
        lines = lines[1:]
    name = _name(lines[0], lines[1:], below) if len(lines) > 1 else None
    if name is None:
        return None, list(head)
    return name, lines[1:]


def _name(line: str, after: Sequence[str], below: Sequence[str]) -> str | None:
    name = _BAR.split(line)[0].strip()
    words = name.split()
    if not 0 < len(words) <= _WORDS or DATE.search(name) or re.search(r"[.!?:]$", name):
        return None
    if name != line.strip() and (_MENU.search(line) or name.isupper()):
        return cased(name)
    if name != line.strip():
        return None
    if name.isupper():
        return cased(name)
    capitals = all(w[0].isupper() or not w[0].isalpha() or w in _SMALL for w in words)
    footer = " ".join(part for part in below if len(part) < _FOOTER_LINE)[-_FOOTER:]
    again = any(w in footer for w in words if len(w) > 3)
    return name if capitals and (again or _over_date_or_menu(after)) else None


def _over_date_or_menu(after: Sequence[str]) -> bool:
    """Whether a date or a menu comes next, and a headline further down."""
    framed = beside_stamp(after[0]) is not None or len(_MENU.findall(after[0])) > 1
    rest = [line for line in after[1:] if not is_furniture(line) and not line.startswith("By ")]
    return framed and bool(rest)


def cased(name: str) -> str:
    """A name in capitals as it is written elsewhere; initials and short names stay so."""
    if not name.isupper() or len(name) <= _WORDS:
        return name
    return " ".join(w.capitalize() if re.search("[AEIOUY]", w) else w for w in name.split())
