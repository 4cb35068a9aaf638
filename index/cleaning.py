"""Telling an article's body from what the page put around it.

Works line by line on what every news page shares (captions with credits, appeals, link lists,
icon names), never on one outlet's phrases; the idea of judging short blocks by stop words is
jusText's (Pomikálek 2011). Offsets stay those of the original text.
"""

from __future__ import annotations

import re
from itertools import takewhile

from index.labels import labelled
from index.stamps import beside_stamp
from index.types import Span
from index.words import STOPWORDS

_TERMINAL = re.compile(r"[.!?…](?:[\"”’'»)\]\s“]*|[\"”’']\w)$")
_LEADING_ON = re.compile(r"[\"”»:]$")
"""The end of a sentence that closes a quotation, or leads on to one or to a list."""
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.!?][\"”’»]*\s+[“\"‘'«„¿¡]*[^\W\d_a-z]")
_TOKEN = re.compile(r"[A-Za-z’']+")

_CREDIT_TAIL = re.compile(
    r"""\(\s*[^()]*(?:\s/\s?|\s/$)[^()]*\)\s*$             # (EFE / EPA / NAME)
      | \((?:photo|image|picture|file|credit|ap\ photo|getty|reuters/|afp/|via\ )[^()]*\)\s*$
      | \b(?:getty\ images|shutterstock|istock|ap\ photo|epa-efe|handout)\b[^.!?]*$
      | ^(?:file\ (?:photo|image|picture|--?|–)|photo(?:graph)?s?(?:\ by)?\s*[:|]|image(?:\ credit)?\s*:
          |picture\s*:|credits?\s*:|caption\s*:|(?:photo|image)\ (?:credit|courtesy)|watch\s*:|video\s*:)""",
    re.VERBOSE | re.IGNORECASE,
)
_UNQUOTED = r"^[^\w“\"‘'«„]*"
"""A line's start, bullets and all; what stands in quotation marks was said by someone."""

_PAGE_LINE = re.compile(
    _UNQUOTED
    + r"""(?:
        (?:copyright|\(c\))(?:\W+(?-i:[A-Z])[\w.&'’-]*|\W+(?:of|and|the|for|by|c\)))*(?:\W*\d{4}\b.*|\W*$) | ©.* | .*\ball\ rights\ reserved\b.*
      | (?:read|see|watch|listen)\ (?:more|also|next|now|to\ this)\b.* | more\ (?:from|on)\b(?:[^.!?]*$|[^.:]{0,60}:\s.*)
      | more\ (?:stories|news|coverage)\ (?:from|on|in|about|like)\b[^.!?]*$ | more\ in\ \w+(?:\ \w+)?:?$
      | (?:sign\ up|subscribe|register|log\ in|sign\ in)\b(?=.*\b(?:newsletter|today|now|free|alert|here|to\ our|to\ the|for\ our|account|inbox|digest|briefing)).*
      | (?:get|receive)\b.{0,60}\b(?:newsletter|inbox|alerts)\b.* | (?:.*[.!?]\s+)?cancel\s(?:at\s)?any\s?time\b.{0,20}$
      | (?:get|enjoy|unlock|start|try|buy|claim)\b.{0,60}\b(?:unlimited|full|premium|digital|free)\s(?:\w+\s)?(?:access|trial|subscription|membership)\b.*
      | (?:already|not\ yet)\ (?:a\ |an\ )?(?:subscri\w+|member|registered)\b.* | (?:enter|type|submit)\ (?:in\ )?your\ (?:\w+\ )?(?:e-?mail|address|postcode|zip|phone)\b.*
      | (?:like|join|find|follow)\ us\b.* | (?:follow|join)\ our\b.* | unsubscribe\b.{0,40}$
      | related(?:\ (?:story|stories|articles?|coverage|reading))?\s*:\s.* | click\ here\b.*
      | follow\b.{1,60}\bon\ (?:facebook|twitter|x|instagram|threads|bluesky|mastodon|tiktok|youtube|telegram|whatsapp|linkedin|google\ news|social\ media)\b.*
      | (?:advertisement|advertising|(?:sponsored|promoted|paid)(?:\ (?:content|posts?|links?|stor(?:y|ies)))?)\W*(?:(?:scroll|story|article|continue|skip)\b.*)?$
      | sponsored\ by\b[^.!?,]{1,40}$ | (?:story|article)\ (?:continues|resumes)\b.{0,40}$
      | (?:share|print|save|e-?mail|comment\ on)\s+(?:this|via|article|story|\W).{0,60}$ | share\ (?:with\ (?:your|friends|others)|(?:on|to)\ (?:facebook|twitter|x|whatsapp|social)\b).{0,40}$
      | (?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies\b.* | .*\bcookies\b.*\|.* | (?:accept|manage|reject)\ (?:all\ )?cookies\b.*
      | (?:please\ )?(?:enable|turn\ on)\ javascript\b.* | (?:skip|back)\ to\ (?:the\ )?(?:top|content|main|menu|navigation|home\w*|article|story|search)\b.{0,20}$
      | remind\ me\ later\W* | (?:download|get)\ (?:our|the)\ app\b.* | additional\ reporting\ by\b.* | \d+\ min(?:ute)?s?\ read\b\W*$
      | .{0,200}\bcontributed(?:\ (?:reporting|writing|research))?(?:\ to\ this\ (?:report|story|article|dispatch|piece))(?:\ (?:from|in)\b.{0,60})?\W*$ | .{0,200}\bcontributed\ reporting\b.{0,60}$
      | updated\ to\ (?:add|clarify|correct|include|reflect)\b.*
      | (?:last\ )?(?:updated|published|posted|modified)\b\W*(?:(?:\d\w*|at|on|ago|just|now|hours?|hrs?|min(?:ute)?s?|days?|weeks?|[ap]\.?m|today|yesterday|utc|gmt|bst|cet|[ep][sd]?t
          |(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\b\W*)*$
      | this\ (?:article|story|piece|post|report|material|content)\ (?:may\ not\ be|(?:was|has\ been|is)\ (?:also|first|last|originally|republished|updated|corrected|amended))\b.*
      | this\ (?:article|story|piece|post)\ (?:was|is|has\ been)\ (?:published|produced|supported|translated)\b.*
      | (?:privacy\ policy|terms\ of\ (?:use|service)|contact\ us|about\ us|cookie\ policy)\s*(?:(?:[|·•/,&–-]|and\b).{0,80})?$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CREDIT = re.compile(
    _UNQUOTED
    + r"""(?:(?:photo(?:graph)?|image|picture|illustration|graphic|video)s?\ (?:by|courtesy\ of)
      |(?:with\ |more\ )?(?:reporting|writing|editing|research|text|words|compiled|translated|edited|written|reported|produced)(?:\ and\ \w+)?\ by
      |(?:with|includes?)\ (?:information|reporting|material|files)\ from)\s+(?:the\ )?(?=(?-i:[A-Z]))""",
    re.VERBOSE | re.IGNORECASE,
)
_STAFF_NOTE = re.compile(r"\breported\sfrom\s[A-Z]|\bcontributed\W*$")
_BETWEEN_NAMES = frozenset(
    """a also and at additional by contributed de editing for from in la of on reported reporting
    the van via von with writing""".split()
)
_GAP = re.compile(r"(?<=\S)\s{3,}(?=\S)")
_LINK_LIST = re.compile(
    r"""^\W*(?:keep\ reading|read\ (?:more|also|next)|related(?:\ \w+)?|recommended(?:\ \w+)*|more\ (?:from|on)\b.{0,60}
      |see\ also|most\ (?:read|popular|viewed)|trending(?:\ now)?|(?:you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested).{0,20})
      |in\ other\ news|latest\ (?:news|stories)|editor.?s.?\ (?:picks|choice)|don.t\ miss|also\ (?:read|in\ the\ news))\s*[:\-–—]?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_APPEAL = re.compile(
    _UNQUOTED
    + r"""(?:a\ (?:message|note|letter|word|appeal)\ from\b(?:[^.!?]*:\s*$|\ (?:us|our|the\ (?:editor|newsroom|publisher))\b)
      |dear\ (?:readers?|friends?|supporters?|subscribers?)\b|before\ you\ go\s*(?:\W*$|[:,.…!–-]))""",
    re.VERBOSE | re.IGNORECASE,
)
_PLEA = re.compile(
    _UNQUOTED
    + r"""(?:(?:please\ )?(?:support|help|back|fund)\ (?:us|our|(?:independent|quality|local|free|public)\ (?:\w+\ )?(?:journalism|news\w*|media|press|reporting))\b
      |please\ (?:consider|donate|give|contribute|subscribe|support|help|join)\b|become\ a\ (?:member|supporter|subscriber|patron)\b
      |donate\b(?:\W*$|\ (?:now|today|here|monthly)\b|.{0,60}\b(?:us|our|journalism)\b)|(?:make|leave)\ a\ (?:donation|contribution|gift)\b
      |we\ (?:need|rely\ on|depend\ on)\ your\b|your\ (?:support|donation|contribution|gift|membership|subscription)\b
      |you\ can\ (?:help|support)\b.{0,40}\b(?:us|our|journalism)\b|if\ you\ (?:can|value|like|enjoy|believe)\b.{0,80}\b(?:us|our|journalism)\b
      |every\ (?:pound|dollar|euro|penny|cent|donation|contribution|gift)\b.{0,40}\b(?:us|our|counts|helps)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_GIVING = re.compile(
    r"\b(?:donat\w+|subscri\w+|contribution|your (?:support|help)|journalism|newsletter|(?:a|per|every) month)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_ADDRESSING = re.compile(r"\b(?:we|we're|us|our|you|your|me|my)\b", re.IGNORECASE)
_APPEAL_LINES = 20
_LINK_WORDS = 14
_NOTICE_CHARS = 400
_CAPTION_CHARS = 1000
_HEADING_WORDS = 14
_TITLE_WORDS = 30


def body_spans(text: str) -> list[Span]:
    """Spans of the paragraphs that belong to the article itself, in order.

    Headlines, labelled lines, bylines, captions, appeals, link lists and page furniture are left
    out. A text that is nothing but headlines keeps them: they are all it says.
    """
    top = labelled(text)[1]
    lines = [(max(a, top), b) for a, b in _without_links(text) if b > top]
    appeals = _appeals([text[a:b] for a, b in lines])
    body: list[Span] = []
    seen: set[str] = set()
    for i, (start, end) in enumerate(lines):
        line = text[start:end]
        below = text[slice(*lines[i + 1])] if i + 1 < len(lines) else ""
        if i in appeals or (not body and _is_headline(line, below)):
            continue
        if not is_prose(line) or line in seen:
            continue
        seen.add(line)
        body.append((start, end))
    return body or [(a, b) for a, b in paragraph_spans(text) if _may_be_all(text[a:b])]


def _is_headline(line: str, below: str) -> bool:
    """Whether a line above the story is no sentence of it: "UP IN SMOKE!", over a byline."""
    if len(line.split()) > _TITLE_WORDS:
        return False
    calls = bool(re.search(r"^[^.!?]*[!?]$", line)) and bool(below) and not is_prose(below)
    return calls or not _ends(line)


def _may_be_all(line: str) -> bool:
    return not is_furniture(line) and not _LINK_LIST.match(line)


def _without_links(text: str) -> list[Span]:
    """The paragraphs that are neither furniture nor in a list of links under its heading."""
    kept: list[Span] = []
    in_links = False
    for start, end in paragraph_spans(text):
        line = text[start:end]
        if _LINK_LIST.match(line):
            in_links = True
        elif not is_furniture(line):
            in_links = in_links and _is_link(line)
            if not in_links:
                kept.append((start, end))
    return kept


def _is_link(line: str) -> bool:
    """Whether a line under a heading of links is one: a headline, or a question as one."""
    asks = line.endswith("?") and len(line.split()) <= _LINK_WORDS
    return asks or not _TERMINAL.search(line)


def _appeals(lines: list[str]) -> set[int]:
    """Which lines ask the reader for support.

    A letter to the readers goes on for as long as it addresses them; a plea in passing only
    up to the last line near it that speaks of giving.
    """
    found: set[int] = set()
    for i, line in enumerate(lines):
        letter = bool(_APPEAL.match(line))
        if not letter and not _PLEA.match(line):
            continue
        following = range(i + 1, min(len(lines), i + 1 + _APPEAL_LINES))
        run = list(takewhile(lambda j: _addresses(lines[j]), following))
        while run and not letter and not _GIVING.search(lines[run[-1]]):
            run.pop()
        found.update((i, *run))
    return found


def _addresses(line: str) -> bool:
    return bool(_ADDRESSING.search(_QUOTED.sub(" ", line)))


def paragraph_spans(text: str) -> list[Span]:
    """Spans of the paragraphs: lines, or blocks between blank lines in hard-wrapped text."""
    separator = r"(?:\r?\n[ \t]*){2,}" if _hard_wrapped(text) else r"[\r\n\u2028\u2029]+"
    spans: list[Span] = []
    start = 0
    for match in [*re.finditer(separator, text), None]:
        end = match.start() if match else len(text)
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip("\ufeff \t\r\n\u200b\xa0"))
        if piece[lead:].strip():
            spans.append((start + lead, start + len(piece.rstrip())))
        start = match.end() if match else end
    return spans


def _hard_wrapped(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 30]
    if len(lines) < 6 or max(map(len, lines)) > 110:
        return False
    return sum(not _TERMINAL.search(line) for line in lines) > 0.5 * len(lines)


def is_furniture(line: str) -> bool:
    """True for a line that the page, not the article, says: icons, credits, notices."""
    if len(line) < _CAPTION_CHARS and _CREDIT_TAIL.search(line):
        return True
    if len(line) < _NOTICE_CHARS and (_PAGE_LINE.match(line) or _is_credit(line)):
        return True
    if beside_stamp(line) is not None or _in_columns(line):
        return True
    words = [w.lower() for w in _TOKEN.findall(line)]
    if len(words) < 12 or _TERMINAL.search(line):
        return False
    return sum(w in STOPWORDS for w in words) < 0.1 * len(words) and "," not in line


def _in_columns(line: str) -> bool:
    """Whether wide gaps part a line's words, as in a menu, and no sentence ends after them."""
    gaps = list(_GAP.finditer(line))
    return len(gaps) > 1 and not re.search(r"\s.*[.!?]", line[gaps[-1].end() :])


def _is_credit(line: str) -> bool:
    """Whether a line only names who made something: hardly a word in it that is no name."""
    named = _CREDIT.match(line)
    if not named and not _STAFF_NOTE.search(line):
        return False
    found = _TOKEN.findall(line[named.end() :] if named else line)
    others = [w for w in found if w[0].islower() and w not in _BETWEEN_NAMES]
    return len(others) <= (1 if named else 0)


def _ends(line: str) -> bool:
    """Whether a line ends as sentences do: with a full stop, or leading on after one before."""
    return bool(_TERMINAL.search(line)) or (
        line.endswith(":") and bool(_SENTENCE_INSIDE.search(line))
    )


def is_prose(line: str) -> bool:
    """True for a line that reads as sentences and not as a headline, name or date."""
    if _TERMINAL.search(line):
        return True
    words = len(line.split())
    return words > _HEADING_WORDS or (words > 5 and bool(_LEADING_ON.search(line)))
