"""How numbers are written in news: figures and words, bounds, vagueness, shares, units."""

from __future__ import annotations

import re

ONES = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    w: 10 * i
    for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
           "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "dozen": 12.0, "score": 20.0}  # fmt: skip
PLURAL = {"tens": 10.0, "dozens": 24.0, "scores": 40.0, "hundreds": 100.0, "thousands": 1e3,
           "millions": 1e6, "billions": 1e9, "trillions": 1e12}  # fmt: skip

_WORD = "|".join([*ONES, *TENS])
_SCALE = "hundred|thousand|million|billion|trillion|dozen"
FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELLED = rf"(?:{_WORD})(?:[\s-](?:and\s)?(?:{_WORD}|{_SCALE}))*|(?:a|an)\s(?:half\s)?(?:{_SCALE})|half\s(?:a\s)?(?:{_SCALE})"
_ONE = rf"(?:{FIGURE})(?:\s?(?:{_SCALE})\b|(?:k|m|mn|bn)\b)?|(?:{_SPELLED})\b"
_PLURALS = r"(?:tens|dozens|scores|hundreds|thousands|millions|billions)(?:\sof\s(?:thousands|millions|billions))?"
LOWER = r"more than|over|at least|no (?:fewer|less) than|above|upwards? of|exceeding|in excess of|greater than"
UPPER = r"up to|as many as|as much as|fewer than|less than|under|below|at most|no more than|nearly|almost|close to|just short of"
ABOUT = r"around|about|approximately|roughly|some|an estimated|estimated|circa|approx\.?|nearly|almost|close to|perhaps"
_MEASURE = r"(?:hour|minute|day|week|month|year|decade|mile|kilomet(?:re|er)|met(?:re|er)|foot|ton(?:ne)?)s?\b"
PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_OUT_OF = (
    rf"one\s(?:[a-z]+\s(?:in|out\sof)|out\sof)\s(?:every\s)?(?:\d\d?|{_WORD})\b(?!\s[a-z]+s\b)"
)
"""A share told with what is counted, "one vote in ten"; not "one goal in ten games"."""
_PART = (
    rf"(?:(?:one\sin\s(?:every\s)?(?:\d+|{_WORD})\b|{_OUT_OF}|(?<!first\s)(?<!second\s)(?<!latter\s)(?<!other\s)(?:a\s)?half(?=\sof\b)|one[\s-](?:{'|'.join(PARTS)})|two[\s-](?:third|fifth)s|three[\s-](?:quarter|fifth|eighth|tenth)s|four[\s-]fifths"
    rf"|five[\s-](?:sixth|eighth)s|seven[\s-](?:eighth|tenth)s|nine[\s-]tenths)\b(?!-)|an?\s(?:{'|'.join(PARTS)})(?=\sof\b))"
    rf"(?:\sof\san?(?=\s{_MEASURE}))?|(?:an?\s)?half(?:\san?)?(?=[\s-]{_MEASURE})|an?(?=[\s-]{_MEASURE})"
)
"""Less than a whole, or one: "two-thirds", "a quarter of a mile", "half an hour", "an hour"."""
DENIED = re.compile(
    r"\b(?:not|never|unlikely|cannot|\w+n['’]t)(?:\s(?:to|be|been|have|go|fall|drop|sink|rise|climb|cost|come))*\s$",
    re.IGNORECASE,
)
"""What turns a bound that follows it around: "not more than", "unlikely to be below"."""
LASTING = re.compile(
    r"\b(?:last(?:s|ed|ing)?|takes?|took|taken|taking|for|within|spen[dt]|only)\s$", re.IGNORECASE
)
LONG = re.compile(r"[\s-]\w+(?:-long|['’]s)\b", re.IGNORECASE)
COUNTED_FROM = re.compile(
    r"\s*[\w-]+\s(?:ago|earlier|later|after|before|from now|since)\b", re.IGNORECASE
)
_MONEY = r"(?:US|A|C|NZ|HK)?\$|€|£|¥|₹|₽"


def _spaced(pattern: str) -> str:
    """A pattern that keeps its spaces inside a verbose one."""
    return pattern.replace(" ", r"\s")


QUANTITY = re.compile(
    rf"""(?<![\w.,-])(?:(?:(?P<between>between|from)|(?P<bound>{_spaced(LOWER)}|{_spaced(UPPER)}|{_spaced(ABOUT)}))\s)?(?:(?:around|about|roughly|some|an\sestimated)\s)?
    (?P<money>{_MONEY})?\s?
    (?:(?P<plural>{_PLURALS})\b
      | (?P<part>{_PART})
      | (?P<low>{_ONE}) (?:\s?(?:-|–|to|(?(between)and|(?!)))\s?(?:{_MONEY})?(?P<high>{_ONE}))? )
    (?P<percent>\s?(?:%|percentage\spoints?|per\s?cent)|-(?:hour|minute|day|week|month|year|second|mile|km|metre|meter|foot|ton)s?\b)?
    (?P<half>\sand\sa\shalf\b)?""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
