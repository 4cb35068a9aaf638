"""What kind of document some bytes are, where no name tells it."""

from __future__ import annotations

import json
import re

_START = 1024
_MARKUP = re.compile(
    rb"<(?:\?xml|!--|!doctype|(?:html|head|body|title|meta|article|main|div|p|h1|table)[\s>])",
    re.IGNORECASE,
)
_HEADERS = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MAIL = re.compile(
    rb"^(?:From|Date|Subject|Message-ID|MIME-Version|Received):", re.IGNORECASE | re.MULTILINE
)


def sniffed(data: bytes) -> str:
    """The ending that files of this kind have; that of plain text for what shows nothing else."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in data[:_START]:
        return ".pdf"
    if start.startswith(b"<"):
        from index.formats.feed import is_feed  # imported late: it brings a library

        if is_feed(start):
            return ".rss"
    if _MARKUP.match(start):
        return ".html"
    if start.startswith(b"{") and _is_row(start.partition(b"\n")[0]):
        return ".jsonl"
    headers = _HEADERS.match(start)
    if headers and len(set(_MAIL.findall(headers[0]))) > 1:
        return ".eml"
    return ".txt"


def _is_row(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
