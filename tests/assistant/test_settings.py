"""Settings from the environment: what holds by default, and what is said of a wrong one."""

from __future__ import annotations

import pytest

from assistant.settings import Settings, load_settings
from index.errors import SettingsError


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("localhost", True),
        ("LocalHost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("192.168.1.7", False),
        ("news.example.org", False),
        ("localhost.example.org", False),
    ],
)
def test_articles_are_added_by_whoever_is_at_this_machine_only(host: str, allowed: bool) -> None:
    assert Settings(host=host).uploads_allowed is allowed


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize(("given", "allowed"), [("1", True), ("true", True), ("0", False)])
def test_what_is_set_stands_above_the_address(
    monkeypatch: pytest.MonkeyPatch, host: str, given: str, allowed: bool
) -> None:
    monkeypatch.setenv("CROSSREAD_HOST", host)
    monkeypatch.setenv("CROSSREAD_UPLOADS", given)
    assert load_settings().uploads_allowed is allowed


def test_limits_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Settings().max_upload_mb, Settings().max_articles) == (20, 100_000)
    monkeypatch.setenv("CROSSREAD_MAX_UPLOAD_MB", "3")
    monkeypatch.setenv("CROSSREAD_MAX_ARTICLES", "50")
    settings = load_settings()
    assert (settings.max_upload_mb, settings.max_articles) == (3, 50)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CROSSREAD_MAX_UPLOAD_MB", "0"),
        ("CROSSREAD_MAX_UPLOAD_MB", "2.5"),
        ("CROSSREAD_MAX_ARTICLES", "-1"),
        ("CROSSREAD_UPLOADS", "maybe"),
    ],
)
def test_a_setting_that_cannot_work_is_named_with_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(f"{name} is {value!r}: ")


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "https://chroma.example.org", "https://host/behind/a/path"]
)
def test_the_address_of_a_server_is_taken_as_it_is(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("CROSSREAD_CHROMA_URL", f"{url}/")
    assert load_settings().chroma_url == url


@pytest.mark.parametrize(
    "url",
    ["localhost:8000", "ftp://host", "http://", "http://host:port", "http://host:99999",
     "http://me:secret@host", "http://host?x=1", "chroma"],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_refused_with_the_way_to_write_one(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("CROSSREAD_CHROMA_URL", url)
    with pytest.raises(SettingsError, match="CROSSREAD_CHROMA_URL") as refused:
        load_settings()
    assert repr(url) in str(refused.value)


@pytest.mark.parametrize("token", ["geheim\n", "schlüssel"])
def test_a_token_that_cannot_be_sent_is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("CROSSREAD_CHROMA_TOKEN", token)
    with pytest.raises(SettingsError, match="CROSSREAD_CHROMA_TOKEN") as refused:
        load_settings()
    assert token.strip() not in str(refused.value)
