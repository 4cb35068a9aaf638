"""Words as the word index and the evidence scorer see them: folded, stemmed, without stop words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import Stemmer

STOPWORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before
    being below between both but by can cannot could did do does doing down during each either else
    ever few for from further get got had has have having he her here hers herself him himself his
    how however i if in into is it its itself just let many may me might more most much must my
    myself no nor not of off on once one only or other ought our ours out over own per quite rather
    same say says said shall she should since so some such tell than that the their theirs them
    themselves then there these they this those through thus to too under until up upon us very was
    we were what whatever when where whether which while who whom whose why will with within without
    would yes yet you your yours please article articles according report reports reported reporting
    s t re ve ll d m""".split()
)
"""English function words and the words with which questions are put."""

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W_]+)?")
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_QUOTED_SINGLY = re.compile(r"(?<!\w)['‘](\w(?:[^'‘’“”\"]|(?<=\w)['’](?=\w))+)['’](?!\w)")
_APOSTROPHE = re.compile(r"['’].*$")


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("porter")


def fold(text: str) -> str:
    """Lower case without diacritics, as SQLite's `unicode61 remove_diacritics 2` does it."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def quotes(text: str) -> list[str]:
    """What stands between double quotation marks, then what does between single ones, in order."""
    return [*_QUOTED.findall(text), *_QUOTED_SINGLY.findall(text)]


def words(text: str) -> list[str]:
    """The words of a text as they stand, possessive endings cut off."""
    return [_APOSTROPHE.sub("", w) for w in _WORD.findall(text)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Porter's stem (Porter 1980) of a folded word."""
    return str(_stemmer().stemWord(fold(word)))


def stems(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order, repeated ones kept."""
    return [stem(w) for w in words(text) if fold(w) not in STOPWORDS]


_PLURALS = frozenset("people men women children police crew staff aircraft feet teeth".split())


def is_plural(noun: str) -> bool:
    """Whether a noun has a regular plural's ending, or is a common plural without one."""
    if noun.lower() in _PLURALS:
        return True
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
