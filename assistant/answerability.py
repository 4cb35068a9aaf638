"""What a sentence must have for its question at all, however close it is in topic.

These are the near misses that similarity lets through: the right people and topic, but another
person's words, another thing counted, no date where one is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant import direct
from assistant.evidence import Candidate, Lexicon
from assistant.features import holds_answer
from assistant.question import Kind, Question
from assistant.speakers import speakers
from index.types import Article
from index.words import stem, words

_ADJECTIVE = re.compile(r"(?:an|ian|ish|ese|ic|ern)s?$")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_TARGET_LIKENESS = 0.5
_HARD = frozenset({Kind.HOW_MANY, Kind.HOW_LONG, Kind.WHEN})


def can_answer(question: Question, candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether the sentence meets every condition that the question sets."""
    return (
        not _foreign(question, lexicon)
        and _names_told(question, candidate, lexicon)
        and _speaks(question, candidate, lexicon)
        and _time_fits(question, candidate)
        and (question.kind not in _HARD or holds_answer(question.kind, candidate))
        and (question.kind is not Kind.HOW_MANY or _counts(question, candidate, lexicon))
        and (question.measure is None or bool(question.measure.search(candidate.text)))
    )


def _foreign(question: Question, lexicon: Lexicon) -> bool:
    """Half or more of what a longer question speaks of occurs nowhere in the corpus."""
    unknown = sum(not lexicon.known(term) for term in question.terms)
    return len(question.terms) > 2 and 2 * unknown >= len(question.terms)


def _names_told(question: Question, candidate: Candidate, lexicon: Lexicon) -> bool:
    """The names of the question stand in the article, or are its outlet.

    A name that the whole corpus lacks settles it; of the others one must be there, as the
    rest may go by another spelling ("Kiev", "Kyiv") or word ("the alliance").
    """
    names = [n for n in question.names if not _ADJECTIVE.search(n)]  # "American": also "US"
    if not names:
        return True
    if any(not lexicon.known(name) for name in names):
        return False
    told = article_stems(candidate.hit.article)
    return any(lexicon.stems(name) & told for name in names)


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
    return direct.likeness(plain, words(candidate.text), lexicon) >= _TARGET_LIKENESS and not (
        direct.counts_others(question, candidate)
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
