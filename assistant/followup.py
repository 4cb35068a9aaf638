"""Follow-ups: what an elliptical question means after the ones before it.

By rules, in the order of how much the question leaves out; a question that stands on its own is
left alone, so a new topic is not dragged into the old one. The kinds of ellipsis are those that
conversational question answering names (Dalton et al. 2020, TREC CAsT): omitted topic, pronoun,
substituted topic, and pointing at the last answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import names
from assistant.question import tidy
from assistant.types import Turn
from assistant.wording import lowered
from index.words import STOPWORDS, fold, stems, words

_LEAD = re.compile(
    r"^(?:(?:ok(?:ay)?|and|but|so|well|also|then|thanks?(?: you)?|right|hm+|yes|no)\b[\s,.:;!-]*)+",
    re.IGNORECASE,
)
SMALL_TALK = re.compile(
    r"(?:(?:thanks?|thank you|(?:very|so) much|a lot|cheers|hi|hello|hey|(?:good)?bye|good|great|nice"
    r"|cool|perfect|super|awesome|excellent|fine|wow|interesting|ok(?:ay)?|yes|no|right|sure|really"
    r"|i see|got it|understood|never ?mind|sorry|please|(?:good )?(?:morning|afternoon|evening))\b[\s,.:;!?-]*)+",
    re.IGNORECASE,
)
"""What asks for nothing: thanks, greetings, assent."""
_NEW_TOPIC = re.compile(
    r"^(?:something else|different (?:thing|topic|question)|another (?:thing|question|topic)|new (?:topic|question)|changing (?:the )?(?:topic|subject)|on another (?:note|topic))\b[\s,.:;!-]*",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"^(?:what|how) about\s+(?P<topic>.+?)\s*\??$", re.IGNORECASE)
_WH = r"(?:who|what|when|where|why|how(?:\s(?:many|much|long|often|old|far|big))?|which|whose|whom)"
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
_FRAME = re.compile(
    rf"^(?P<wh>(?:(?:in|at|on|from|to|by)\s)?{_WH}\b)\s*(?P<aux>{_AUX}\b)?\s*(?P<topic>.*?)\s*\??$",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(?:that|this|it|so)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?P<p>he|she|him|her|his|hers)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(?P<p>it|that|this|these|those|its|there)\b(?!\s+(?:\w+ing|the)\b)", re.IGNORECASE
)
_GROUP = re.compile(r"\b(?P<p>they|them|their|theirs)\b", re.IGNORECASE)
_WHO_SAID = re.compile(
    r"^who (?:said|says|claimed|claims|told|wrote) (?:that|this|so|it)\b", re.IGNORECASE
)
_MARK = re.compile(r"(?:\[\d+\])+")
_SHORT = 4


def resolve(question: str, history: Sequence[Turn]) -> str:
    """The question as it stands alone, given the conversation before it (oldest first)."""
    if SMALL_TALK.fullmatch(question):
        return question
    asked = _bare(question)
    earlier = _asked_before(history)
    answers = [plain(t.content) for t in history if t.role == "assistant"]
    if not earlier or _NEW_TOPIC.search(_LEAD.sub("", question)):
        return asked
    last, answer = _own(earlier), answers[-1] if answers else ""
    if _WHO_SAID.search(asked):
        return f"Who said “{_claim(answer) or _topic(last)}”?"
    about = _WHAT_ABOUT.match(asked)
    if about or _is_fragment(asked):
        return _swapped(last, about["topic"] if about else asked.rstrip("?! ."))
    return _with_referents(asked, last, answer)


def leans(question: str, history: Sequence[Turn]) -> bool:
    """Whether a question may mean more than its own words, after those before it."""
    if SMALL_TALK.fullmatch(question) or not _asked_before(history):
        return False
    if _NEW_TOPIC.search(_LEAD.sub("", question)):
        return False
    asked = _bare(question)
    if resolve(question, history) != asked:
        return True
    points = any(p.search(asked) for p in (_PERSON, _GROUP, _THING))
    return points or (len(stems(asked)) < _SHORT and not _names_in(asked))


def _bare(question: str) -> str:
    """The question without the words that only lead over to it."""
    return _NEW_TOPIC.sub("", _LEAD.sub("", question)) or question


def _asked_before(history: Sequence[Turn]) -> list[str]:
    """The earlier questions, without thanks and greetings."""
    said = (t.content for t in history if t.role == "user")
    return [tidy(text) for text in said if not SMALL_TALK.fullmatch(text.strip())]


def _own(earlier: Sequence[str]) -> str:
    """The last question that stands on its own; the ones between only vary it."""
    resolved = earlier[0]
    for text in earlier[1:]:
        resolved = resolve(text, [Turn(role="user", content=resolved)])
    return resolved


def plain(markdown: str) -> str:
    """An answer without its markers and markup."""
    text = re.sub(r"\\(.)", r"\1", _MARK.sub("", markdown))
    return re.sub(r"[*_`#>]|^\s*[-•]\s", "", text, flags=re.MULTILINE)


def _claim(answer: str) -> str:
    """What the last answer says first: its first quote, or its first sentence."""
    quote = re.search(r"[“„]([^“”]{15,300})[”“]|\"([^\"]{15,300})\"", answer)
    if quote:
        return quote[1] or quote[2]
    return re.split(r"(?<=[.!?])\s", " ".join(answer.split()), maxsplit=1)[0].rstrip(".")


def _is_fragment(asked: str) -> bool:
    """ "And Georgia?", "In Moscow?": no question word, no verb form that asks."""
    tokens = asked.rstrip("?! .").split()
    return len(tokens) <= _SHORT and not re.match(
        rf"(?:(?:in|at|on|from|to|by|under)\s)?(?:{_WH}|{_AUX})\b", asked, re.IGNORECASE
    )


def _swapped(last: str, topic: str) -> str:
    """The last question with its own topic of that kind replaced: a name by a name."""
    spans = [last[a:b] for a, b in names.find(last)]
    bare = re.sub(r"^(?:in|at|on|from|to|by|for|about|with)\s", "", topic, flags=re.IGNORECASE)
    if bare[:1].isupper() and spans:
        alike = [s for s in spans if s.isupper() == bare.isupper()] or spans
        old = re.sub(r"['’]s$", "", alike[-1])
        return last.replace(old, bare)
    return f"{last.rstrip('?')} {topic}?"


def _topic(question: str) -> str:
    """What a question is about: itself without its question word and auxiliary."""
    match = _FRAME.match(question)
    return (match["topic"] if match and match["topic"] else question).rstrip("?")


def _with_referents(asked: str, last: str, answer: str) -> str:
    """Pronouns replaced by what they stand for; a bare question word completed by the topic."""
    person, group, thing = _PERSON.search(asked), _GROUP.search(asked), _THING.search(asked)
    if person and (who := _person(last, answer)):
        return _replaced(asked, person, who)
    content = [w for w in words(asked) if fold(w) not in STOPWORDS]
    if group and (many := _names_in(last) or _names_in(lowered(answer))):
        return _replaced(asked, group, " and ".join(many[:2]))
    if thing and len(content) < _SHORT:
        return _replaced(asked, thing, _topic(last))
    bare = re.match(rf"(?:{_WH})\b", asked, re.IGNORECASE) and len(content) < 2
    if not content or (bare and not _names_in(asked)):  # "What did Ada Finch say?" stands alone
        return f"{asked.rstrip('?')} {_topic(last)}?"
    return asked


def _replaced(asked: str, pronoun: re.Match[str], meant: str) -> str:
    own = pronoun["p"].lower() in ("his", "her", "hers", "its", "their", "theirs")
    return asked[: pronoun.start()] + meant + ("'s" if own else "") + asked[pronoun.end() :]


def _person(last: str, answer: str) -> str | None:
    """The person spoken of: one the question names, else the first full name of the answer."""
    asked = _names_in(last)
    told = _names_in(lowered(answer))
    full = [n for n in told if len(n.split()) > 1]
    if asked and not re.match(r"who\b", last, re.IGNORECASE):
        return next((n for n in full if asked[0] in n), asked[0])
    return next(iter(full or told or asked), None)


def _names_in(text: str) -> list[str]:
    return [re.sub(r"['’]s$", "", text[a:b]) for a, b in names.find(text)]
