"""Web origins: a page's scheme, host and port, as browsers send them (RFC 6454)."""

from __future__ import annotations

import ipaddress
import re

_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])"
    r"(:(?P<port>\d{1,5}))?"
)
_USUAL = {"http": "80", "https": "443"}


def origin(text: str) -> str:
    """An origin in the one form that browsers send; raises ValueError for what is none."""
    given = text.strip()
    if given == "*":
        raise ValueError(
            "'*' would let every site put questions to this server; name the origins that may"
        )
    parts = _ORIGIN.fullmatch(given.lower())
    if parts is None or int(parts["port"] or 0) > 65_535:
        raise ValueError(f"{given!r} is no origin; write it as https://news.example, with no path")
    usual = parts["port"] in (None, _USUAL[parts["scheme"]])
    return f"{parts['scheme']}://{parts['host']}" + ("" if usual else f":{parts['port']}")


def is_this_machine(host: str) -> bool:
    """Whether a host, as a name or an address, is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def origins(text: str) -> frozenset[str]:
    """All origins of a comma separated list; raises ValueError, quoting the one that is none."""
    return frozenset(origin(part) for part in text.split(",") if part.strip())
