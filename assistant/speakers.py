"""Who says what a sentence reports: the outlet itself, or a named party."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant import names
from assistant.evidence import Candidate
from index.cleaning import body_spans
from index.types import Span

SPEECH = (
    r"(?:said|says?|saying|deny|insist|warn|believe|told|tells|telling|added|adds|adding|noted|notes|noting|insist(?:s|ed|ing)|warn(?:s|ed|ing)"
    r"|explain(?:s|ed)|stress(?:es|ed|ing)|claim(?:s|ed|ing)|argu(?:es|ed|ing)|repl(?:ies|ied)|wr(?:ites|ote)|declar(?:es|ed)"
    r"|indicat(?:es|ed)|announc(?:es|ed|ing)|continued|acknowledg(?:es|ed)|admit(?:s|ted)|conclud(?:es|ed)|demand(?:s|ed|ing)"
    r"|den(?:ies|ied|ying)|reject(?:s|ed|ing)|accus(?:es|ed|ing)|propos(?:es|ed|ing)|urg(?:es|ed|ing)|call(?:s|ed) (?:for|on)|suggest(?:s|ed)"
    r"|believ(?:es?|ed)|express(?:es|ed)|respond(?:s|ed)|reveal(?:s|ed)|specif(?:ies|ied)|dismiss(?:es|ed)|confirm(?:s|ed)|estimat(?:es|ed)"
    r"|report(?:s|ed)|state[sd]|testif(?:ies|ied)|recall(?:s|ed)|describ(?:es|ed)|promis(?:es|ed)|vow(?:s|ed)|hopes?|wants?|asked|emphasi[sz](?:es|ed)|echoed|oppos(?:es|ed)|complain(?:s|ed)|contend(?:s|ed)|maintain(?:s|ed))"
)
_U = names.UPPER
_CAPITAL = rf"(?:(?:{_U}\.)+(?:-{_U}\.)?|{_U}[a-z]{{1,4}}\.(?=\s{_U})|{_U}(?:[\w’'.-]*[\w’'])?)"
_CAPITALS = rf"{_CAPITAL}(?:\s(?:of\s(?:the\s)?)?{_CAPITAL})*"
_ROLES = (
    r"(?:officials?|leaders?|ministry|spokes\w+|intelligence|press|secretary|forces|police|government"
    r"|authorities|prosecutors?|department|agency|service|company|union|campaign|lawyers?|office)"
)
ADVERBS = (
    r"(?:has|have|had|also|later|repeatedly|once|again|firmly|already|categorically|now|still|then"
    r"|first|on|late|early|today|yesterday|\w+day)"
)
_BEFORE = re.compile(
    rf"(?P<name>{_CAPITALS}(?:\s(?:foreign\s|defen[cs]e\s)?{_ROLES}){{0,3}})"
    rf"(?:,(?P<beside>[^,.;]{{2,90}}),|\s\([^)]*\))?\s(?:{ADVERBS}\s){{0,5}}{SPEECH}\b"
)
_BESIDE = re.compile(
    rf"(?:^|[,;:“\"]\s?|\b(?:that|and|but)\s)(?P<name>(?:the\s)?{_CAPITALS}(?:\s{_ROLES})*)\sand\s(?:the\s)?$"
)
"""The one who speaks with the party that follows: "The mayor and Ada Finch said"."""
_AFTER = re.compile(rf"{SPEECH}\s(?:[a-z-]+\s){{0,4}}?(?P<name>{_CAPITALS})")
_ACCORDING = re.compile(rf"\b[Aa]ccording to\s(?:[a-z]+\s){{0,5}}?(?P<name>{_CAPITALS})")
_PRONOUN = re.compile(
    rf"(?<![\w’'])(?:he|she|it|they)\s(?:(?:also|later|has|had)\s)?{SPEECH}\b", re.IGNORECASE
)
_PERSON = re.compile(r"(?<![\w’'])(?:he|she|his|her|him)\b", re.IGNORECASE)
_PARTICIPLE = (
    r"(?!\s(?:dead|missing|killed|hurt|injured|alive|to (?:be|have)|by|in|on|at|as|from)\b)"
)
_SAID = (
    rf"(?:(?:report|confirm|estimat|reveal)\w*{_PARTICIPLE}|(?!report|confirm|estimat|reveal|recall){SPEECH}"
    r"|predict(?:s|ed)?|assess(?:es|ed)?|(?:found|finds|determined?)(?=\sthat\b)|put(?=\s(?:the|its?)\b))"
)
"""What parties in common words do: "nine people reported missing" are none that report."""
_OTHER = (
    r"(?!(?:after|and|are|as|at|be|because|been|before|but|by|for|from|he|her|him|if|in|into|is|it|of|on|or|over|she|than|that|the"
    r"|there|they|this|those|though|to|until|was|we|were|what|when|where|which|while|who|why|with|you)\b)"
)
_WORDS = rf"{_OTHER}(?:(?:\w\.){{2,}}|[\w’'.-]*[\w’'])"
_OF = r"(?:of|for|at|in|to|with|from|on|on behalf of|close to|familiar with)"
_PARTY = (
    rf"(?:(?:the|an?|its|his|her|their|one|two|three|four|some|several|many|most|another)\s)?{_WORDS}(?:\s{_WORDS}){{0,4}}?"
    rf"(?:\s{_OF}\s(?:the\s|its\s)?{_WORDS}(?:\s{_WORDS}){{0,2}}?)?"
)
_SAYING = re.compile(
    rf"(?:^|[,;:”\"]\s|\b(?:that|but|while|as)\s)(?P<name>{_PARTY})"
    rf"(?:,\swho(?:se)?\s[^,.;]{{2,90}},)?\s(?:{ADVERBS}\s){{0,3}}{_SAID}\b",
    re.IGNORECASE,
)
"""A party in common words, at the beginning of its clause: ", police said", "The army says"."""
_SAID_BY = re.compile(
    rf"[,”\"]\s{_SAID}\s(?P<name>{_PARTY})(?=[,.;:]|\s(?:who|which|in|on)\b|$)", re.IGNORECASE
)
_FROM = re.compile(
    rf"\baccording to\s(?P<name>{_PARTY})(?=[,.;:]|\s(?:who|which|and|said)\b|$)", re.IGNORECASE
)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_PLACED = r"(?:[Tt]he|[Aa]t|[Ii]n|[Nn]ear|[Oo]utside|[Ii]nside|[Aa]cross)(?:\sthe)?"
_NOBODY = frozenset(
    "I He She It We You They This That These Those There Who What Which One".split()
)
_WINDOW = 1200
_LOOK_BACK = 4


def speakers(candidate: Candidate) -> list[str]:
    """The parties to whom the sentence gives words, views or demands, as they are named.

    A quotation that names no speaker, and a pronoun, are given to the last speaker before.
    """
    text = candidate.text
    named = _named(text)
    found = [_name(m) for m in (*named, *_ACCORDING.finditer(text))]
    beside = [_BESIDE.search(text[: m.start()]) for m in named]
    found += [b["name"] for b in beside if b]
    found += [
        m["name"] for m in _AFTER.finditer(text) if re.search(r"[,”\"]\W*$", text[: m.start()])
    ]
    pronoun = _PRONOUN.search(text)
    if (pronoun and not is_clear(candidate, pronoun.start())) or (
        not found and text[:1] in '“"' and text[1:2].isalpha()
    ):
        person = bool(pronoun and _PERSON.match(pronoun[0]))
        meant = antecedent(candidate, person=person)
        found += [meant] if meant else []
    return found


def speaker_of(candidate: Candidate, position: int) -> str | None:
    """Who gives the words at a position of the sentence.

    The last party to speak before it, else one that they are put down to behind it: "according to
    police", ", the army said", "she said". A party is told as the sentence has it.
    """
    text = candidate.text
    named = _named(text)
    told = {m.start("name"): m for m in (*_SAYING.finditer(_unquoted(text)), *named)}
    before = [told[at] for at in sorted(told) if at <= position]
    if before and before[-1] in named:
        beside = _BESIDE.search(text[: before[-1].start()])
        return f"{beside['name']} and {_name(before[-1])}" if beside else _name(before[-1])
    behind = [told[at] for at in sorted(told) if at > position]
    others = (_ACCORDING.search(text), _FROM.search(text), *behind, _SAID_BY.search(text, position))
    match = next(filter(None, (*before[-1:], *others)), None)
    if match:
        return _name(match)
    pronoun = _PRONOUN.search(_unquoted(text))
    person = bool(pronoun and _PERSON.match(pronoun[0]))
    return antecedent(candidate, person=person) if pronoun else None


def _unquoted(text: str) -> str:
    """The text with blanks for what is quoted: whoever is quoted doesn't say who speaks."""
    return _QUOTED.sub(lambda m: re.sub(r"[^“”\"]", " ", m[0]), text)


def _named(text: str) -> list[re.Match[str]]:
    """Where a party is named that speaks: none is by "We reported" or "This confirmed"."""
    return [m for m in _BEFORE.finditer(text) if m["name"] not in _NOBODY]


def is_clear(candidate: Candidate, position: int) -> bool:
    """Whether the sentence names, before a pronoun in it, a person or speaker it can stand for."""
    said = _unquoted(candidate.text[:position])
    if _named(said):
        return True
    places = names.places(said)
    return any(
        is_person(said[a:b], candidate.hit.article.text)
        for a, b in names.find(said)
        if not any(x <= a and b <= y for x, y in places)
    )


def antecedent(candidate: Candidate, *, person: bool) -> str | None:
    """The name that a pronoun in this sentence stands for: the last speaker or subject before it.

    The nearest of the four sentences before it that says who speaks, or names somebody, gives it:
    Hobbs' (1978) preference for recent subjects, without a parse.
    """
    article = candidate.hit.article.text
    for sentence in reversed(_before(article, candidate.span[0])[-_LOOK_BACK:]):
        speaker = [_name(m) for m in _named(sentence)[:1]]
        named = [sentence[a:b] for a, b in names.find(sentence)]
        named = [name for name in named if not name.endswith(("'s", "’s", "s'", "s’"))]
        for name in speaker + (named if person else named[:1]):
            if not person or is_person(name, article):
                return name
    return None


def _before(article: str, start: int) -> list[str]:
    """The sentences of the article's body up to a place, roughly cut."""
    body = " ".join(article[a : min(b, start)] for a, b in _body(article) if a < start)
    return [s for s in re.split(r"(?<=[.!?”\"])\s+", body[-_WINDOW:].strip()) if s]


def _name(match: re.Match[str]) -> str:
    """The name of a speaker, of "the deputy minister, Al Roe, said" the person's own."""
    name, beside = match["name"], (match.groupdict().get("beside") or "").strip()
    is_role = " of " in name or name.startswith("The ")
    return beside if is_role and re.fullmatch(rf"{_CAPITAL}(?:\s{_CAPITAL})+", beside) else name


def is_person(name: str, article: str) -> bool:
    """A name of several words, or one that stands for such a name elsewhere in the article.

    Not one that the article puts "the" or a preposition of place before: that is no person's.
    """
    if re.search(rf"\b{_PLACED}\s{re.escape(name)}\b(?!['’]s)", article) or name[:4] == "The ":
        return False
    last = re.escape(name.split()[-1])
    return len(name.split()) > 1 or bool(re.search(rf"{_U}[\w’'-]+\s{last}\b", article))


@lru_cache(maxsize=256)
def _body(article: str) -> list[Span]:
    return body_spans(article)
