"""Origins: the one form that browsers send, and a sentence for what is none."""

from __future__ import annotations

import pytest

from assistant.origins import origins
from assistant.settings import load_settings
from index.errors import SettingsError


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("https://news.example", "https://news.example"),
        (" HTTPS://News.Example ", "https://news.example"),
        ("https://news.example:443", "https://news.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_taken_as_browsers_send_it(given: str, sent: str) -> None:
    assert origins(given) == {sent}


def test_several_are_separated_by_commas() -> None:
    assert origins("https://a.example, http://b.example:8080,") == {
        "https://a.example",
        "http://b.example:8080",
    }
    assert origins("") == frozenset()


@pytest.mark.parametrize(
    "wrong",
    [
        "news.example", "https://", "https://news.example/", "https://news.example/page",
        "https://*.news.example", "ftp://news.example", "https://u:p@news.example", "null",
        "https://news.example:99999", "https://news.example?a", "https://a.example b.example",
        "https://bücher.example",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_quoted(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("CROSSREAD_WIDGET_ORIGINS", f"https://good.example,{wrong}")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith("CROSSREAD_WIDGET_ORIGINS is ")
    assert f"{wrong!r} is no origin" in str(refused.value)


def test_a_star_is_refused_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSREAD_WIDGET_ORIGINS", "*")
    with pytest.raises(SettingsError, match="every site"):
        load_settings()


def test_settings_hold_origins_and_nobody_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().widget_origins == frozenset()
    monkeypatch.setenv("CROSSREAD_WIDGET_ORIGINS", "https://news.example:443")
    assert load_settings().widget_origins == {"https://news.example"}


def test_a_rate_that_is_none_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSREAD_WIDGET_RATE", "plenty")
    with pytest.raises(SettingsError, match="CROSSREAD_WIDGET_RATE is 'plenty'"):
        load_settings()
