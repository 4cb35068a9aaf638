"""The assistant that the settings ask for: its reader, and the language model if there is one."""

from __future__ import annotations

from assistant.chat import Assistant
from assistant.llm import models
from assistant.llm.generate import Generator
from assistant.reader.hub import HubReader
from assistant.reader.protocol import Reader
from assistant.reader.trained import shipped
from assistant.settings import Settings
from index.corpus import Corpus


def assistant_over(settings: Settings, corpus: Corpus) -> Assistant:
    """The assistant over a corpus; raises SettingsError or ModelError for a model it can't have."""
    reader = reader_for(settings)
    return Assistant(corpus, reader, generator=generator_for(settings, reader))


def reader_for(settings: Settings) -> Reader:
    """The reader; its models load at first use, and raise SettingsError where they can't."""
    others = {
        "select": settings.reader_select,
        "read": settings.reader_read,
        "verify": settings.reader_verify,
    }
    return HubReader(shipped(), **others) if any(others.values()) else shipped()


def generator_for(settings: Settings, reader: Reader) -> Generator | None:
    """What answers by the language model that is set, which is not asked yet; None without one."""
    if not settings.llm:
        return None
    chosen, key = models.parse(settings.llm), settings.llm_secret()
    model = models.connect(chosen, key, settings.llm_timeout, settings.llm_context)
    return Generator(
        model,
        reader,
        mark=settings.llm_unsupported == "mark",
        disagreements=settings.llm_conflicts,
        at_once=settings.llm_concurrency,
    )
