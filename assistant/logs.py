"""Logging: a line a record on standard error, each with the id of the request it belongs to."""

from __future__ import annotations

import logging

from asgi_correlation_id import CorrelationIdFilter
from pythonjsonlogger.json import JsonFormatter

_TEXT = "%(asctime)s %(levelname)s %(name)s [%(correlation_id)s] %(message)s"
_FIELDS = {
    "asctime": "time", "levelname": "level", "name": "logger", "correlation_id": "request_id"
}  # fmt: skip


def configure_logs(*, as_json: bool) -> None:
    """Write this process's logs as text, or as JSON with a record's extra fields.

    Crossread's own from INFO, everyone else's from WARNING.
    """
    handler = logging.StreamHandler()
    handler.addFilter(CorrelationIdFilter(default_value="-"))
    formatter = JsonFormatter(_TEXT, rename_fields=_FIELDS) if as_json else logging.Formatter(_TEXT)
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("assistant", "index"):
        logging.getLogger(name).setLevel(logging.INFO)
