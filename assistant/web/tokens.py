"""Tokens that let a page's visitors ask for a while: signed, and bound to the page's origin."""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

LIFETIME = 600
"""Seconds that a token is good for."""


class TokenError(Exception):
    """Why a token is not taken, in one sentence."""


class Tokens:
    """Mints and checks tokens with a secret; without one, with a random one of its own."""

    def __init__(self, secret: str = "") -> None:
        self._signer = URLSafeTimedSerializer(secret or secrets.token_hex(), salt="widget")

    def mint(self, origin: str) -> str:
        """A token for the pages of an origin."""
        return str(self._signer.dumps(origin))

    def check(self, token: str, origin: str) -> None:
        """Raises TokenError for a token that is not ours, too old, or another origin's."""
        try:
            bound = self._signer.loads(token, max_age=LIFETIME)
        except SignatureExpired:
            raise TokenError("The token is too old; fetch another one.") from None
        except BadSignature:
            raise TokenError("The token is missing, or not from this server.") from None
        if bound != origin:
            raise TokenError("The token belongs to another site.")
