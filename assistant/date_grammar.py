"""How dates are written in news: days, parts of months and years, seasons, holidays, bounds."""

from __future__ import annotations

import calendar
import re

from assistant import clock
from assistant.quantity_grammar import ONES

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month in which a season of the northern hemisphere begins."""
HOLIDAYS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
    "boxing day": (12, 26), "new year's eve": (12, 31), "new year's day": (1, 1),
    "new year's": (1, 1), "new year": (1, 1),
}  # fmt: skip
"""Month and day."""
NUMBERS = {word: n for word, n in ONES.items() if n} | {"a": 1, "an": 1, "twenty": 20}
AHEAD = re.compile(
    r"\b(?:will|would be|is to|are to|due|scheduled|planned|expected to|to be held|starts|begins|meets)\b",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(?:would|could|might|(?:plan|hope|intend|aim|expect|want|vow|promise)(?:s|d|ed|ned)?\sto)\b(?!\shave\b)[^,.;:]*$",
    re.IGNORECASE,
)
"""What makes the date behind it one to come: "said it would reopen in July"."""
RECURS = re.compile(
    r"\b(?:time|first|second|third|only|once|twice|most|least|\w+est)\b[^,.;]*$", re.IGNORECASE
)
"""What makes a duration of "in three weeks": "the third fire in three weeks"."""
BETWEEN = re.compile(r",?\s(?:local\stime,?\s)?(?:(?:on|of)\s)?", re.IGNORECASE)
"""What may stand between a day and a time on it: "at noon local time on Tuesday"."""

PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
"""Of a weekday in its month."""

# Days.
_M = "(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_W = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_ISO = r"\d{4}-\d\d-\d\d"
_DAY_MONTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_M}\b|{_M}\.?\s\d{{1,2}}\b|{_ISO})"
_TO = r"(?:\s?[–-]\s?|\sto\s)"
"""Between the first and the last day of several."""
_BESIDE = rf"(?:(?:{_W}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?,?\s(?:the\s)?(?={_DAY_MONTH}))?"
"""A weekday that only goes with the date after it: "Friday, 3 December"."""
_NO_DATE = rf"(?!,?\s(?:the\s)?{_DAY_MONTH})"
_DATE = rf"""
    {_BESIDE}(?P<m1>{_M})\.?\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?:{_TO}(?P<t1>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?!,\d|:)(?:,?\s(?P<y1>\d{{4}}))?
  | {_BESIDE}(?:(?P<f2>\d{{1,2}})(?:st|nd|rd|th)?{_TO})?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_M})\b\.?(?:,?\s(?P<y2>\d{{4}}))?
  | {_BESIDE}(?P<iso>{_ISO})
  | (?:the\s)?(?P<nth>{"|".join(PLACES)})\s(?P<nth_day>{_W})\s(?:of|in)\s(?P<m5>{_M})\b\.?(?:,?\s(?P<y9>\d{{4}}))?"""

# Months, years and what is told of them: "early", "the end of".
_PART = r"(?:early|late)(?:\sin)?|mid|(?:the\s)?(?:very\s)?(?:beginning|start|middle|end)\sof|the\s(?:first|second)\shalf\sof"
_SEP = r"[\s-](?:the\s)?"
_OTHER_YEAR = r"(?:last|this|next)\syear"
_COUNTED = r"\s(?:people|persons|men|women|children|dead|per\s?cent|miles|metres|meters|km|hours|GMT|UTC|CES?T|BST|E[SD]T|local\stime)\b"
_YEAR = rf"(?:1[5-9]|20)\d\d\b(?!,\d|\.\d|:\d|%|{_COUNTED})"
_CAPITAL = r"(?!\s(?-i:[A-Z])|['’]s\b)"
"""Not a name: "before May's resignation", "from March Air Base"."""


def _after(words: str, follows: str = "") -> str:
    """A pattern for the place after one of these words, which it leaves out."""
    return "|".join(rf"(?<=\b{w}[\s-]){follows}" for w in words.split())


_PLURAL = r"(?!\d{4}\s(?-i:[a-z]{4,}s\b))"
"""Not a count of things: "after 2029 votes"."""
_ITS_YEAR = rf"[12]\d{{3}}\b(?!,\d)(?!{_COUNTED})"
"""The year of a month."""
_MONTH = rf"""
    (?:(?P<since>since\s)?(?P<part1>{_PART}){_SEP})?(?P<m3>(?-i:{_M}))\b\.?
      (?(part1)(?:,?\s(?:of\s)?(?:(?P<y3>{_ITS_YEAR})|(?P<lasty3>{_OTHER_YEAR})))?(?!\.?\s\d)
        |,?\s(?:of\s)?(?:(?P<y5>{_ITS_YEAR})|(?P<lasty5>{_OTHER_YEAR})))
  | (?(strong)(?:in\s)?|(?(weak)|(?:(?P<word>in|since|until|by|last|next|this|of|during|for)|from)\s))
      (?P<m4>(?-i:{_M}))\b(?(word)|{_CAPITAL})(?!\.?\s\d|\.?,?\s(?:of\s)?(?:{_ITS_YEAR}|{_OTHER_YEAR}))"""
_YEARS = rf"""
    (?:(?P<part4>{_PART}){_SEP})?
    (?:(?(strong)(?:in\s|the\s)?{_PLURAL}|(?:(?<=\bthe\s)(?={_YEAR}\s[a-z])|{_after("in since until of a early late mid during")}
        |{_after("before after from beyond by", _PLURAL)}))(?P<y4>{_YEAR})
      | (?P<y6>{_YEAR})(?=\sat\sthe\s(?:very\s)?(?:earliest|latest)))
  | (?:the\s)?(?:(?P<part5>{_PART})[\s-](?:the\s)?)?(?P<decade>(?:1[5-9]|20)\d0)s\b"""
_PERIOD = rf"""
    (?P<part6>{_PART})\s(?P<rel6>the|this|last|next|the\s(?:previous|following|coming))\s(?P<what6>week|month|year)\b(?:['’]s)?
  | (?P<year_end>(?:the\s)?year['’]s\send|year-end)\b"""

# Seasons and holidays.
_ALONE = r"""(?=['’]s\b|\s?[.,;:!?)”—–]|\s?$|\s(?:and|or|but|is|was|were|will|would|has|had|have|when|while|as|at
    |because|after|before|until|that|which|who|if|with|for|on|he|she|they|it|months?|season)\b)"""
"""What follows a word that goes with no noun: not "summer school", "Christmas tree"."""
_IN = r"(?:in|by|until|since|during|over|throughout|through|of|for|from)\s"
_S = "(?:spring|summer|autumn|winter)"
_BARE = r"summer|autumn|winter|(?:(?<!\bthe\s)|(?<=\bin\sthe\s)|(?<=\bby\sthe\s)|(?<=since\sthe\s)|(?<=until\sthe\s)|(?<=during\sthe\s))spring"
_FALL = r"(?:(?<=this\s)|(?<=last\s)|(?<=next\s)|(?<=\bin\s)|(?<=\bin\sthe\s)|(?<=early\s)|(?<=late\s))fall"
_SEASON = rf"""
    (?:{_IN})?(?:the\s)?(?:(?P<part7>{_PART}){_SEP})?(?P<s1>{_S}|fall)\s(?:of\s)?
      (?:{_PLURAL}(?P<y7>{_YEAR})(?P<y8>[–/-]\d{{2,4}}\b)?|(?P<lasty7>{_OTHER_YEAR}))
  | (?P<rel7>this|last|next)\s(?:(?P<part8>{_PART}){_SEP})?(?P<s2>(?-i:{_S})\b(?!\s(?:Olympics|Games)\b)|{_FALL}{_ALONE})
  | (?:{_IN})?(?:(?P<part9>{_PART}){_SEP}|the\s|(?<=\bin\s)|(?<=\bby\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?(strong)|(?(weak)|(?!))))
      (?P<s3>(?-i:{_BARE}|{_FALL})){_ALONE}"""
_GREETING = "".join(
    rf"(?<!{w}\s)"
    for w in "Chinese Lunar Jewish Islamic Persian Tamil Orthodox Happy Merry".split()
)
_HOLIDAY = rf"""
    {_GREETING}(?P<holiday>(?-i:Christmas(?:\s(?:Day|Eve))?|Boxing\sDay|New\sYear(?:['’]s(?:\s(?:Day|Eve)))?))
      (?:(?:,?\s(?:of\s)?)(?P<yh>{_YEAR})|{_ALONE})
  | (?P<new_year>(?-i:the\s[Nn]ew\s[Yy]ear)){_ALONE}"""

# What is told from the article's day on.
_N = rf"(?:\d+|{'|'.join(NUMBERS)})"
_UNIT = "(?:day|week|month|year)"
_PART_OF_DAY = r"(?:\s(?:morning|afternoon|evening|night)\b)?"
_RELATIVE = rf"""
    (?P<ago>(?P<n>{_N})\s(?P<unit>{_UNIT})s?\s(?P<way>ago|earlier|later|before|from\snow))
  | (?P<hence>in\s(?P<n2>{_N})\s(?P<unit2>{_UNIT})s?(?P<time>['’]?s?['’]?\stime)?)\b(?!-|\s(?:ago|earlier|later|before)\b)
  | (?:(?P<when>earlier|later|early|late)\s)?(?P<rel>this|last|next|the\sprevious|the\sfollowing|the\spast|the\slast|the\scoming)\s
      (?P<what>week|month|year|weekend|{_W})(?:['’]s)?\b(?!-){_NO_DATE}
  | (?P<day>yesterday|today|tomorrow|tonight|(?:this|early|late)\s(?:morning|afternoon|evening)|last\snight|overnight){_PART_OF_DAY}
  | (?:(?:on|late\son|early\son|by|since|until|(?P<from>from))\s)?(?P<weekday>{_W})\b{_PART_OF_DAY}{_NO_DATE}
  | (?P<vague>(?:in|over|during)\sthe\s(?:past|last|coming|next)\s(?:few|several|\w+)\s(?:days|weeks|months|years)
      |in\srecent\s(?:days|weeks|months|years)|(?:hours|days)\slater
      |{_N}\s{_UNIT}s?\son(?=[,.;]|$))"""
_STRONG = r"""no\s(?:later|earlier|sooner)\sthan|not\s(?:before|until|(?:later|earlier)\sthan)
    |(?:until|till|since|from|to|by)\sat\sleast|at\sleast\suntil|as\s(?:early|late|soon)\sas|prior\sto"""
EXPRESSION = re.compile(
    rf"""\b(?:(?P<strong>{_STRONG})\s)?
    (?: {_DATE}
      | (?:(?P<weak>before|after|beyond)\s)?(?:{_MONTH} | {_YEARS} | {_PERIOD} | {_SEASON} | {_HOLIDAY})
      | {_RELATIVE}
      | (?P<within>within\s(?:(?:the\snext|about)\s)?(?:{_N}|a\sfew)\s{_UNIT}s?)\b
      | (?P<clock>{clock.PATTERN})
    )(?P<limit>,?\sat\sthe\s(?:very\s)?(?:earliest|latest)\b|\sor\s(?:earlier|later)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
"""A date or a time; a part of a month, year or season is in `part` and a number."""
