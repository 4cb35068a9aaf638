"""Calls of the page that fail inside Gradio, logged without what the visitor typed.

Gradio prints a traceback of its own for them, in which a malformed call's inputs stand.
"""

from __future__ import annotations

import logging
import sys
from types import ModuleType
from typing import Any

from gradio import queueing, routes, utils

_log = logging.getLogger(__name__)


class _Logged(ModuleType):
    """Stands for `traceback` in Gradio's modules: prints nothing, logs the kind of error."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__(module.__name__)
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def print_exc(self, *_: object, **__: object) -> None:
        """Log which error it is, and nothing that it says."""
        kind = sys.exc_info()[0]
        _log.error("A call of the page failed: %s", kind.__name__ if kind else "unknown error")


def install() -> None:
    """Take the place of Gradio's own printing, wherever it has one."""
    for module in (queueing, routes, utils):
        printing = getattr(module, "traceback", None)
        if printing is not None and not isinstance(printing, _Logged):
            setattr(module, "traceback", _Logged(printing))  # noqa: B010 (no typed attribute)
