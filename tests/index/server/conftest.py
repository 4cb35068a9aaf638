"""What the tests of the server share."""

from __future__ import annotations

import pytest

from index.server import state


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look is a fresh one: what others wrote is seen without waiting for it."""
    monkeypatch.setattr(state, "FRESH", 0.0)
