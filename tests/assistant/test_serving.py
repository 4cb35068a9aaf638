"""The address that is served on."""

from __future__ import annotations

import pytest

from assistant.serving import bind
from assistant.settings import Settings
from index.errors import SettingsError


def test_a_taken_port_is_named_with_the_setting_that_changes_it() -> None:
    with bind("127.0.0.1", 0) as other:
        port = other.getsockname()[1]
        with pytest.raises(
            SettingsError, match=rf"Port {port} on 127\.0\.0\.1 is taken.*CROSSREAD_PORT"
        ):
            bind("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("no.such.host.invalid", "'no.such.host.invalid' is not known"),
        ("192.0.2.1", "cannot be used"),
    ],
)
def test_an_address_that_is_not_this_machine_s_is_named(host: str, said: str) -> None:
    with pytest.raises(SettingsError, match=rf"{said}.*CROSSREAD_HOST"):
        bind(host, 0)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860"),
        ("0.0.0.0", "http://localhost:7860"),
        ("::1", "http://[::1]:7860"),
    ],
)
def test_the_address_shown_can_be_opened(host: str, address: str) -> None:
    assert Settings(host=host).address == address
