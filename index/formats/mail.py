"""E-mail: a message that is an article, as newsletters are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from index.documents import Document, Fields
from index.errors import ArticleError
from index.formats.encoding import BLANK, decode
from index.metadata import author_in, language_code

_FORWARDED = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
_SENDER = re.compile(r"(.{3,60}?)\s+(?:at|from|of|via)\s+(.{2,60})", re.IGNORECASE)
_POINTER_CHARS = 200
"""A shorter plain text beside HTML may say no more than where to read the mail."""
_SIGNATURE = re.compile(r"^-- ?\r?\n.*", re.MULTILINE | re.DOTALL)


def read(document: Document) -> Iterator[Fields]:
    """The message's text, as plain text if it has that, and what its headers say.

    Raises ArticleError for a message without text, and as the readers of text and HTML do.
    """
    message = message_from_bytes(document.data, policy=policy.default)
    text = _text(message, document.name)
    if not text:
        raise ArticleError("{name}: this mail holds no text.", name=document.name)
    author, outlet = _sender(message)
    yield Fields(
        text,
        outlet=outlet,
        title=_FORWARDED.sub("", _header(message, "Subject")) or None,
        published=_day(message),
        author=author,
        language=language_code(_header(message, "Content-Language")),
    )


def _text(message: EmailMessage, name: str) -> str:
    """The plain text, or the article in the HTML where the plain text only points to that."""
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    text = _SIGNATURE.sub("", _content(plain, name)).strip(BLANK) if plain else ""
    if rich is None or len(text) >= _POINTER_CHARS:
        return text
    from index.formats.html import fields_of  # imported late: most mails need no trafilatura

    return max(text, fields_of(_content(rich, name), name).text, key=len)


def _content(part: MIMEPart, name: str) -> str:
    try:
        content = part.get_content(errors="strict")
    except (LookupError, UnicodeError):  # an encoding that is none, or not the part's
        payload = part.get_payload(decode=True)
        content = decode(payload if isinstance(payload, bytes) else b"", name)
    return str(content)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _sender(message: EmailMessage) -> tuple[str | None, str | None]:
    """Who wrote the mail, and the outlet, which is its sender where no organisation is named."""
    addresses = getattr(message.get("From"), "addresses", ())
    name = " ".join(addresses[0].display_name.split()) if addresses else ""
    organisation = _header(message, "Organization")
    if organisation:
        return author_in(name) if name != organisation else None, organisation
    both = _SENDER.fullmatch(name)
    return (author_in(both[1]), both[2]) if both else (None, name or None)


def _day(message: EmailMessage) -> str | None:
    """The day in the sender's time zone, which is the one that readers know."""
    with suppress(ValueError, TypeError, IndexError):
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    return None
