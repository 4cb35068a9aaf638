"""Real servers of the tests' own, on this machine: Chroma's, with a database for each test."""

from __future__ import annotations

import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import httpx
import pytest

from index.server.connection import ServerAddress

_PATIENCE = 60


class NotServedError(Exception):
    """A server did not come up."""


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a `chroma run` that keeps its data in a folder."""
    url = f"http://127.0.0.1:{free_port()}"
    command = [
        str(Path(sys.executable).parent / "chroma"), "run", "--path", str(folder / "data"),
        "--host", "127.0.0.1", "--port", url.rpartition(":")[2],
    ]  # fmt: skip
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(f"{url}/api/v2/heartbeat", process, folder / "log")
        yield url
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that runs for the session."""
    with running(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


@pytest.fixture
def server_address(chroma_server: str) -> ServerAddress:
    """A database of the test's own on that server."""
    name = f"test-{uuid.uuid4().hex}"
    made = httpx.post(
        f"{chroma_server}/api/v2/tenants/default_tenant/databases", json={"name": name}
    )
    assert made.is_success
    return ServerAddress(chroma_server, database=name)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until a server answers at an address; raises NotServedError where it ends or takes too
    long."""
    deadline = monotonic() + _PATIENCE
    while monotonic() < deadline:
        try:
            if httpx.get(url, timeout=1).is_success:
                return
        except httpx.TransportError:
            pass
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise NotServedError(f"No server came up at {url}: {log.read_text('utf-8', 'replace')}")
