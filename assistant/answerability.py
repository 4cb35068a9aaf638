"""What a sentence must have for its question, however close it is in topic, or had better have.

These are the near misses that similarity lets through: the right people and topic, but another
person's words, another thing counted, another year. Some settle it; of others only doubt comes, as
a question's words are not always those of its answer ("unemployed", "out of work").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from assistant import amounts, direct
from assistant.evidence import Candidate, Lexicon
from assistant.question import Kind, Question
from assistant.speakers import speakers
from index.types import Article
from index.words import STOPWORDS, fold, quotes, stem, words

_ADJECTIVE = re.compile(r"(?:an|ian|ish|ese|ic|ern)s?$")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_TARGET_LIKENESS = 0.5
_VERBATIM, _TELLING = 5, 3
"""Words in a row that are no chance, and how many of them must carry meaning."""
_QUOTED, _QUOTED_TELLING = 2, 1
"""The same for a quote, which may be short: then all of its words."""

DOUBTS = ("names", "time", "counts", "measure")


def can_answer(question: Question, candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether the sentence may answer the question at all.

    A name that the whole corpus lacks settles it, and what someone said is answered only by a
    sentence that gives that party words.
    """
    known = all(lexicon.known(name) for name in _names(question))
    return known and _speaks(question, candidate, lexicon)


def verbatim(question: Question, found: Iterable[Candidate]) -> list[Candidate]:
    """For "Who said …?" the sentences that hold the very words; none for other questions."""
    quoted = quotes(question.text)
    if not (direct.asks_who_said(question) or (quoted and question.kind is Kind.WHO)):
        return []
    asked = [fold(w) for w in words(quoted[0] if quoted else question.text)]
    return [c for c in found if _holds(c.text, asked, bool(quoted))]


def _holds(text: str, asked: Sequence[str], quoted: bool) -> bool:
    """Whether a sentence has enough of the words asked for in a row."""
    told = [fold(w) for w in words(text)]
    run = SequenceMatcher(None, asked, told, autojunk=False).find_longest_match()
    telling = sum(w not in STOPWORDS for w in asked[run.a : run.a + run.size])
    if quoted:
        return run.size >= min(_VERBATIM, max(len(asked), _QUOTED)) and telling >= _QUOTED_TELLING
    return run.size >= _VERBATIM and telling >= _TELLING


def doubts(question: Question, candidate: Candidate, lexicon: Lexicon) -> tuple[bool, ...]:
    """For each of DOUBTS whether it is to be had.

    names: the article has none of the question's; time: nor a year that it names; counts: the
    sentence counts something else; measure: it has no figure of the kind asked for.
    """
    return (
        not _names_told(question, candidate, lexicon),
        not _time_fits(question, candidate),
        question.kind is Kind.HOW_MANY and not _counts(question, candidate, lexicon),
        question.measure is not None and not question.measure.search(candidate.text),
    )


def _names(question: Question) -> list[str]:
    return [n for n in question.names if not _ADJECTIVE.search(n)]  # "American": also "US"


def _names_told(question: Question, candidate: Candidate, lexicon: Lexicon) -> bool:
    """One of the question's names stands in the article, or is its outlet; the rest may go by
    another spelling ("Kiev", "Kyiv") or word ("the alliance")."""
    told = article_stems(candidate.hit.article)
    names = _names(question)
    return not names or any(lexicon.stems(name) & told for name in names)


def _time_fits(question: Question, candidate: Candidate) -> bool:
    """A year that the question names is one that the article speaks of, or was published in."""
    asked = _YEAR.findall(question.text)
    article = candidate.hit.article
    return all(y in article.text or (article.published or "").startswith(y) for y in asked)


def _counts(question: Question, candidate: Candidate, lexicon: Lexicon) -> bool:
    """The sentence counts the thing asked for, or at least speaks of it beside a number."""
    if not question.target:
        return True
    if direct.read(question, candidate, lexicon) is not None:
        return True
    plain = [w for w in question.target if not w[0].isupper()] or list(question.target)
    return amounts.likeness(plain, words(candidate.text), lexicon) >= _TARGET_LIKENESS and not (
        amounts.counts_others(question, candidate)
    )


def _speaks(question: Question, candidate: Candidate, lexicon: Lexicon) -> bool:
    """What someone said is answered only by a sentence that gives that party words."""
    if not question.speaker:
        return True
    wanted = {s for w in question.speaker for s in lexicon.stems(w)}
    said = {stem(w) for name in speakers(candidate) for w in words(name)}
    return bool(wanted & said)


@lru_cache(maxsize=512)
def article_stems(article: Article) -> frozenset[str]:
    """Stems of all that an article says, its title and outlet included."""
    return frozenset(stem(w) for w in words(f"{article.outlet} {article.title} {article.text}"))
