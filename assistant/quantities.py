"""Quantities in a sentence: numbers in figures or words, with bounds, vagueness and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from assistant import measures, numerals
from assistant import quantity_grammar as grammar
from assistant.measures import Measure
from index.types import Span

_UNIT_WORD = re.compile(
    r"[\s-]+(?:of\s+(?:the\s+|its\s+|their\s+|his\s+|her\s+)?)?([^\W\d_][\w’'-]*)"
)
_STOP = frozenset(
    """and or but to in on at by for from with as is are was were be been have has had will would could
    may might can that which who whom near across along into over under after before during while
    when where said says the this its their his her ago later earlier because if since until
    although though unless despite amid between against than so not also""".split()
)
_MONTHS = frozenset(
    """jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july
    august september october november december""".split()
)
_EXACT = 1e-6
_HUGE = 1e15
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated quantity: `low` to `high` (equal for a plain figure; infinite where open).

    `unit` holds the words it counts, `about` tells an estimate; `sign` is that of a currency;
    `span` is where it stands in the sentence, unit included.
    """

    low: float
    high: float
    unit: tuple[str, ...]
    about: bool
    sign: str
    span: Span

    @property
    def measure(self) -> Measure:
        """What it is a quantity of, and the size of its unit. Each currency is a kind of its own."""
        return measures.money(self.sign) if self.sign else measures.of(self.unit)

    @property
    def money(self) -> bool:
        """True for an amount of any currency."""
        return self.measure.kind.startswith("money")

    @property
    def is_length(self) -> bool:
        """True for metres, miles and the like."""
        return self.measure.kind == "length"

    @property
    def is_duration(self) -> bool:
        """True for hours, days and the like."""
        return self.measure.kind == "time"


_SCORE = 10.0
"""Times over which one side of a score is seldom the other: "500 to 3 people" is none."""


def find(text: str) -> list[Quantity]:
    """The quantities in a sentence, in order; years, dates and clock times are not among them."""
    found = []
    for match in _matches(text):
        if not (_is_date_or_label(text, match) or _is_score(match)):
            found.append(_quantity(text, match))
    return _joined(text, found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What may be quantities; of "paid $2m to 14 families", which is no range, both of them."""
    at = 0
    while match := grammar.QUANTITY.search(text, at):
        apart = _is_score(match) and (match["money"] or _times(match) > _SCORE)
        at = match.end("low") if apart else match.end()
        yield (grammar.QUANTITY.match(text, match.start(), at) if apart else None) or match


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    bound = (match["bound"] or "").lower()
    if match["plural"]:
        low = numerals.plural(match["plural"])
        high = low * 10
    elif match["part"]:
        low = high = numerals.part(match["part"])
    else:
        high = numerals.value(match["high"] or match["low"])
        low = numerals.value(match["low"], like=match["high"])
        if match["half"]:
            low, high = low + 0.5, high + 0.5
    about = bool(match["plural"]) or bool(re.fullmatch(grammar.ABOUT, bound))
    low, high, start = _bounded(text, match, (low, high), vague=about)
    unit, end = _unit(text, match)
    part = (match["part"] or "").lower()
    is_share = (
        part.rstrip("s").endswith(tuple(grammar.PARTS))
        or bool(re.search(r" (?:in|out of) ", part))
        or part.endswith("half")
    )
    if is_share:
        low, high, unit, about = 100 * low, 100 * high, ("percent",), True
    elif len(unit) == 1 and (rest := re.match(r"\sand\sa\shalf\b", text[end:])):
        low, high, end = low + 0.5, high + 0.5, end + rest.end()
    return Quantity(min(low, high), max(low, high), unit, about, match["money"] or "", (start, end))


def _bounded(
    text: str, match: re.Match[str], figure: tuple[float, float], *, vague: bool
) -> tuple[float, float, int]:
    """The least and most that a figure with a bound stands for, and where its words begin."""
    bound = (match["bound"] or "").lower()
    least = bool(re.fullmatch(grammar.LOWER, bound))
    most = bool(re.fullmatch(grammar.UPPER, bound)) and not vague
    if match["high"] or not (least or most):
        return *figure, match.start()
    denied = grammar.DENIED.search(text[: match.start()])
    least = least != bool(denied)
    start = denied.start() if denied else match.start()
    return (figure[0], inf, start) if least else (0.0, figure[1], start)


def _unit(text: str, match: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """The words counted: what is joined to the number, then up to four that follow it."""
    joined = re.sub(r"[\s-]", "", match["percent"] or "").lower()
    unit = ["percent"] if joined in ("%", "percent") else [joined] if joined else []
    end = match.end()
    while len(unit) < 4 and (word := _UNIT_WORD.match(text, end)) and word[1].lower() not in _STOP:
        if unit and " of " in f"{word[0]} " and not match["plural"]:
            break
        unit.append(word[1])
        end = word.end()
    return tuple(unit), end


def _is_date_or_label(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    if re.fullmatch("an?", match["part"] or "", re.IGNORECASE):
        lasts = (
            match["bound"]
            or grammar.LASTING.search(text[: match.start()])
            or grammar.LONG.match(after)
        )
        return not lasts or bool(
            grammar.COUNTED_FROM.match(after)
        )  # "60 miles an hour", "a year later"
    figure = match["low"] or ""
    if not match["plural"] and not match["money"] and figure.isdigit():
        last = before.rsplit(" ", 1)[-1].strip(".,").lower()
        following = after.lstrip(" ,").split(" ", 1)[0].strip(".,").lower()
        if last in _MONTHS or (following in _MONTHS and len(figure) <= 2):
            return True
        if re.match(
            r"(?:st|nd|rd|th)\b|[:/]\d|\.\d\d\s?[ap]\.?m|\s?[ap]\.?m\b|-(?:\w+-)?old\b(?!)", after
        ):
            return True
        if _YEAR.fullmatch(figure) and not _counts_things(last, following):
            return True
    word = (match["low"] or "").lower()
    return word == "one" and not re.match(
        r"[\s-](?:person|people|man|woman|hour|week|month|year|percent|in\s)", after
    )


def _is_score(match: re.Match[str]) -> bool:
    """Whether two figures are those of two sides, not a range, as the second is less: "49 to 47"."""
    if not match["high"] or match["between"]:
        return False
    return numerals.value(match["low"], like=match["high"]) > numerals.value(match["high"])


def _times(match: re.Match[str]) -> float:
    """How many times the second of two figures is in the first."""
    return numerals.value(match["low"]) / (numerals.value(match["high"]) or 1.0)


def _counts_things(before: str, following: str) -> bool:
    """Whether four digits that could be a year are a count: "2000 people", not "the 2008 summit"."""
    plural = following.endswith("s") or following in ("people", "men", "women", "dead", "children")
    return plural and before not in ("the", "a", "in", "since", "of", "its", "his", "her", "their")


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """Parts of one duration ("2 hours and 1 minute") as one quantity, in the larger unit."""
    result: list[Quantity] = []
    for q in found:
        last = result[-1] if result else None
        if last and _continues(text, last, q):
            extra = q.low * q.measure.size / last.measure.size
            low, high, span = last.low + extra, last.high + extra, (last.span[0], q.span[1])
            result[-1] = replace(last, low=low, high=high, span=span)
        else:
            result.append(q)
    return result


def _continues(text: str, last: Quantity, q: Quantity) -> bool:
    """Whether a duration is the smaller part of the one before it."""
    between = text[last.span[1] : q.span[0]]
    smaller = last.is_duration and q.is_duration and q.measure.size < last.measure.size
    return smaller and bool(re.fullmatch(r"(?:,| and|, and)? ", between))


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are of one kind: both counts, both money, both durations."""
    return one.measure.kind == other.measure.kind


def in_one_unit(one: Quantity, other: Quantity) -> tuple[Quantity, Quantity]:
    """Both, a bare figure ("no more than 19 million") in the unit of the other."""
    if not (one.unit or one.sign):
        return replace(one, unit=other.unit, sign=other.sign), other
    if not (other.unit or other.sign):
        return one, replace(other, unit=one.unit, sign=one.sign)
    return one, other


def compatible(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities can both hold: equal, rounded, or one bound or range holding the other.

    An estimate or vague figure leaves room of a tenth around it. Two plain figures must be equal,
    or one what the other rounds to. Quantities of different kinds don't contradict each other.
    """
    if not comparable(one, other):
        return True
    a_low, a_high = _room(one)
    b_low, b_high = _room(other)
    slack = _EXACT * min(a_low, b_low)
    if one.low == one.high and other.low == other.high and not (one.about or other.about):
        slack += max(_rounding(one), _rounding(other))
    return a_low <= b_high + slack and b_low <= a_high + slack


def _room(q: Quantity) -> tuple[float, float]:
    """Least and most that a quantity can stand for, in the base unit of its kind."""
    slack, size = 0.1 if q.about else 0.0, q.measure.size
    if q.high == inf:
        # "over 100,000" is said of 100,000 and somewhat more, not of any larger number.
        return q.low * (1 - slack) * size, q.low * 1.5 * size
    return q.low * (1 - slack) * size, q.high * (1 + slack) * size


def _rounding(q: Quantity) -> float:
    """How far off what it was rounded from a plain figure can be, in the base unit of its kind.

    Half of its last significant digit, and at most a tenth of it. Below a hundred every digit
    is significant: nobody rounds 53 to 50 without saying so.
    """
    if q.low > _HUGE:
        return 0.0
    step = 1.0
    if q.low >= 100:
        while step < q.low and q.low % (step * 10) == 0:
            step *= 10
    while step > _EXACT and abs(q.low / step - round(q.low / step)) > _EXACT:
        step /= 10
    return min(step / 2, q.low / 10) * q.measure.size
