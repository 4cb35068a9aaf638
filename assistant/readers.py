"""The reader that the settings ask for: the shipped one, or other models for some of its tasks."""

from __future__ import annotations

from assistant.reader.hub import HubReader
from assistant.reader.protocol import Reader
from assistant.reader.trained import shipped
from assistant.settings import Settings


def reader_for(settings: Settings) -> Reader:
    """The reader; its models load at first use, and raise SettingsError where they can't."""
    others = {
        "select": settings.reader_select,
        "read": settings.reader_read,
        "verify": settings.reader_verify,
    }
    return HubReader(shipped(), **others) if any(others.values()) else shipped()
