"""Labelled lines at the top of a text: "Title: …", "Source: …", "Date: …"."""

from __future__ import annotations

import re

from index.columns import NAMES, column

_LINE = re.compile(
    r"""\s* ([A-Za-z][A-Za-z\ _-]{2,14}) [^\S\r\n]* : [^\S\r\n]+
    (\S[^\r\n\u2028\u2029]*) (?:[\r\n\u2028\u2029]+ | \Z)""",
    re.VERBOSE,
)
_FIELDS = {
    name: field for field, names in NAMES.items() for name in names if field not in ("text", "id")
}


def labelled(text: str) -> tuple[dict[str, str], int]:
    """What the labelled lines at a text's top say, by the article's field, and where they end.

    Labels are the usual names of columns; the first line that has none of them, or one that was
    there before, ends them.
    """
    told: dict[str, str] = {}
    end = len(text) - len(text.lstrip("\ufeff"))
    while match := _LINE.match(text, end):
        field = _FIELDS.get(column(match[1]))
        if field is None or field in told:
            break
        told[field] = match[2].strip()
        end = match.end()
    return told, end
