"""Serving the chat: the socket first, then the assistant, then the web application on it."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable

from assistant.assembly import assistant_over
from assistant.chat import Assistant
from assistant.corpora import default_corpus, nothing_indexed
from assistant.settings import Settings
from index.errors import SettingsError

_PATIENCE = 1
"""Seconds that open connections are given when the server is told to stop."""


def build_assistant(settings: Settings) -> Assistant:
    """The assistant over the default index; raises IndexStateError if that cannot be opened."""
    return assistant_over(settings, default_corpus(settings))


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until stopped; `say` is told what a person at the terminal should know.

    Raises SettingsError for an address that cannot be had, IndexStateError for an index.
    """
    with bind(settings.host, settings.port) as listening:
        assistant = build_assistant(settings)
        if assistant.articles():
            say("Loading the model and the page ...")
            # Or the first visitor would wait for the models; a language model is a server's own.
            assistant.ask("What is new?", own_words=True)
        else:
            say(nothing_indexed(settings))
        _run(assistant, settings, listening, say)


def bind(host: str, port: int) -> socket.socket:
    """A listening socket, taken before the seconds that loading takes.

    Raises SettingsError, with what to do, where the address cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except socket.gaierror as error:
        raise SettingsError(
            f"The address {host!r} is not known: set CROSSREAD_HOST or --host to one of this "
            "machine's, such as 127.0.0.1."
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"Port {port} on {host} is taken: stop the program that uses it, or choose another "
                "one with CROSSREAD_PORT or --port."
            ) from error
        raise SettingsError(
            f"Port {port} on {host} cannot be used ({os.strerror(error.errno or 0).lower()}): "
            "choose others with CROSSREAD_HOST and CROSSREAD_PORT, or --host and --port."
        ) from error


def _run(
    assistant: Assistant, settings: Settings, listening: socket.socket, say: Callable[[str], None]
) -> None:
    # Gradio takes seconds to import: not before the index is known to open.
    import uvicorn

    from assistant.logs import configure_logs
    from assistant.web.app import create_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            say(f"Crossread is ready at {settings.address} (Ctrl-C stops it).")

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # A page that is still open in a browser is no error to be told with a traceback.
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
            await super().shutdown(sockets)

    configure_logs(as_json=settings.log_json)
    config = uvicorn.Config(
        create_app(assistant, settings, only_here=settings.only_here),
        log_config=None,
        log_level="warning",
        access_log=False,  # the application has its own
        proxy_headers=False,  # the application trusts those that its settings name
        timeout_graceful_shutdown=_PATIENCE,
    )
    Server(config).run(sockets=[listening])
