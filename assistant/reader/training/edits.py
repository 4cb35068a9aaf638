"""Small changes to a text after which it says something else, or the same in other words.

Each returns the changed text, or None where there is nothing of the kind to change. Wikipedia's
VitaminC (Schuster et al. 2021) and SQuAD 2.0 (Rajpurkar et al. 2018) show that such minimal edits
are what a verifier and a reader of near misses must be trained on.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence

from assistant import names
from index.words import STOPWORDS, fold

Edit = Callable[[str, random.Random], str | None]

_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_WORDED = "two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion".split()
_WORDED_RE = re.compile(rf"\b(?:{'|'.join(_WORDED)})\b")
MONTHS = "January February March April June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CALENDAR = re.compile(rf"\b(?:{'|'.join(MONTHS + _DAYS)})\b")
_POSSESSIVE = re.compile(r"['’]s?$")
_NO_NAME = (STOPWORDS - {"of", "the"}) | {day.lower() for day in MONTHS + _DAYS}
_SMALL = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_OFTEN = 3
"""Times that a word stands small in the texts, from which it is a common one."""
_OPPOSITES = """
first/last before/after largest/smallest biggest/smallest highest/lowest most/least more/fewer
more/less north/south northern/southern east/west eastern/western increase/decrease increased/decreased
rise/fall rose/fell rising/falling gained/lost won/lost win/lose winner/loser accept/reject
accepted/rejected approve/reject approved/rejected support/oppose supported/opposed supports/opposes
allowed/banned allow/ban legal/illegal male/female men/women man/woman boys/girls father/mother
son/daughter brother/sister husband/wife buy/sell bought/sold import/export imports/exports arrive/leave
arrived/left enter/leave entered/left open/close opened/closed opening/closing begin/end began/ended
start/end started/ended starting/ending above/below over/under maximum/minimum upper/lower early/late
earlier/later earliest/latest old/new older/newer oldest/newest young/old youngest/oldest
good/bad better/worse best/worst success/failure succeeded/failed strong/weak stronger/weaker
friend/enemy allies/enemies ally/enemy attack/defend attacked/defended confirmed/denied confirm/deny
admitted/denied agreed/refused agree/refuse public/private inside/outside internal/external
long/short longer/shorter longest/shortest fast/slow faster/slower major/minor majority/minority
positive/negative guilty/innocent convicted/acquitted released/arrested alive/dead survived/died
born/died hired/fired domestic/foreign local/national winter/summer morning/evening left/right
always/never often/rarely common/rare heavy/light hot/cold warm/cool rich/poor possible/impossible
likely/unlikely appeared/disappeared present/absent ancient/modern primary/secondary
expanded/reduced expand/reduce raised/lowered raise/lower raised/cut advance/retreat advanced/retreated
create/destroy created/destroyed built/demolished join/leave joined/left strengthen/weaken
employer/employee teacher/student doctor/patient victim/attacker seller/buyer lender/borrower
offense/defense income/expenses profit/loss gain/loss import/export urban/rural
""".split()  # fmt: skip
_OPPOSITE: dict[str, list[str]] = {}
for _pair in _OPPOSITES:
    _a, _b = _pair.split("/")
    _OPPOSITE.setdefault(_a, []).append(_b)
    _OPPOSITE.setdefault(_b, []).append(_a)
_OPPOSITE_RE = re.compile(rf"\b(?:{'|'.join(sorted(_OPPOSITE, key=len, reverse=True))})\b")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|can|could|has|have|had|did|does|do|should)\b"
)
_NEGATED = re.compile(r"\b(?:not|n't|never) |n't\b|\bnever ")
_PLAINLY = {"did not": "did", "do not": "do", "does not": "does"}


def numbers(text: str) -> list[re.Match[str]]:
    """The figures of a text, years among them."""
    return list(_NUMBER.finditer(text))


def number(text: str, rng: random.Random) -> str | None:
    """Another number: a figure well off the old one, in the same form, or another word."""
    found = [*_NUMBER.finditer(text), *_WORDED_RE.finditer(text)]
    if not found:
        return None
    match = rng.choice(found)
    return _swap(text, match, other_number(match[0], rng))


def other_number(figure: str, rng: random.Random) -> str:
    """Another number of the same form: a year near a year, a multiple of an amount."""
    if figure in _WORDED:
        at = _WORDED.index(figure)
        pool = _WORDED[:11] if at < 11 else _WORDED[12:] if at > 11 else _WORDED[:11]
        return rng.choice([w for w in pool if w != figure])
    if _YEAR.fullmatch(figure):
        return str(int(figure) + rng.choice([-1, 1]) * rng.choice([1, 1, 2, 3, 5, 7, 10, 20]))
    value = float(figure.replace(",", ""))
    decimals = len(figure.partition(".")[2])
    if value < 20 and not decimals:
        return str(rng.choice([n for n in range(1, 25) if n != value]))
    factor = rng.choice([0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 1.2, 1.3, 1.5, 1.7, 2, 2.5, 3, 5, 10])
    other = value * factor
    if not decimals:
        size = 10 ** max(0, len(str(int(value))) - max(2, len(figure.replace(",", "").rstrip("0"))))
        other = max(1, round(other / size) * size)
        if other == value:
            other += size
    elif round(other, decimals) == value:
        other += 10.0**-decimals
    grouped = "," in figure or (not decimals and other >= 10_000)
    return f"{other:,.{decimals}f}" if grouped else f"{other:.{decimals}f}"


def calendar(text: str, rng: random.Random) -> str | None:
    """Another month or weekday."""
    found = list(_CALENDAR.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    pool = MONTHS if match[0] in MONTHS else _DAYS
    return _swap(text, match, rng.choice([w for w in pool if w != match[0]]))


class Names:
    """Names to swap in, by their number of words; what is no name, the texts themselves tell."""

    def __init__(self, texts: Sequence[str]) -> None:
        small = Counter(word for text in texts for word in _SMALL.findall(text))
        self._no_name = _NO_NAME | {word for word, times in small.items() if times >= _OFTEN}
        pool: dict[int, set[str]] = {}
        for text in texts:
            for name, start in self.find(text):
                if start:  # a sentence's first word may be no name
                    pool.setdefault(len(name.split()), set()).add(name)
        self._pool = {n: sorted(names) for n, names in pool.items()}

    def find(self, text: str) -> list[tuple[str, int]]:
        """The names of a text and where they start; what holds a common word ("President", which
        is written small elsewhere) or a day, or joins two, is left out."""
        found = [(_POSSESSIVE.sub("", text[start:end]), start) for start, end in names.find(text)]
        return [
            (name, start)
            for name, start in found
            if len(name) > 2 and self._no_name.isdisjoint(map(fold, name.split()))
        ]

    def swap(self, text: str, rng: random.Random, among: Sequence[str] | None = None) -> str | None:
        """Another name for one of the text's; where `among` is given, for one that it holds."""
        found = [name for name, _ in self.find(text) if among is None or name in among]
        if not found:
            return None
        name = rng.choice(found)
        other = self.other(name, rng)
        return other and re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", other, text)

    def other(self, name: str, rng: random.Random) -> str | None:
        """Another name with as many words."""
        pool = self._pool.get(len(name.split()), [])
        others = [n for n in rng.sample(pool, min(4, len(pool))) if n.lower() not in name.lower()]
        return others[0] if others else None

    def any(self, words: int, rng: random.Random) -> str:
        """A name of so many words."""
        return rng.choice(self._pool.get(words) or ["Aldbury"])


def opposite(text: str, rng: random.Random) -> str | None:
    """A word by its opposite: "rose" by "fell", "the first" by "the last"."""
    found = list(_OPPOSITE_RE.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    return _swap(text, match, rng.choice(_OPPOSITE[match[0]]))


def negation(text: str, rng: random.Random) -> str | None:
    """The statement denied, or its "not" taken out."""
    negated = _NEGATED.search(text)
    if negated and rng.random() < 0.9:
        return text[: negated.start()] + text[negated.end() :].lstrip()
    match = _AUXILIARY.search(text)
    if not match:
        return None
    return _swap(text, match, f"{match[1]} {rng.choice(['not', 'not', 'never'])}")


def rounded(text: str, rng: random.Random) -> str | None:
    """A large figure said roughly: "97,000" as "nearly 100,000", "2.43" as "about 2.4"."""
    found = [m for m in _NUMBER.finditer(text) if not _YEAR.fullmatch(m[0])]
    found = [m for m in found if len(m[0].replace(",", "").replace(".", "")) >= 3]
    if not found:
        return None
    match = rng.choice(found)
    value = float(match[0].replace(",", ""))
    if "." in match[0]:
        near = round(value, 1) if value < 100 else round(value)
    else:
        size = 10 ** (len(str(int(value))) - rng.choice([1, 2]))
        near = round(value / size) * size
    if near == 0 or abs(near - value) > 0.12 * value:
        return None
    words = ["about", "around", "roughly", "some", "approximately"]
    words += ["nearly", "almost", "close to"] if near > value else []
    words += ["more than", "over", "at least"] if near < value else []
    return _swap(text, match, f"{rng.choice(words)} {near:,}")


def attributed(text: str, rng: random.Random, who: str | None = None) -> str:
    """The statement in somebody's mouth, as news reports it; one that holds it says so too."""
    who = who or rng.choice(
        ["officials", "the ministry", "a spokesman", "the police", "the report"]
    )
    plain = text.rstrip(". ")
    inner = inside(plain)
    return rng.choice(
        [
            f"{capital(who)} said {inner}.",
            f"{capital(who)} said that {inner}.",
            f"According to {who}, {inner}.",
            f"{plain}, {who} said.",
            f"“{plain},” {who} said.",
            f"{capital(who)} confirmed on {rng.choice(_DAYS)} that {inner}.",
        ]
    )


def denied(text: str, rng: random.Random) -> str:
    """The statement denied by somebody."""
    who = rng.choice(["officials", "the ministry", "a spokesman", "the company", "the president"])
    plain = text.rstrip(". ")
    inner = inside(plain)
    how = rng.choice(["denied that {}", "rejected reports that {}", "said it is not true that {}"])
    return f"{capital(who)} {how.format(inner)}."


def dateline(text: str, names: Names, rng: random.Random) -> str:
    """The sentence as the first of a wire story, of a place and an agency by the names' looks."""
    place, agency = names.any(1, rng).upper(), names.any(rng.choice([1, 1, 2]), rng)
    return f"{place} ({agency}) {rng.choice(['-', '—', '–'])} {text}"


def headline(text: str) -> str | None:
    """The sentence as a headline: no articles, no full stop, said in the present."""
    if len(text.split()) > 22:
        return None
    return re.sub(r"\b(?:the|a|an) ", "", text.rstrip(". "), flags=re.IGNORECASE)


def _swap(text: str, match: re.Match[str], other: str) -> str:
    return text[: match.start()] + other + text[match.end() :]


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def inside(sentence: str) -> str:
    """The sentence as it stands within another: a common first word is written small."""
    common = fold(sentence.split(" ")[0]) in STOPWORDS
    return sentence[:1].lower() + sentence[1:] if common else sentence
