"""Crossread's composition root: settings, then the assistant, then the web application over it.

`python app.py` serves the chat as `crossread serve` does; `uvicorn --factory app:create` and any
other ASGI server can serve it, too.
"""

from __future__ import annotations

import sys

from fastapi import FastAPI

from assistant.cli import main
from assistant.serving import build_assistant
from assistant.settings import load_settings


def create() -> FastAPI:
    """The web application, with settings from the environment."""
    settings = load_settings()
    from assistant.logs import configure_logs
    from assistant.web.app import create_app  # after the settings, which switch telemetry off

    configure_logs(as_json=settings.log_json)
    return create_app(build_assistant(settings), settings)


if __name__ == "__main__":
    sys.argv.insert(1, "serve")
    main()
