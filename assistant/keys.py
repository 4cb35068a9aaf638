"""API keys: random, shown once, and kept as hashes under a name."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from hashlib import sha256

from index.errors import SettingsError

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")
_WAY_OUT = "write it as NAME:SHA256, as 'crossread key NAME' prints it."


def new_key() -> str:
    """A fresh random key."""
    return f"crossread_{secrets.token_urlsafe(32)}"


def hashed(key: str) -> str:
    """What is kept of a key: its SHA-256 in hex. The key is random, so it needs no salt."""
    return sha256(key.encode()).hexdigest()


def is_name(text: str) -> bool:
    """Whether a key can be called that."""
    return _NAME.fullmatch(text) is not None


def parse_keys(text: str) -> dict[str, str]:
    """Hashes by name, from "NAME:SHA256,OTHER:SHA256".

    Raises SettingsError for anything else. It quotes no hash: somebody may have put the key there.
    """
    known: dict[str, str] = {}
    for n, entry in enumerate(filter(None, map(str.strip, text.split(","))), start=1):
        name, colon, digest = entry.partition(":")
        if not colon or not is_name(name):
            raise SettingsError(f"CROSSREAD_API_KEYS, entry {n} has no name: {_WAY_OUT}")
        if not _HASH.fullmatch(digest.lower()):
            raise SettingsError(f"CROSSREAD_API_KEYS, {name!r} has no hash: {_WAY_OUT}")
        if name in known:
            raise SettingsError(f"CROSSREAD_API_KEYS names {name!r} twice: take one of them out.")
        known[name] = digest.lower()
    return known


def written(known: Mapping[str, str]) -> str:
    """Hashes by name as the setting takes them."""
    return ",".join(f"{name}:{digest}" for name, digest in known.items())


def name_of(key: str, known: Mapping[str, str]) -> str | None:
    """The name of a key, or None; takes equally long whichever key it is."""
    digest = hashed(key)
    found = [name for name, kept in known.items() if secrets.compare_digest(digest, kept)]
    return found[0] if found else None
