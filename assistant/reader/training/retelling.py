"""The same fact in other words, as somebody who retells the news puts it.

Each way takes a sentence and returns it retold, or None where it does not apply. They change the
order, the form and the length of a sentence, not who does what, how sure, or by whose word.
"""

from __future__ import annotations

import random
import re

from assistant import names
from assistant.reader.training import edits
from index.words import STOPWORDS, fold

_WHO = r"[A-Z“\"][^,;:“”\"]{2,60}?"
_SAID = r"(?:says|said|told reporters|reported|reports|announced|announces|added|adds|stated)"
_WEEKDAY = r"(?:on )?(?:late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PRONOUN = {"he", "she", "it", "they", "we", "i", "who", "which", "but", "and"}
_SAYS_FIRST = re.compile(
    rf"(?P<who>{_WHO}) {_SAID} (?:{_WEEKDAY} )?(?:that )?(?P<what>(?![“\"])\S.{{20,}}?)\.?"
)
_SAYS_LAST = re.compile(
    rf"(?P<what>[^“”\"]{{20,}}), (?P<who>[^,]{{2,60}}?) {_SAID}(?: {_WEEKDAY})?\.?"
)
_ACCORDING = re.compile(r"According to (?P<who>[^,]{2,60}), (?P<what>[^“”\"]{20,}?)\.?")
_QUOTED = re.compile(
    r"[“\"] ?(?P<what>[^“”\"]{12,}?) ?,? ?[”\"] ?,? ?"
    r"(?:(?P<who>[^,“”\"]{2,50}?) said|said (?P<whom>[^,“”\"]{2,50}?))\.?"
)
_OWN = re.compile(r"\b(?:I|we|We|my|our|us|me|you|your)\b")
_FRONTED = re.compile(
    r"(?P<front>(?:In|On|At|After|During|Since|Before|Last|Earlier|Two|Three)\s[^,]{2,45}), "
    r"(?P<rest>[^,“”\"]{15,}?)\.?"
)
_AT_END = re.compile(
    rf"(?P<rest>[^,“”\"]{{15,}}?)\s(?P<end>{_WEEKDAY}|in (?:{'|'.join(edits.MONTHS)}|\d{{4}})"
    r"|(?:last|this|next) (?:week|month|year)|earlier this \w+)\.?"
)
_BESIDE = re.compile(r",\s(?:an?|the|who|which|whose)\s[^,“”\"]{3,80},(?=\s)|\s\([^)]{1,60}\)")
_TRAILING = re.compile(
    r",\s(?:while|which|after|as|with|following|including|adding|saying|despite|although)\s[^“”\"]{5,}?(?=\.?$)"
)
_DAY = re.compile(
    r"\s(?:on\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?=[\s,.])"
)
_TITLED = re.compile(
    r"\b((?:President|Minister|Secretary|Senator|General|Governor|Mayor|Chancellor|Judge|Mr\.|Ms\.|Dr\.)\s)[A-Z][\w’'-]+\s([A-Z][\w’'-]+)"
)
_ALIKE = """
said/stated big/large begin/start began/started begun/started buy/purchase bought/purchased
help/assist near/close_to talks/negotiations many/numerous several/a_number_of about/around
about/roughly nearly/almost almost/close_to also/in_addition plans_to/intends_to
despite/in_spite_of because/since shortly/soon killed/left_dead wounded/injured injured/hurt
storm/tempest children/kids demand/call_for demanded/called_for attack/assault vote/ballot
quickly/rapidly show/indicate showed/indicated shows/indicates end/conclude ended/concluded
allow/permit allowed/permitted says/states agreed/consented arrested/detained probe/investigation
investigation/inquiry workers/employees firm/company company/business country/nation nation/state
leaders/heads car/vehicle accord/agreement deal/agreement agreement/pact truce/cease-fire
rebels/insurgents troops/soldiers soldiers/troops forces/military talks/discussions
rally/demonstration demonstrators/protesters visit/trip meeting/session poll/survey election/vote
increase/rise increased/rose decreased/fell declined/fell got/received get/receive use/employ
used/employed live/reside died/passed_away won/secured lost/suffered_the_loss_of
ordered/instructed urged/called_on criticized/condemned welcomed/hailed expected/due main/chief
chief/head new/fresh fight/battle effort/attempt efforts/attempts trying/attempting
tried/attempted hit/struck struck/hit damage/harm officials/authorities warned/cautioned
claimed/asserted declared/announced hopes_to/would_like_to
""".split()
_SAME: dict[str, list[str]] = {}
for _pair in _ALIKE:
    _one, _other = (w.replace("_", " ") for w in _pair.split("/"))
    _SAME.setdefault(_one, []).append(_other)
_SAME_RE = re.compile(rf"\b(?:{'|'.join(sorted(_SAME, key=len, reverse=True))})\b")
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_SMALL_RE = re.compile(
    rf"\b(?:{'|'.join(_SMALL[2:])}|[2-9]|1[0-2])\b(?= (?!hundred|thousand|million|billion)[a-z])"
)
_PRICE = re.compile(
    r"\$(about|around|roughly|some|approximately|nearly|almost|close to|more than|over|at least)\s"
)
_ACTIVE = re.compile(
    r"(?P<who>(?:The\s)?[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*|\s(?:army|police|government|court|officials|troops|company|group|party|military|forces))*)"
    r"\s(?P<verb>[a-z]{3,}ed)\s(?P<whom>(?:(?:the|a|an)\s[a-z]+(?:\s[a-z]+)?|[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)*))(?P<rest>(?:\s(?:in|on|at|after|during|for|over|near)\s[^,“”\"]*)?)\.?"
)  # fmt: skip
_NOT_PASSIVE = {"agreed", "happened", "remained", "appeared", "seemed", "arrived", "died", "lived"}


def attribution(text: str, rng: random.Random) -> str | None:
    """The speaker named first, last or by "according to"; a quotation as reported speech."""
    for pattern in (_QUOTED, _ACCORDING, _SAYS_FIRST, _SAYS_LAST):
        match = pattern.fullmatch(text)
        if match and not _OWN.search(match["what"]):
            who = _who(match)
            return told(who, match["what"].strip(), rng) if who else None
    return None


def told(who: str, what: str, rng: random.Random) -> str:
    """What somebody says, as reported."""
    plain = what.rstrip(". ,")
    inner, name = edits.inside(plain), edits.inside(who)
    return rng.choice(
        [
            f"{edits.capital(who)} said {inner}.",
            f"{edits.capital(who)} said that {inner}.",
            f"According to {name}, {inner}.",
            f"{edits.capital(inner)}, according to {name}.",
            f"{edits.capital(inner)}, {name} said.",
        ]
    )


def speaker(text: str) -> tuple[str, str] | None:
    """Who says it and what is said, of a sentence that reports words; else None."""
    for pattern in (_QUOTED, _ACCORDING, _SAYS_FIRST, _SAYS_LAST):
        if match := pattern.fullmatch(text):
            who = _who(match)
            return (who, match["what"].strip()) if who else None
    return None


def order(text: str, rng: random.Random) -> str | None:
    """What stood in front at the end, or the other way round."""
    if match := _FRONTED.fullmatch(text):
        return f"{edits.capital(match['rest'])} {edits.inside(match['front'])}."
    if match := _AT_END.fullmatch(text):
        return f"{edits.capital(match['end'].strip())}, {edits.inside(match['rest'])}."
    return None


def shorter(text: str, rng: random.Random) -> str | None:
    """Without something said beside: an apposition, a clause at the end, the weekday."""
    found = [m for p in (_BESIDE, _TRAILING, _DAY) for m in p.finditer(text)]
    if not found:
        return None
    match = rng.choice(found)
    left = text[: match.start()] + text[match.end() :]
    return left if len(left.split()) >= 5 else None


def words(text: str, rng: random.Random) -> str | None:
    """Some words by others of the same sense."""
    changed = _SAME_RE.sub(lambda m: rng.choice(_SAME[m[0]]) if rng.random() < 0.6 else m[0], text)
    return changed if changed != text else None


def figures(text: str, rng: random.Random) -> str | None:
    """Small numbers as words or figures, or a large one said roughly."""
    rounded = edits.rounded(text, rng)
    if rounded and rng.random() < 0.6:
        return _PRICE.sub(r"\1 $", rounded)
    changed = _SMALL_RE.sub(lambda m: _small(m[0]), text)
    return changed if changed != text else None


def name(text: str, rng: random.Random) -> str | None:
    """Somebody of rank by the last name alone."""
    changed = _TITLED.sub(r"\1\2", text)
    return changed if changed != text else None


def voice(text: str, rng: random.Random) -> str | None:
    """An active sentence as a passive one."""
    match = _ACTIVE.fullmatch(text)
    if not match or match["verb"] in _NOT_PASSIVE or not _is_name(match["who"]):
        return None
    be = "were" if match["whom"].endswith("s") and match["whom"][0].islower() else "was"
    return (
        f"{edits.capital(match['whom'])} {be} {match['verb']} by {edits.inside(match['who'])}"
        f"{match['rest'].rstrip('.')}."
    )


_WAYS = (attribution, attribution, order, shorter, shorter, words, words, figures, name, voice)


def retold(text: str, rng: random.Random) -> str | None:
    """The sentence retold in one to three ways; None where none applies."""
    left, said = rng.randint(1, 3), text
    for way in rng.sample(_WAYS, len(_WAYS)):
        changed = way(said, rng)
        if changed and changed != said:
            said, left = changed, left - 1
        if not left:
            break
    return said if said != text else None


def _who(match: re.Match[str]) -> str:
    """Who says it; "" for a pronoun, which cannot stand elsewhere."""
    groups = match.groupdict()
    who = (groups.get("who") or groups.get("whom") or "").strip()
    return "" if not who or who.split()[0].lower() in _PRONOUN else who


def _small(figure: str) -> str:
    return _SMALL[int(figure)] if figure.isdigit() else str(_SMALL.index(figure))


def _is_name(text: str) -> bool:
    return bool(names.find(f"x {text}")) and fold(text.split()[0]) not in STOPWORDS - {"the"}
