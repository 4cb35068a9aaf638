"""What a question asks for: its kind, its terms, the names in it and the thing counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.names import UPPER
from assistant.phrasing import AUX, asking, checked, plain, unwrapped
from assistant.reader.protocol import claim
from index.types import Span
from index.words import STOPWORDS, fold, words

MAX_CHARS = 2000
"""A longer question is a document; it is declined with a sentence."""


class Kind(StrEnum):
    """What the direct answer is made of."""

    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    HOW_LONG = "how long"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    YES_NO = "yes or no"
    LIST = "list"
    OVERVIEW = "overview"
    OPEN = "open"


_KINDS = (
    (Kind.OVERVIEW, r"\bwhat(?:'s| has| have| is)? (?:happened|happening|going on)\b|\bsumm\w+|\bsum up\b|\boverview\b|\b(?:run-?down|recap|gist)\b|\btell me about\b"
                    r"|\bwhat (?:is|are|was|were) .{0,60}\babout\b|\bmain points?\b|\bwhat is said about\b|\bwhat do the (?:articles|reports|sources) say\b"),
    (Kind.HOW_LONG, r"\bhow long\b|\bwhat (?:is|was) the (?:length|duration)\b|\b(?:length|duration)(?: of\b|\s*\??$)"),
    (Kind.HOW_MANY, r"\bhow many\b|\bnumbers? of\b|\b(?:number|numbers|count|total)\s*\??$|\bwhat number\b"),
    (Kind.HOW_MUCH, r"\bhow (?:much|big|large|old|tall|far|high|deep|wide|fast|heavy|strong)\b"
                    r"|\bwhat (?:age|percentage|share|proportion|price|cost|amount|magnitude|distance|speed)\b"
                    r"|\bwhat (?:did|does|do|will|would|has|have|is|are)\b.{1,60}\b(?:cost|pay|paid|worth|earn|weigh)\b"
                    r"|^(?:\S+\s){1,4}(?:price|cost|height|depth|weight|speed|budget|salary)\s*\??$"),
    (Kind.WHEN, r"\bwhen\b(?!\s+(?:it|he|she|they|asked)\b)"
                r"|\b(?:what|which|on what|in what) (?:date|day|year|month|week|time)\b|^date of\b"),
    (Kind.WHERE, r"\bwhere\b|\b(?:in )?(?:what|which) (?:city|country|town|place|state|region|location)\b"),
    (Kind.WHO, r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|official|minister|leader|politician"
               r"|player|company|team|organi[sz]ation|agency|outlet)\b|\bwhat(?: is|'s| was)? the name\b"),
    (Kind.YES_NO, rf"^(?:and |but |so )?(?:{AUX}(?:n?['’]t)?|(?:wo|sha)n['’]t|whether)\s+\w+"),
    (Kind.LIST, r"\bwhat (?:did|does|do|has|have|are|were|was|is)\b.*\b(?:demand|want|ask|propose|say|claim|accuse"
                r"|promise|warn|announce|know|do|change|include|happen)\w*\b"
                r"|\bwhat (?:are|were) (?:the )?\w+|\bwhich \w+s\b|\blist\b|\bsumm|\btell me\b|\bwhy\b|\bhow (?:did|do|does|has|have)\b"),
    (Kind.OPEN, r"\b(?:what|which|how)\b"),
)  # fmt: skip
_NOUNS = (
    (Kind.HOW_MANY, r"totals?|numbers?|count"),
    (
        Kind.WHEN,
        r"(?:(?:start|end|opening|closing|release)\s)?(?:year|date|day|month|time)|deadline",
    ),
    (Kind.WHO, r"names?"),
    (Kind.WHERE, r"place|location|venue"),
    (Kind.HOW_MUCH, r"price|cost|value|amount|percentage|share|age|height|depth|weight|speed"),
    (Kind.HOW_LONG, r"duration|length"),
)
_FIRST = r"(?:the\s)?(?:(?:total|full|exact|final)\s)?(?:{})\b(?!\s(?:has|have|had|is|are|was|were|will)\b)"
_LAST = r"(?!(?:in|on|at|of|for|to)\s).*(?<!\b(?:last|this|next|that|each)\s)(?<=\s)(?:{})\W*$"
"""What a question of keywords is after, by its first or last: "year the bridge was opened"."""
_TARGET = re.compile(
    rf"\bhow (?:many|much)\s+(?:of\s+|more\s+|the\s+|other\s+)*(?P<after>.+?)(?:\s+(?:{AUX[3:-1]}|in|on|at|of|to|for|from|by|with|near|that|who|which|there)\b|[?.,]|$)"
    r"|\bnumbers?\s+of\s+(?:the\s+)?(?P<of>.+?)(?:\s+(?:in|on|at|of|to|for|from|by|with|near|that|who|which|is|are|was|were)\b|[?.,]|$)"
    r"|^(?P<before>.+?)\s+(?:numbers?|count|total)\s*\??$",
    re.IGNORECASE,
)
_LENGTH = r"\d\W?(?!\s?(?:cubic|square)\b)(?:\s?(?:m|km|cm|mm|ft)\b|[\w\s-]{0,12}\b(?:met(?:re|er)s?|kilomet(?:re|er)s?|miles?|f(?:oo|ee)t|yards?|inch(?:es)?|stor(?:e?y|ies)|floors?))"
_MEASURES = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(measure, re.IGNORECASE))
    for asked, measure in (
        (r"\bhow old\b|\bage\b", r"\baged?\s\d|\b\d+[- ]years?[- ]old|,\s\d{1,3},|\b\d+ years old|\b(?:built|born|opened|founded)\b"),
        (r"\bhow fast\b|\bspeed\b", r"\bmph\b|\bkm/h\b|\bkph\b|\bknots?\b|\bper hour\b|\ban hour\b|\bper second\b"),
        (r"\bhow (?:deep|tall|high|wide|far)\b|\b(?:height|depth|width|distance)\b", _LENGTH),
        (r"\bhow heavy\b|\bweigh", r"\d\W?[\w\s-]{0,8}\b(?:tons?|tonnes?|kg|kilograms?|kilos?|pounds?|lbs?)\b"),
        (r"\bhow much money\b|\bhow much (?:does|did|do|will|is|was|would) [^?]*\b(?:costs?|worth|paid|pay|earn|spend|spent)\b|\b(?:price|cost|salary|budget)\b|\bwhat (?:did|does|do|will|would|has|have)\b.{1,60}\b(?:pay|paid|earn)\b",
         r"[$€£¥₹]\s?\d|\b(?:dollars?|euros?|pounds?|roubles?|rubles?|yuan|yen|cents?|million|billion|free)\b"),
        (r"\b(?:percentage|per cent|percent|share|proportion)\b", r"%|\bper\s?cent\b|\b(?:half|third|quarter|fifth|one in)\b"),
    )
)  # fmt: skip
_SAID = re.compile(
    r"\bwhat\s(?:else\s)?(?:did|does|do|has|have|had)\s(?P<who>.{2,60}?)\s(?:say|said|tell|told|think|thought|claim|reply|respond|warn|add)\b",
    re.IGNORECASE,
)
_CHECKING = re.compile(
    rf"^{AUX}\s(?:(?:it|that)\s(?:true|right|correct|the case)\s(?:that\s)?)?", re.IGNORECASE
)
_DEGREE = re.compile(r"\bhow\s(\w+)", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:in|at|on|from|to|by)\s)?(?:how (?:many|much|long)|who|what|when|where|which|why|how)\s",
    re.IGNORECASE,
)
_NAME = re.compile(rf"{UPPER}(?:\.{UPPER})+\.?|{UPPER}[\w’']*")
_STATEMENT = re.compile(
    rf"^(?!.*\?)(?:(?:\S+\s){{1,9}}(?:{AUX}|\w+[^\W\d_]ed|says?|said|won|lost|made|took)\s\S.*|(?:\S+\s){{3,}}\S+\.)$",
    re.IGNORECASE,
)
"""A claim to be checked: words around a verb, and nothing that asks."""
_MARK = r"(?:in|on|at|by|with|from|to|for|a|an|the|\d+)"
_EITHER = re.compile(
    rf"^(?!.*\b(?:any\w*|ever|whether)\b).*\bor\s{_MARK}\s(?:[\w’'-]+\s?){{1,3}}\W*$", re.IGNORECASE
)
"""What asks which of two, though it opens as a yes-or-no question: "Was it ice or a rock?"."""
_WHETHER = re.compile(r"^whether\s", re.IGNORECASE)
_YES_OR_NO = re.compile(r",?\s(?:yes or no|true or false|right or wrong)\W*$", re.IGNORECASE)
_MANY = re.compile(
    rf"\bwhat\s(?:else\s)?(?:did|does|do|has|have|will|would|can|could|should|are|were)\b"
    rf"|\b(?:what|which)\s(?:(?!(?:of|kind|type|sort|range|{AUX[3:-1]})\b)\w+\s){{0,2}}\w+[^\Wsu]s\s(?:are|were|do|have|did|will|can|could|came|\w+ed|already)\b"
    r"|\bwhat\s(?:\w+\s){0,2}(?:support|help|aid|advice|information|evidence)\b"
    r"|\bhow (?:did|does|do|has|have|are|were|is|was)\b|\bwho\s(?:are|were|else)\b|\blist\b",
    re.IGNORECASE,
)
"""What several answers fit that don't contradict each other: "What does it want?"."""
_CAME_ABOUT = re.compile(
    r"\b(?:how|what) (?:did|does|do)\b.*(?<!\bthe\s)(?<!\ba\s)\b(?:die|happen|start|begin|end|escape|fail|mean|come to|come about"
    r"|break out|find out|learn of|get (?:in|into|out|away|hold))\b",
    re.IGNORECASE,
)
"""What has one answer all the same: "How did the fire start?", "What did he die of?"."""
_BESIDE = re.compile(r"\b(?:compared (?:to|with)|in comparison|versus|vs)\b", re.IGNORECASE)
"""What asks after two things, each with an answer: "What did A cost, compared to B?"."""
_NEGATED = re.compile(r"\b\w+n['’]t\b", re.IGNORECASE)
"""An auxiliary with its "not": "isn't", "won't"."""


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question taken apart.

    `terms` carry meaning, in order; `names` are those written as proper names; `target` is
    the thing counted ("troops"), `speaker` the party whose words are asked for; both are empty
    for other kinds. `measure` matches what the answer is measured in ("mph"), if the question
    fixes it.
    """

    text: str
    kind: Kind
    terms: tuple[str, ...]
    names: tuple[str, ...]
    target: tuple[str, ...]
    speaker: tuple[str, ...] = ()
    measure: re.Pattern[str] | None = None


def tidy(text: str) -> str:
    """The question on one line without control characters, or "" if nothing is left to ask."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in unicodedata.normalize("NFC", text)
        if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(kept.split())


def parse(text: str, outlets: Collection[str] = ()) -> Question:
    """Take a tidied question apart. Works on any case and without a question mark.

    The names of `outlets` (those that the question names) are no part of what it asks about.
    A statement is taken for the question whether it holds.
    """
    text = unwrapped(text)
    wanted = asking(text)
    kind = _kind(wanted)
    text = plain(text)
    left_out = {fold(w) for outlet in outlets for w in words(outlet)}
    left_out |= {fold(w) for w in _DEGREE.findall(text)}  # "old" in "how old": said by the kind
    terms = tuple(dict.fromkeys(w for w in _content(text) if fold(w) not in left_out))
    names = tuple(n for n in _names(text) if fold(n) not in left_out)
    target = _target(wanted) if _counts(kind) else ()
    measure = next((m for asked, m in _MEASURES if asked.search(wanted)), None)
    speaker = tuple(n for n in _speaker(text) if fold(n) not in left_out)
    return Question(text, kind, terms, names, target, speaker, measure)


def _kind(wanted: str) -> Kind:
    """What kind of answer the part of a question that asks is after."""
    yes_or_no = _YES_OR_NO.search(wanted)
    asked = [
        (m.start(), i)
        for i, (_, p) in enumerate(_KINDS)
        if (m := re.search(p, wanted, re.IGNORECASE))
    ]
    if not asked:
        named = Kind.OPEN if wanted.endswith(".") else _named(wanted, _FIRST)
        stated = named is Kind.OPEN and _STATEMENT.match(wanted)
        if yes_or_no or stated:
            return Kind.YES_NO
        return _named(wanted, _LAST) if named is Kind.OPEN else named
    kind = _KINDS[min(asked)[1]][0]
    either = kind is Kind.YES_NO and not yes_or_no and _EITHER.search(wanted)
    return Kind.OPEN if either else kind


def _named(wanted: str, form: str) -> Kind:
    """The kind that one of its nouns names, OPEN if none does."""
    found = (k for k, nouns in _NOUNS if re.match(form.format(nouns), wanted, re.IGNORECASE))
    return next(found, Kind.OPEN)


def proposition(question: Question) -> str:
    """What a yes-or-no question asks about, as a statement to verify."""
    text = _WHETHER.sub("", asking(checked(_YES_OR_NO.sub("", question.text))))
    return text if _STATEMENT.match(text) else claim(text, "Yes")


def counting(text: str, span: Span, unit: Sequence[str]) -> Question:
    """A yes-or-no question as one after the number that stands at a span of it, of `unit`."""
    rest = _CHECKING.sub("", f"{text[: span[0]]}{text[span[1] :]}")
    return parse(f"How many {' '.join(unit)} {' '.join(rest.split())}")


def has_one_answer(question: Question) -> bool:
    """Whether two different answers to the question cannot both be right."""
    if _CAME_ABOUT.search(question.text):
        return True
    if _BESIDE.search(question.text):
        return False
    if question.kind in (Kind.LIST, Kind.OVERVIEW):
        return asking(question.text).lower().startswith("why")
    return question.kind not in (Kind.OPEN, Kind.WHO) or not _MANY.search(question.text)


def _counts(kind: Kind) -> bool:
    return kind in (Kind.HOW_MANY, Kind.HOW_MUCH)


def about(text: str) -> str:
    """What a question is about, as a noun phrase: "troops on Ukraine's border"."""
    topic = _LEAD.sub("", asking(text).rstrip("?!. "))
    return re.sub(rf"(?<=\w)\s{AUX}\b|^{AUX}\s", "", topic, count=1) or text


def _speaker(text: str) -> tuple[str, ...]:
    """The party of "what did X say", if it is written as a name."""
    match = _SAID.search(text)
    return _names(f"x {match['who']}") if match else ()


def _names(text: str) -> tuple[str, ...]:
    """Capitalised words other than the first, unless the whole question is in capitals."""
    if text.isupper() or text.istitle():
        return ()
    found = []
    for match in _NAME.finditer(text):
        if _NEGATED.fullmatch(match[0]):
            continue
        word = re.sub(r"['’](?:s|re|ve|ll|d|m)?$", "", match[0])
        opening = not re.search(r"\w", text[: match.start()])
        if len(word) > 1 and fold(word) not in STOPWORDS and not (opening and word.istitle()):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _target(text: str) -> tuple[str, ...]:
    match = _TARGET.search(text)
    if not match:
        return ()
    phrase = next(group for group in match.groups() if group is not None)
    if re.match(rf"{AUX}\b", phrase, re.IGNORECASE):
        return ()  # "how much is the contract worth" counts no thing it names
    return tuple(_content(phrase))


def _content(text: str) -> list[str]:
    """The words that carry meaning, in order."""
    return [w for w in words(_NEGATED.sub(" ", text)) if fold(w) not in STOPWORDS]
