"""Telling an article's body from what the page put around it.

Works line by line on what every news page shares (captions with credits, appeals, link lists,
icon names), never on one outlet's phrases; the idea of judging short blocks by stop words is
jusText's (Pomikálek 2011). Offsets stay those of the original text.
"""

from __future__ import annotations

import re

from index.stamps import beside_stamp
from index.types import Span
from index.words import STOPWORDS

_TERMINAL = re.compile(r"[.!?…](?:[\"”’'»)\]\s“]*|[\"”’']\w)$")
_CLOSED_QUOTE = re.compile(r"[\"”»]$")
_TOKEN = re.compile(r"[A-Za-z’']+")

_CREDIT_TAIL = re.compile(
    r"""\(\s*[^()]*(?:\s/\s?|\s/$)[^()]*\)\s*$             # (EFE / EPA / NAME)
      | \((?:photo|image|picture|file|credit|ap\ photo|getty|reuters/|afp/|via\ )[^()]*\)\s*$
      | \b(?:getty\ images|shutterstock|istock|ap\ photo|epa-efe|handout)\b[^.!?]*$
      | ^(?:file\ (?:photo|image|picture|--?|–)|photo(?:graph)?s?(?:\ by)?\s*[:|]|image(?:\ credit)?\s*:
          |picture\s*:|credits?\s*:|caption\s*:|(?:photo|image)\ (?:credit|courtesy)|watch\s*:|video\s*:)""",
    re.VERBOSE | re.IGNORECASE,
)
_PAGE_LINE = re.compile(
    r"""^\W*(?:
        (?:copyright|©|\(c\))\b.*\d{4} | ©.* | .*\ball\ rights\ reserved\b.*
      | (?:read|see|watch|listen)\ (?:more|also|next|now|to\ this)\b.* | more\ (?:from|on|stories|news|in)\b[^.]*
      | (?:sign\ up|subscribe|register|log\ in|sign\ in)\b(?=.*\b(?:newsletter|today|now|free|alert|here|to\ our|to\ the|for\ our|account|inbox|digest|briefing)).*
      | (?:get|receive)\b.{0,60}\b(?:newsletter|inbox|alerts)\b.* | follow\ (?:us|our)\b.* | click\ here\b.*
      | (?:advertisement|advertising|sponsored(?:\ content)?|promoted)\b\W*.{0,40}$
      | (?:share|print|save|comment)s?(?:\s+(?:this|on|via|with|article|story|\W)).{0,60}$
      | (?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies\b.* | (?:accept|manage|reject)\ (?:all\ )?cookies\b.*
      | (?:please\ )?(?:enable|turn\ on)\ javascript\b.* | (?:skip|back)\ to\b.{0,30}$ | remind\ me\ later\W*
      | (?:download|get)\ (?:our|the)\ app\b.* | (?:with|includes?)\ (?:information|reporting|material|files)\ from\b.*
      | (?:additional\ |more\ )?(?:reporting|writing|editing|compiled|translated|edited|written|reported)\ by\b.*
      | .{0,120}\b(?:contributed|reported)(?:\ (?:to|from)\b.{0,60})?\W*\bcontributed\b.*
      | .{0,120}\bcontributed(?:\ reporting|\ to\ this\ (?:report|story|article))?\W*$
      | (?:\w+\W+){1,4}reported\ from\ [A-Z]\w+\W*$ | \d+\ min(?:ute)?s?\ read\W* | (?:last\ )?updated\W.*
      | this\ (?:article|story|report|material)\ (?:was|is|has\ been|may\ not)\b.{0,40}\b(?:published|updated|appeared|republished|produced|broadcast)\b.*
      | (?:privacy\ policy|terms\ of\ (?:use|service)|contact\ us|about\ us|cookie\ policy)\b.{0,80}$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_COLUMNS = re.compile(r"\S\s{3,}\S.*\S\s{3,}\S+[^.!?]*$")
_LINK_LIST = re.compile(
    r"""^\W*(?:keep\ reading|read\ (?:more|also|next)|related(?:\ \w+)?|recommended(?:\ \w+)*|more\ (?:from|on)\b.{0,60}
      |see\ also|most\ (?:read|popular|viewed)|trending(?:\ now)?|(?:you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested).{0,20})
      |in\ other\ news|latest\ (?:news|stories)|editor.?s.?\ (?:picks|choice)|don.t\ miss|also\ (?:read|in\ the\ news))\s*[:\-–—]?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_APPEAL = re.compile(
    r"""^\W*(?:a\ (?:message|note|letter|word)\ from\b|dear\ (?:readers?|friends?|supporters?)\b|before\ you\ go\b
      |(?:please\ )?(?:support|help|back)\ (?:us|our|independent|quality|local|free)\b|(?:donate|become\ a\ (?:member|supporter|subscriber))\b
      |(?:we\ need|we\ rely\ on)\ your\b|you\ can\ (?:help|support)\b.{0,40}\b(?:us|our|journalism)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESSING = re.compile(r"\b(?:we|we're|us|our|you|your|me|my)\b", re.IGNORECASE)
_HEADING_WORDS = 14
_TITLE_WORDS = 30


def body_spans(text: str) -> list[Span]:
    """Spans of the paragraphs that belong to the article itself, in order.

    Headlines, bylines, captions, appeals, link lists and page furniture are left out. A text
    that is nothing but headlines keeps them: they are all it says.
    """
    lines = [(a, b) for a, b in paragraph_spans(text) if not is_furniture(text[a:b])]
    body: list[Span] = []
    seen: set[str] = set()
    in_links = in_appeal = False
    for start, end in lines:
        line = text[start:end]
        in_appeal = bool(_APPEAL.match(line)) or (in_appeal and bool(_ADDRESSING.search(line)))
        in_links = bool(_LINK_LIST.match(line)) or (in_links and not _TERMINAL.search(line))
        headline = not body and not _TERMINAL.search(line) and len(line.split()) <= _TITLE_WORDS
        if in_appeal or in_links or headline or not is_prose(line) or line in seen:
            continue
        seen.add(line)
        body.append((start, end))
    return body or [(a, b) for a, b in lines if not _LINK_LIST.match(text[a:b])]


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
    if _CREDIT_TAIL.search(line) or (len(line) < 400 and _PAGE_LINE.match(line)):
        return True
    if beside_stamp(line) is not None or _COLUMNS.search(line):
        return True
    words = [w.lower() for w in _TOKEN.findall(line)]
    if len(words) < 12 or _TERMINAL.search(line):
        return False
    return sum(w in STOPWORDS for w in words) < 0.1 * len(words) and "," not in line


def is_prose(line: str) -> bool:
    """True for a line that reads as sentences and not as a headline, name or date."""
    if _TERMINAL.search(line):
        return True
    words = len(line.split())
    return words > _HEADING_WORDS or (words > 5 and bool(_CLOSED_QUOTE.search(line)))
