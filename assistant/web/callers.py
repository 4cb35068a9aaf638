"""Who asks: named by an API key, or by whatever else can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import HTTPException, Request
from fastapi.security.utils import get_authorization_scheme_param

from assistant.keys import name_of

Caller = Callable[[Request], str | None]
"""Names who makes a request, or gives None; may raise HTTPException to refuse it."""


class Callers:
    """The ways to tell who asks, tried in order; where keys are set, somebody has to be told.

    The chat page at `/` does not ask here: its own routes, which are Gradio's, stay open to whoever
    reaches the server.
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        self.ways: list[Caller] = [by_key(keys)]
        self.needed = bool(keys)

    def admit(self, request: Request) -> None:
        """Note who asks in `request.state.caller`; raises HTTPException 401 for a stranger."""
        named = (way(request) for way in self.ways)
        request.state.caller = next((name for name in named if name), None)
        if self.needed and request.state.caller is None:
            raise HTTPException(
                401,
                "This needs a key: send it as 'Authorization: Bearer KEY'.",
                {"WWW-Authenticate": "Bearer"},
            )


def by_key(keys: Mapping[str, str]) -> Caller:
    """Names the key that a request bears, from hashes by name."""

    def way(request: Request) -> str | None:
        scheme, key = get_authorization_scheme_param(request.headers.get("authorization"))
        return name_of(key, keys) if scheme.lower() == "bearer" else None

    return way
