"""Which articles a search looks at: those of some outlets, published in some time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.errors import QuestionError

_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Scope:
    """Articles of these outlets (every one, if none is named), published `since` to `until`.

    Both are ISO dates and inclusive; a month or a year ("2021-12", "2021") stands for all of its
    days. An article of which only month or year is known is inside if any of its days can be; one
    without a date is outside a scope that has dates. False where nothing is narrowed. Raises
    QuestionError for what is no date, and for a `since` after `until`.
    """

    outlets: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        for name, value in (("since", self.since), ("until", self.until)):
            if value is not None and not _is_date(value):
                raise QuestionError(
                    f"{name!r} is {value!r}, which is no date: write it as 2021-12-31, or as "
                    "2021-12 or 2021 for a whole month or year."
                )
        if self.since and self.until and _is_after(self.since, self.until):
            raise QuestionError(
                f"'since' is {self.since!r}, which is after 'until', {self.until!r}: swap them or "
                "leave one out."
            )

    def __bool__(self) -> bool:
        return bool(self.outlets or self.since or self.until)


EVERYTHING = Scope()
"""The scope that narrows nothing."""


def _is_date(value: str) -> bool:
    if not _ISO.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        return False
    return True


def _is_after(one: str, other: str) -> bool:
    """Whether every day of one comes after every day of the other."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]
