"""What the tests of the server share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.server import state
from index.server.connection import ServerAddress
from tests.index.server.stand_in import StandIn, standing_in


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look is a fresh one: what others wrote is seen without waiting for it."""
    monkeypatch.setattr(state, "FRESH", 0.0)


@pytest.fixture(scope="session")
def stand_in(chroma_server: str) -> Iterator[StandIn]:
    """A server with sparse vector indexes."""
    with standing_in(chroma_server) as server:
        yield server


@pytest.fixture
def sparse_address(server_address: ServerAddress, stand_in: StandIn) -> ServerAddress:
    """The test's own database, by way of that server."""
    return replace(server_address, url=stand_in.url)
