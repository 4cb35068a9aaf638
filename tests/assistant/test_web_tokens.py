"""The widget's tokens: whose they are, for how long, and that nobody else makes them."""

from __future__ import annotations

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from assistant.web.tokens import LIFETIME, TokenError, Tokens

NEWS, OTHER = "https://news.example", "https://other.example"


def aged(seconds: int) -> str:
    """A token of ours for the news pages, as it was minted some seconds ago."""

    class Past(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - seconds

    return str(URLSafeTimedSerializer("secret", salt="widget", signer=Past).dumps(NEWS))


def test_a_token_is_good_for_its_origin() -> None:
    tokens = Tokens("secret")
    tokens.check(tokens.mint(NEWS), NEWS)
    tokens.check(aged(LIFETIME - 5), NEWS)


def test_another_site_cannot_use_it() -> None:
    tokens = Tokens("secret")
    with pytest.raises(TokenError, match="another site"):
        tokens.check(tokens.mint(NEWS), OTHER)


def test_it_does_not_last() -> None:
    with pytest.raises(TokenError, match="too old"):
        Tokens("secret").check(aged(LIFETIME + 5), NEWS)


@pytest.mark.parametrize("made", ["", "x", "a.b.c", "\x00é", "x" * 100_000])
def test_what_was_not_signed_here_is_refused(made: str) -> None:
    with pytest.raises(TokenError, match="not from this server"):
        Tokens("secret").check(made, NEWS)


def test_a_changed_token_is_refused() -> None:
    tokens = Tokens("secret")
    token = tokens.mint(NEWS)
    for place in (0, len(token) // 2, len(token) - 3):
        letter = "A" if token[place] != "A" else "B"
        with pytest.raises(TokenError):
            tokens.check(token[:place] + letter + token[place + 1 :], NEWS)


def test_another_secret_makes_other_tokens() -> None:
    with pytest.raises(TokenError):
        Tokens("secret").check(Tokens("other").mint(NEWS), NEWS)
    with pytest.raises(TokenError):
        Tokens().check(Tokens().mint(NEWS), NEWS)


def test_the_same_secret_makes_tokens_for_each_other() -> None:
    Tokens("secret").check(Tokens("secret").mint(NEWS), NEWS)
