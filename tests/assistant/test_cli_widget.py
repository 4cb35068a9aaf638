"""`crossread widget-snippet`, and the lines that it prints."""

from __future__ import annotations

import pytest

from assistant.snippet import snippet
from tests.assistant.conftest import Run


def test_the_lines_name_the_server_as_it_is_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSREAD_PORT", "7999")
    assert run("widget-snippet").out.splitlines() == [
        '<script src="http://127.0.0.1:7999/widget.js" async></script>',
        "<crossread-chat></crossread-chat>",
    ]


def test_host_and_mode_are_taken(run: Run) -> None:
    printed = run("widget-snippet", "--host", "https://chat.example/", "--mode", "inline").out
    assert 'src="https://chat.example/widget.js"' in printed
    assert '<crossread-chat mode="inline"></crossread-chat>' in printed


@pytest.mark.parametrize("host", ["chat.example", "javascript:alert(1)", "https://"])
def test_what_is_no_address_is_quoted(run: Run, host: str) -> None:
    ran = run("widget-snippet", "--host", host)
    assert ran.code == 2
    assert repr(host) in ran.err


def test_values_cannot_leave_their_attributes() -> None:
    made = snippet('https://chat.example/"><script>', {"title": '"><script>alert(1)</script>'})
    assert "><script>" not in made
