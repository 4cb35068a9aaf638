"""Web addresses of articles: which can be fetched, which name the same page, and its id."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from string import punctuation
from urllib.parse import SplitResult, quote, unquote, urlsplit

from index.errors import ArticleError

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|yclid|igshid|mc_cid|mc_eid",
    re.IGNORECASE,
)
_DEVICE = re.compile(r"^(?:www|amp|m|mobile)\.")
_BLANK_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f]")
_SLUG_CHARS = 80
_DIGEST_CHARS = 10


class UnreachableError(ArticleError):
    """An address cannot be fetched; the message is the reason alone, without the address."""


def checked(address: str) -> str:
    """The address without blanks around it.

    Raises UnreachableError for one that is not a plain http or https address.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        port_is_one = parts.port != 0
    except ValueError as error:
        raise UnreachableError(f"is no web address ({error})") from None
    if parts.scheme not in _PORTS:
        raise UnreachableError("is no web address that begins with http:// or https://")
    if not parts.hostname or not port_is_one or _BLANK_OR_CONTROL.search(address):
        raise UnreachableError("is no web address")
    if parts.username is not None or parts.password is not None:
        raise UnreachableError("holds a user name or password; leave it out")
    return address


def cleaned(address: str) -> str:
    """The address without its fragment and what only tells where a reader came from."""
    parts = urlsplit(address)
    query = "&".join(
        pair
        for pair in parts.query.split("&")
        if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    return SplitResult(parts.scheme, _host(parts), parts.path, query, "").geturl()


def normalised(address: str) -> str:
    """What is the same for all addresses of one page that differ in form only."""
    parts = urlsplit(cleaned(address))
    name = parts._replace(scheme="", path=parts.path.rstrip("/")).geturl().removeprefix("//")
    return quote(name, safe=punctuation, errors="replace")


def article_id(address: str) -> str:
    """The id of the article at an address: readable, safe in a URL, and the same every time."""
    name = normalised(address)
    readable = unquote(name.partition("?")[0].removeprefix("www."))
    ascii_only = unicodedata.normalize("NFKD", readable).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\.x?html?$", "", ascii_only))
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_CHARS]
    return f"{slug[:_SLUG_CHARS].strip('-')}-{digest}"


def canonical(told: str | None, fetched: str) -> str:
    """The address that a page tells as its own, if that can be believed, else the fetched one.

    A page may name only its own site: else any page could pass for another outlet's. One that
    names the site's front page is taken for a mistake, as it would make all pages one.
    """
    fetched = cleaned(fetched)
    try:
        own = cleaned(checked(told or ""))
    except UnreachableError:
        return fetched
    told_parts, parts = urlsplit(own), urlsplit(fetched)
    same_site = _DEVICE.sub("", told_parts.netloc) == _DEVICE.sub("", parts.netloc)
    front_page = told_parts.path in ("", "/") and not told_parts.query
    return own if same_site and not front_page else fetched


def site(address: str) -> str:
    """The name of the site that an address leads to ("news.example")."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _host(parts: SplitResult) -> str:
    """The host in lower case and ASCII, with its port unless that is the usual one."""
    host = parts.hostname or ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            host = host.lower()
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in (None, _PORTS.get(parts.scheme)) else f"{host}:{parts.port}"
