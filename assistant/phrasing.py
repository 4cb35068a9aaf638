"""What of a text asks: a question without what it is wrapped in, and without what it tells first.

"Could you tell me how many people died?" asks what "How many people died?" does, and of "I read of
a locksmith. How much did he get?" the second half says what kind of answer is wanted.
"""

from __future__ import annotations

import re

AUX = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had"
    r"|can|could|will|would|shall|should|may|might|must)"
)
_ASKING = (
    r"(?:(?:by|to|at|for|from|in|on|until|since|with|of)\s)?"
    r"(?:how|when|where|who|whom|whose|what|why|which)\b"
)
_POLITE = (
    r"(?:can|could|would|will)\syou\s(?:(?:please|kindly|just|quickly|briefly)\s)*"
    r"|(?:i|we)(?:['’]d|\swould)?\s(?:like|want|need)\sto"
    r"\s(?:know|find out|understand|see|hear|learn)\s"
    r"|i(?:['’]m|\sam|\swas)?\s(?:just\s)?wonder(?:ing|ed)?\s"
    r"|(?:is there\s)?any\s(?:idea|clue|word|news|information)\s(?:(?:on|about|as to)\s)?"
    rf"|{AUX}\s(?:(?:not|all|the|any|you|we|i|they|reports?|articles?|sources?|outlets?|papers?"
    r"|media|anyone)\s){0,4}"
    r"(?:agree|disagree|differ|know|tell me|tell us|say|said|find out|explain)"
    r"\s(?:(?:on|about|over|exactly)\s)?"
)
_WRAPPING = re.compile(
    rf"^(?:(?:hi|hello|hey|so|and|but|well|please|ok(?:ay)?)[,!.]?\s)*(?:{_POLITE})?"
    r"(?:please\s)?(?:(?:tell|give|show|remind)\s(?:me|us)\s"
    r"|(?:explain|say|clarify|describe)\s)?"
    rf"(?={_ASKING}|whether\b|sum\b|summ|list\b|the\s(?:number|name|date)s?\b"
    r"|an?\s(?:(?:quick|short|brief)\s)?(?:summary|overview|run-?down|recap)\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
_OPENS = re.compile(rf"^(?:(?:so|and|but)\s)?(?:{_ASKING}|{AUX}(?:n['’]t)?\s)", re.IGNORECASE)
_CLAUSE = re.compile(rf"[,;:]\s(?:(?:so|and|but|then)\s)?(?={_ASKING})", re.IGNORECASE)
_IS_IT_SO = re.compile(
    rf"^{AUX}(?:n['’]t)?\s(?:that|this|it)\s(?:true|right|correct|so)\W*$", re.IGNORECASE
)

_TRUE = re.compile(
    r"^(?:is|was)(?:n['’]t)?\s(?:it|this)\s(?:really\s|actually\s)?"
    r"(?:true|right|correct|a fact|the case)\s(?:that\s(?=\S)|(?!(?:to|for|of)\s)(?=\S+\s\S+\s\S))"
    r"(?P<said>[^?]+)\?(?P<after>.*)$",
    re.IGNORECASE,
)
_VERB = re.compile(
    rf"((?:(?!(?:who|that|which|and|or|if|when)\s)[^\s,]+\s){{1,8}}?)({AUX})\b(.*)$", re.IGNORECASE
)
"""What comes before a statement's verb, the verb, and the rest."""


def unwrapped(text: str) -> str:
    """A question without greeting and request: "when it opened" of "Do you know when it opened"."""
    return _WRAPPING.sub("", text)


def plain(text: str) -> str:
    """A yes-or-no question without its detour: "Had it sunk?" of "Is it true that it had sunk?"."""
    match = _TRUE.match(text)
    if not match:
        return text
    turned = _VERB.match(match["said"])
    if not turned:
        return f"{match['said']}?{match['after']}"
    subject, verb, rest = turned.groups()
    return f"{verb.capitalize()} {subject.strip()}{rest}?{match['after']}"


def asking(text: str) -> str:
    """The part of a question that says what is wanted; all of it where nothing stands before."""
    sentences = _SENTENCE.split(text)
    asked = [s for s in sentences if s.endswith("?") and _OPENS.match(s)]
    if len(sentences) > 1 and asked:
        return asked[-1]
    clauses = list(_CLAUSE.finditer(text)) if text.endswith("?") and not _OPENS.match(text) else []
    return text[clauses[-1].end() :] if clauses else text


def checked(text: str) -> str:
    """What a text asks to be checked: "The dam burst." of "The dam burst. Is that true?"."""
    *before, last = _SENTENCE.split(text)
    return " ".join(before) if before and _IS_IT_SO.match(last) else text
