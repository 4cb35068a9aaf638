"""API keys: how they are made, kept and read."""

from __future__ import annotations

import re

import pytest

from assistant.keys import hashed, name_of, new_key, parse_keys, written
from assistant.settings import load_settings
from index.errors import SettingsError
from tests.assistant.conftest import Run

KEY, OTHER = "crossread_one", "crossread_two"
BOTH = {"desk": hashed(KEY), "shop.2": hashed(OTHER)}


def test_a_key_is_known_by_its_hash() -> None:
    assert name_of(KEY, BOTH) == "desk"
    assert name_of(OTHER, BOTH) == "shop.2"
    for stranger in ("", KEY[:-1], KEY.upper(), hashed(KEY), "schlüssel"):
        assert name_of(stranger, BOTH) is None
    assert name_of(KEY, {}) is None


def test_what_is_written_is_read() -> None:
    assert parse_keys(written(BOTH)) == BOTH
    assert parse_keys(f" desk:{hashed(KEY).upper()} , ") == {"desk": hashed(KEY)}
    assert parse_keys("") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("desk", "entry 1 has no name"),
        (f"desk:{'0' * 64},{'1' * 64}", "entry 2 has no name"),
        (f"my desk:{'0' * 64}", "entry 1 has no name"),
        ("desk:very-secret", "'desk' has no hash"),
        (f"desk:{'0' * 63}", "'desk' has no hash"),
        (f"desk:{'0' * 64},desk:{'1' * 64}", "names 'desk' twice"),
    ],
)
def test_wrong_keys_are_told_without_giving_them_away(
    text: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSREAD_API_KEYS", text)
    with pytest.raises(SettingsError, match=f"CROSSREAD_API_KEYS.*{told}") as refused:
        load_settings()
    assert "secret" not in str(refused.value)
    assert "000" not in str(refused.value)


def test_keys_are_new_and_long() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert min(map(len, keys)) > 40


def test_the_command_prints_a_key_and_the_setting_that_knows_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSREAD_API_KEYS", written(BOTH))
    done = run("key", "new-desk")
    assert done.code == 0
    key = re.findall(r"crossread_\S+", done.out)[0]
    line = done.out.splitlines()[-1]
    monkeypatch.setenv("CROSSREAD_API_KEYS", line.removeprefix("CROSSREAD_API_KEYS="))
    known = load_settings().api_keys
    assert name_of(key, known) == "new-desk"
    assert {name: known[name] for name in BOTH} == BOTH
    assert key not in line


def test_the_command_replaces_a_key_of_that_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSREAD_API_KEYS", written(BOTH))
    line = run("key", "desk").out.splitlines()[-1]
    assert hashed(KEY) not in line
    assert line.count("desk:") == 1


def test_a_name_that_is_none(run: Run) -> None:
    done = run("key", "my desk")
    assert done.code == 2
    assert "'my desk' is no name" in done.err
