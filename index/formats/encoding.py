"""Bytes into text: the encoding that a document names, else UTF-8, else the likeliest one."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import ArticleError

BLANK = "\ufeff \t\r\n"
"""What a text may hold and still be empty."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WESTERN = "cp1252"
_NAMED = re.compile(
    rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})
       | <meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMED_WITHIN = 4096
"""Bytes at the start of a page in which its encoding is looked for."""


def decode(raw: bytes, name: str) -> str:
    """The text of some bytes, which are UTF-8 or in the encoding that is likeliest.

    Raises ArticleError, which begins with `name`, for what is no text, is UTF-8 with faults, or
    in an encoding that cannot be told.
    """
    text, fault = _decoded(raw, name)
    if fault:
        raise fault
    return text


def decode_markup(raw: bytes, name: str) -> tuple[str, ArticleError | None]:
    """The text of HTML: a byte order mark tells its encoding, else the page does, else `decode`.

    ISO 8859-1 and ASCII are read as Windows-1252, as browsers do (WHATWG, Encoding). A page with
    faults in its UTF-8 is read around them, and they are told. Raises ArticleError otherwise as
    `decode` does.
    """
    told = _NAMED.search(raw[:_NAMED_WITHIN])
    if told and not raw.startswith((codecs.BOM_UTF8, *_WIDE)):
        label = (told[1] or told[2]).decode("ascii")
        try:
            codec = codecs.lookup(label).name
            return raw.decode(_WESTERN if codec in ("iso8859-1", "ascii") else codec), None
        except (LookupError, UnicodeError):  # no encoding, or not this page's
            pass
    return _decoded(raw, name)


def _decoded(raw: bytes, name: str) -> tuple[str, ArticleError | None]:
    """The text, with the sign for a lost character where its UTF-8 has a fault, and the first."""
    if b"\0" in raw[:4096] and not raw.startswith(_WIDE):
        raise ArticleError("{name}: this is a binary file, not text.", name=name)
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError as error:
        text, at = raw.decode("utf-8", "replace"), error.start
    lost = text.count("\ufffd")
    # Text in another encoding has hardly a character that is one in UTF-8 too.
    if lost <= sum(not c.isascii() for c in text) - lost:
        return text, ArticleError(
            "{name}: its UTF-8 is broken at byte {at:,} (0x{byte:02x}); save it anew.",
            name=name, at=at, byte=raw[at],
        )  # fmt: skip
    guesses = list(from_bytes(raw))
    if not guesses:
        raise ArticleError("{name}: its encoding could not be told; save it as UTF-8.", name=name)
    # Short texts read equally well in the encodings of several regions.
    likeliest = [g for g in guesses if g.chaos <= guesses[0].chaos]
    western = (g for g in likeliest if _WESTERN in g.could_be_from_charset)
    return str(next(western, guesses[0])), None
