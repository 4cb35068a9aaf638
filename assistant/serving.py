"""Serving the chat: settings → assistant → web application → a socket."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.settings import Settings
from index.errors import SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI

_PATIENCE = 2
"""Seconds that open connections are given when the server is told to stop."""


def build_app(settings: Settings) -> FastAPI:
    """The web application over the indexed articles; raises IndexStateError if it cannot be."""
    from assistant.chat import Assistant
    from assistant.corpora import default_corpus
    from assistant.web.app import create_app

    return create_app(Assistant(default_corpus(settings)), settings)


def bind(host: str, port: int) -> socket.socket:
    """A listening socket, taken before the seconds that loading takes.

    Raises SettingsError, with what to do, where the address cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except socket.gaierror as error:
        raise SettingsError(
            f"The address {host!r} is not known ({error.strerror}): set CROSSREAD_HOST or --host "
            "to one of this machine's, such as 127.0.0.1."
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            problem = f"Port {port} on {host} is taken: stop the program that uses it, or choose"
        else:
            reason = error.strerror or type(error).__name__
            problem = f"Port {port} on {host} cannot be used ({reason.lower()}): choose"
        raise SettingsError(f"{problem} another with CROSSREAD_PORT or --port.") from error


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until stopped; `ready` is told the address once the first question can be asked.

    Raises SettingsError for an address that cannot be had, IndexStateError for an index.
    """
    with bind(settings.host, settings.port) as listening:
        # Seconds to import, after the address is known to be free.
        import uvicorn

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                ready(_address(settings))

        config = uvicorn.Config(
            build_app(settings),
            log_level="warning",
            timeout_graceful_shutdown=_PATIENCE,
        )
        Server(config).run(sockets=[listening])


def _address(settings: Settings) -> str:
    """The address to open in a browser on this machine."""
    host = "localhost" if settings.host in ("", "0.0.0.0", "::") else settings.host  # noqa: S104
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
