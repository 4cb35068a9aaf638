"""Quantities in a sentence: numbers in figures or words, with bounds, vagueness and units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import inf

from assistant import measures
from assistant.measures import Measure
from index.types import Span

_ONES = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    w: 10 * i
    for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
           "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "dozen": 12.0, "score": 20.0}  # fmt: skip
_PLURAL = {"tens": 10.0, "dozens": 24.0, "scores": 40.0, "hundreds": 100.0, "thousands": 1e3,
           "millions": 1e6, "billions": 1e9, "trillions": 1e12}  # fmt: skip

_WORD = "|".join([*_ONES, *_TENS])
_SCALE = "hundred|thousand|million|billion|trillion|dozen"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELLED = rf"(?:{_WORD})(?:[\s-](?:and\s)?(?:{_WORD}|{_SCALE}))*|(?:a|an)\s(?:half\s)?(?:{_SCALE})|half\s(?:a\s)?(?:{_SCALE})"
_ONE = rf"(?:{_FIGURE})(?:\s?(?:{_SCALE})\b|(?:k|m|mn|bn)\b)?|(?:{_SPELLED})\b"
_PLURALS = r"(?:tens|dozens|scores|hundreds|thousands|millions|billions)(?:\sof\s(?:thousands|millions|billions))?"
_LOWER = r"more than|over|at least|no (?:fewer|less) than|above|upwards? of|exceeding|in excess of|greater than"
_UPPER = r"up to|as many as|as much as|fewer than|less than|under|below|at most|no more than|nearly|almost|close to|just short of"
_ABOUT = r"around|about|approximately|roughly|some|an estimated|estimated|circa|approx\.?|nearly|almost|close to|perhaps"
_MEASURE = r"(?:hour|minute|day|week|month|year|decade|mile|kilomet(?:re|er)|met(?:re|er)|foot|ton(?:ne)?)s?\b"
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_PART = (
    rf"(?:(?:one[\s-](?:{'|'.join(_PARTS)})|two[\s-](?:third|fifth)s|three[\s-](?:quarter|fifth|eighth|tenth)s|four[\s-]fifths"
    rf"|five[\s-](?:sixth|eighth)s|seven[\s-](?:eighth|tenth)s|nine[\s-]tenths)\b(?!-)|an?\s(?:{'|'.join(_PARTS)})(?=\sof\b))"
    rf"(?:\sof\san?(?=\s{_MEASURE}))?|(?:an?\s)?half(?:\san?)?(?=[\s-]{_MEASURE})|an?(?=[\s-]{_MEASURE})"
)
"""Less than a whole, or one: "two-thirds", "a quarter of a mile", "half an hour", "an hour"."""
_LASTING = re.compile(
    r"\b(?:last(?:s|ed|ing)?|takes?|took|taken|taking|for|within|spen[dt]|only)\s$", re.IGNORECASE
)
_LONG = re.compile(r"[\s-]\w+(?:-long|['’]s)\b", re.IGNORECASE)
_COUNTED_FROM = re.compile(
    r"\s*[\w-]+\s(?:ago|earlier|later|after|before|from now|since)\b", re.IGNORECASE
)
_MONEY = r"(?:US|A|C|NZ|HK)?\$|€|£|¥|₹|₽"


def _spaced(pattern: str) -> str:
    """A pattern that keeps its spaces inside a verbose one."""
    return pattern.replace(" ", r"\s")


_QUANTITY = re.compile(
    rf"""(?<![\w.,-])(?:(?P<bound>{_spaced(_LOWER)}|{_spaced(_UPPER)}|{_spaced(_ABOUT)}|between|from)\s)?(?:(?:around|about|roughly|some|an\sestimated)\s)?
    (?P<money>{_MONEY})?\s?
    (?:(?P<plural>{_PLURALS})\b
      | (?P<part>{_PART})
      | (?P<low>{_ONE}) (?:\s?(?:-|–|to|and)\s?(?:{_MONEY})?(?P<high>{_ONE}))? )
    (?P<percent>\s?(?:%|per\s?cent|percentage\spoints?)|-(?:hour|minute|day|week|month|year|second|mile|km|metre|meter|foot|ton)s?\b)?
    (?P<half>\sand\sa\shalf\b)?""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_UNIT_WORD = re.compile(
    r"[\s-]+(?:of\s+(?:the\s+|its\s+|their\s+|his\s+|her\s+)?)?([^\W\d_][\w’'-]*)"
)
_STOP = frozenset(
    """and or but to in on at by for from with as is are was were be been have has had will would could
    may might can that which who whom near across along into over under after before during while
    when where said says the this its their his her ago later earlier""".split()
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

    `unit` holds the words it counts, `about` tells an estimate; `span` is where it stands in
    the sentence, unit included.
    """

    low: float
    high: float
    unit: tuple[str, ...]
    about: bool
    money: bool
    span: Span

    @property
    def measure(self) -> Measure:
        """What it is a quantity of, and the size of its unit."""
        return Measure("money", 1.0) if self.money else measures.of(self.unit)

    @property
    def is_length(self) -> bool:
        """True for metres, miles and the like."""
        return self.measure.kind == "length"

    @property
    def is_duration(self) -> bool:
        """True for hours, days and the like."""
        return self.measure.kind == "time"


def find(text: str) -> list[Quantity]:
    """The quantities in a sentence, in order; years, dates and clock times are not among them."""
    found = []
    for match in _QUANTITY.finditer(text):
        if not _is_date_or_label(text, match):
            found.append(_quantity(text, match))
    return _joined(text, found)


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    bound = (match["bound"] or "").lower()
    if match["plural"]:
        low = _plural(match["plural"])
        high = low * 10
    elif match["part"]:
        low = high = _part(match["part"])
    else:
        high = _value(match["high"] or match["low"])
        low = _value(match["low"], like=match["high"])
        if match["half"]:
            low, high = low + 0.5, high + 0.5
    about = bool(match["plural"]) or bool(re.fullmatch(_ABOUT, bound))
    if re.fullmatch(_LOWER, bound) and not match["high"]:
        high = inf
    elif re.fullmatch(_UPPER, bound) and not about and not match["high"]:
        low = 0.0
    unit, end = _unit(text, match)
    is_share = (match["part"] or "").lower().rstrip("s").endswith(tuple(_PARTS))
    if is_share:
        low, high, unit, about = 100 * low, 100 * high, ("percent",), True
    elif len(unit) == 1 and (rest := re.match(r"\sand\sa\shalf\b", text[end:])):
        low, high, end = low + 0.5, high + 0.5, end + rest.end()
    return Quantity(
        min(low, high), max(low, high), unit, about, bool(match["money"]), (match.start(), end)
    )


def _part(text: str) -> float:
    """The number that "two-thirds" or "half an" stands for."""
    first, *rest = re.split(r"[\s-]", text.lower())
    if "half" in (first, *rest[:1]):
        return 0.5
    whole = _PARTS[rest[0].rstrip("s")] if rest else 1
    return _ONES.get(first, 1) / whole


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
        lasts = match["bound"] or _LASTING.search(text[: match.start()]) or _LONG.match(after)
        return not lasts or bool(_COUNTED_FROM.match(after))  # "60 miles an hour", "a year later"
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


def _counts_things(before: str, following: str) -> bool:
    """Whether four digits that could be a year are a count: "2000 people", not "the 2008 summit"."""
    plural = following.endswith("s") or following in ("people", "men", "women", "dead", "children")
    return plural and before not in ("the", "a", "in", "since", "of", "its", "his", "her", "their")


def _value(text: str, like: str | None = None) -> float:
    """The number a stretch of text stands for; `like` lends its scale ("2 to 3 million")."""
    text = text.lower().strip()
    match = re.match(rf"({_FIGURE})\s?([a-z]*)", text)
    if match:
        scale = match[2] or (re.sub(r"^[\d.,\s]+", "", like.lower()) if like else "")
        return float(match[1].replace(",", "")) * _SCALES.get(scale, 1.0)
    total = group = 0.0
    for word in re.split(r"[\s-]+", text):
        if word in _SCALES and _SCALES[word] >= 1000:
            total, group = total + (group or 1) * _SCALES[word], 0.0
        elif word in _SCALES:
            group = (group or 1) * _SCALES[word]
        elif word == "half":
            group = 0.5
        else:
            group += _ONES.get(word, _TENS.get(word, 0))
    return total + group


def _plural(text: str) -> float:
    value = 1.0
    for word in text.lower().split():
        value *= _PLURAL.get(word, 1.0)
    return value


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
