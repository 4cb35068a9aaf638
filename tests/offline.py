"""Crossread as a user has it, in a process that may speak to its own machine only.

Run by test_offline, inside a network namespace of its own where the system allows one. Prints
what it found as JSON on its last line.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import ipaddress
import json
import queue
import socket
import struct
import sys
import threading
import urllib.request
from typing import Any

PATIENCE = 120
"""Seconds within which the chat must be up."""
refused: list[str] = []


def refuse_all_but_loopback() -> None:
    """Refuse, and note, every look-up and connection that would leave this machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            check(address[0])
        connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        check(host)
        return look_up(host, *rest, **named)

    def check(host: Any) -> None:
        name = host.decode() if isinstance(host, bytes) else str(host)
        with contextlib.suppress(ValueError):
            if ipaddress.ip_address(name).is_loopback:
                return
        if name != "localhost":
            refused.append(name)
            raise OSError(f"The network is closed in this test: {name}")

    socket.socket.connect = guarded_connect  # type: ignore[assignment,method-assign]
    socket.socket.connect_ex = guarded_connect  # type: ignore[assignment,method-assign]
    socket.getaddrinfo = guarded_look_up


def raise_loopback() -> None:
    """A new network namespace has its loopback interface down."""
    with socket.socket() as any_socket, contextlib.suppress(PermissionError):
        flags = struct.pack("16sh", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, flags)  # SIOCSIFFLAGS


def run(*arguments: str) -> str:
    """What a command of Crossread writes, which must succeed."""
    from assistant.cli import run as run_command

    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        code = run_command(arguments)
    if code != 0:
        raise RuntimeError(f"{arguments} exited with {code}: {written.getvalue()}")
    return written.getvalue()


def fetch(port: int, path: str) -> str:
    """The body of a page of the served chat."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as response:
        return str(response.read().decode())


def serve() -> int:
    """Start the chat in a thread of its own; returns its port once it says that it is ready."""
    from assistant.serving import bind
    from assistant.serving import serve as run_server
    from assistant.settings import load_settings

    with bind("127.0.0.1", 0) as free:
        port = int(free.getsockname()[1])
    said: queue.Queue[str] = queue.Queue()
    settings = load_settings().model_copy(update={"port": port})
    threading.Thread(target=run_server, args=(settings, said.put), daemon=True).start()
    while "ready" not in said.get(timeout=PATIENCE):
        pass
    return port


def main(seeds: str, question: str) -> None:
    """Index, ask, serve and fetch."""
    raise_loopback()
    refuse_all_but_loopback()
    run("index", seeds)
    answer = json.loads(run("ask", "--json", question))
    asking_needs_gradio = "gradio" in sys.modules
    port = serve()
    found = {
        "answer": answer,
        "asking_needs_gradio": asking_needs_gradio,
        "health": json.loads(fetch(port, "/healthz")),
        "page": fetch(port, "/"),
        "refused": refused,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
