"""Outlet, title, date, author and language of an article, as far as its own text tells them.

What a text says is inferred here; what its document says of it and `sources.toml` stand above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.cleaning import body_spans, is_furniture, paragraph_spans
from index.labels import labelled
from index.masthead import cased, masthead
from index.sentences import dateline_end
from index.stamps import DATE, DAY_AND_MONTH, beside_stamp, iso_date

_YEAR = re.compile(r"(?:copyright|©|\(c\))\D{0,40}?(\d{4})", re.IGNORECASE)
_AGENCY = re.compile(r"\(([A-Z][\w .&/-]{1,39})\)")
_OWNER = re.compile(
    r"(?:copyright|©|\(c\))\W*(?:copyright\W*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?:by\s+)?"
    r"((?:The\s)?[A-Z][\w&'’-]*(?:\s(?:[A-Z0-9][\w&'’-]*|of|and|for))*)",
    re.IGNORECASE,
)
_APPEAL = re.compile(
    r"^\W*A (?:message|note|letter|word) from ((?:The )?[A-Z][\w '’&-]+?):?\s*$", re.IGNORECASE
)
_BYLINE = re.compile(
    r"^[Bb]y\s+(?:[^,|–—-]|\b-\b){3,60}[,|–—-]\s*(?:for\s)?((?:The\s)?(?:[A-Z0-9][\w.&'’-]*\s?){1,5})$"
)
_BYLINE_FOR = re.compile(
    r"^[Bb]y\s+(?:[A-Z][\w.'’-]*\s){1,4}for\s((?:[Tt]he\s)?(?:[A-Z0-9][\w.&'’-]*\s?){1,5})$"
)
_LIVE = re.compile(
    r"^((?:[A-Z0-9][\w&'’-]*\s){1,4})(?:LIVE|Live)(?:\s(?:blog|updates?))?\s?[:|–—-]\s"
)
_JOB = re.compile(
    r"\b(?:reporter|writer|correspondent|editor|staff|newsroom|desk|contributor)\b", re.IGNORECASE
)
_BY = re.compile(r"(?:by|von|par|por)\s+(?=\S)", re.IGNORECASE)
_BEHIND_NAMES = re.compile(
    r"\s(?:for|in|at|from|of|für|aus|pour|à|para|en)\s|\s*[|·•(–—:;]|\s-\s|\d"
)
_AND = re.compile(r"\s+(?:and|&|und|et|y)\s+")
_PARTICLES = frozenset("al bin da de del della der di do dos du el la le ten ter van von".split())
_SENTENCE_END = re.compile(
    r"(?<![\w.])(?:[a-z][\w’'-]*|[A-Z][\w’'-]{4,}|[\d.,]*\d%?)[.!?][”\"’']*(?=\s+[“\"‘'A-Z0-9])"
)
"""The end of a first sentence, as a title needs it: no initials, titles or abbreviated months."""
_OUTLET_WORDS = 6
_BAR = re.compile(r"(?:^|\s+)[|–—·»•:-](?:\s+|$)")
_SEPARATOR = re.compile(r"\s[|>»·]\s")
_TITLE_WORDS = 30
_TITLE_CHARS = 90
_HEAD_LINES = 12
_BYLINE_CHARS = 120
_LANGUAGE_CHARS = 60
"""A shorter text may be in any of several languages."""
_LANGUAGE_SAMPLE = 1500
_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of itself; None where it says nothing."""

    outlet: str | None
    title: str
    published: str | None
    author: str | None
    url: str | None = None
    language: str | None = None


def infer(text: str) -> Told:
    """What labelled lines tell, else dateline, byline, stamp, masthead or copyright.

    The title is never empty.
    """
    labels, end = labelled(text)
    rest = _unlabelled(text[end:] if text[end:].strip() else text)
    return Told(
        labels.get("outlet") or rest.outlet,
        labels.get("title") or rest.title,
        usable_date(labels.get("published")) or rest.published,
        labels.get("author") or rest.author,
        labels.get("url"),
        labels.get("language"),
    )


def _unlabelled(text: str) -> Told:
    paragraphs = paragraph_spans(text)
    lines = [text[a:b] for a, b in paragraphs]
    body = body_spans(text)
    first = body[0][0] if body else len(text)
    head = [text[a:b] for a, b in paragraphs if b <= first][:_HEAD_LINES]
    opening = text[first : body[0][1]] if body else ""
    dateline = opening[: dateline_end(opening)]
    agency = _AGENCY.search(dateline)
    named, below = masthead(head, lines[len(head) :])
    notices = [line for line in lines if is_furniture(line)]
    published, beside_date = _published(head, dateline, notices)
    outlet = (
        named
        or (agency[1].strip() if agency else None)
        or _named(_BYLINE, lines)
        or _named(_BYLINE_FOR, lines)
        or beside_date
        or _named(_LIVE, head[:1])
        or _named(_APPEAL, lines)
        or _named(_OWNER, notices)
    )
    if named and f"{named.upper()}\n{below[0].upper()}" in text.upper():
        below = [*below[1:], below[0]]  # what paper it is, or the day: a headline stands apart
    title = _headline(below) or _first_words(text, body)
    author = next(filter(None, (author_in(line) for line in head if _BY.match(line))), None)
    return Told(outlet, title, published, author)


def author_in(byline: str) -> str | None:
    """The people whom a byline names: "By Ada Finch and Ben Ito, Coastwire" is by two."""
    names = _BEHIND_NAMES.split(_BY.sub("", byline.strip()[:_BYLINE_CHARS], count=1))[0]
    listed, *last = _AND.split(names, maxsplit=1)
    # Without an "and", what stands behind a comma is an outlet or a job.
    people = [*listed.split(","), last[0].split(",")[0]] if last else listed.split(",")[:1]
    people = [" ".join(person.split()) for person in people]
    if not all(map(_is_person, people)):
        return None
    return ", ".join(name.title() if name.isupper() else name for name in people)


def _is_person(name: str) -> bool:
    words = name.split()
    capitals = all(word[0].isupper() or word in _PARTICLES for word in words)
    return 2 <= len(words) <= 5 and capitals and words[0] != "The" and not _JOB.search(name)


def title_parts(title: str) -> list[str]:
    """What bars and dashes part a page's title into: "Ferry closes | The Post" has two parts."""
    return [part for part in _BAR.split(title) if part]


def beside(headline: str, title: str) -> str | None:
    """The outlet that stands beside a headline in a page's title."""
    if not headline or headline not in (title[: len(headline)], title[-len(headline) :]):
        return None
    parts = title_parts(title.replace(headline, "", 1))
    return parts[-1] if parts and len(parts[-1].split()) <= _OUTLET_WORDS else None


def usable_date(text: str | None) -> str | None:
    """A date that a document gives in ISO form, or None if it is none."""
    try:
        return iso_date(text)
    except ValueError:
        return None


def language_code(told: str | None) -> str | None:
    """The ISO 639-1 code in what a document tells as its language ("en-GB", "de_DE")."""
    match = _CODE.fullmatch((told or "").strip())
    return match[1].lower() if match else None


def language_in(text: str) -> str | None:
    """The ISO 639-1 code of the language that a text is written in; None for a short one."""
    lines = [
        line for line in text[: 20 * _LANGUAGE_SAMPLE].splitlines() if len(line) > _LANGUAGE_CHARS
    ]
    sample = "\n".join(lines or [text])[:_LANGUAGE_SAMPLE]
    if len(sample.strip()) < _LANGUAGE_CHARS:
        return None
    import py3langid  # imported late: its model takes half a second to unpack

    return language_code(py3langid.classify(sample)[0])


def _published(head: list[str], dateline: str, notices: list[str]) -> tuple[str | None, str | None]:
    """The date nearest above the body, and the outlet that stands on the same line."""
    dated = DATE.search(dateline)
    if dated:
        return usable_date(dated[0]), None
    stamps = [
        (DATE.findall(line)[0], beside, line)
        for line in head
        if (beside := beside_stamp(line)) is not None
    ]
    labelled = [stamp for stamp in stamps if "publish" in stamp[2].lower()]
    chosen = (labelled or stamps)[-1:]
    day = DAY_AND_MONTH.search(dateline)
    if not chosen:
        year = next((m[1] for m in map(_YEAR.search, notices) if m), None)
        return (usable_date(f"{day[0]} {year}") if day and year else year), None
    stamp, beside, _ = chosen[0]
    published = usable_date(stamp)
    if day and published:
        published = usable_date(f"{day[0]} {published[:4]}")
    named = _SEPARATOR.split(beside)[0].strip()
    return published, cased(named) if named[:1].isupper() and not _JOB.search(named) else None


def _named(pattern: re.Pattern[str], lines: list[str]) -> str | None:
    """The outlet that a byline, an appeal or a copyright line names."""
    for line in lines:
        match = pattern.search(line) if len(line) < 300 else None
        if match and match[1][0].isupper() and not _JOB.search(match[1]):
            return re.sub(r"\s+(?:All\b.*|(?:19|20)\d\d)$", "", match[1]).strip(" .")
    return None


def _headline(head: list[str]) -> str | None:
    """The line above the body that reads like a headline; a repeated one first."""
    candidates = [
        line
        for line in head
        if 3 <= len(line.split()) <= _TITLE_WORDS
        and not is_furniture(line)
        and not line.lower().startswith("by ")
        and not _SEPARATOR.search(line)
    ]
    repeated = [line for line in candidates if candidates.count(line) > 1]
    return next(iter(repeated or candidates), None)


def _first_words(text: str, body: list[tuple[int, int]]) -> str:
    """The start of the first sentence, cut at a word, for a text without a headline."""
    opening = text[slice(*body[0])] if body else text
    words = opening[dateline_end(opening) :][: 4 * _TITLE_CHARS].split()
    line = " ".join(words)
    end = _SENTENCE_END.search(line)
    sentence = line[: end.end()] if end else line
    if len(sentence) <= _TITLE_CHARS:
        return sentence or "Untitled"
    cut = sentence[: _TITLE_CHARS + 1].rsplit(" ", 1)[0][:_TITLE_CHARS]
    return cut.rstrip(",;:") + "…"
