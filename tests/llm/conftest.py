"""A real language model, for all tests in this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assembly import assistant_over
from assistant.chat import Assistant
from assistant.settings import Settings, load_settings
from index.corpus import Corpus
from tests.llm.serving import missing, running


@pytest.fixture(scope="session")
def llm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What CROSSREAD_LLM is set to: a server that runs for the session."""
    if lacking := missing():
        pytest.skip(lacking)
    with running(tmp_path_factory.mktemp("llm")) as served:
        yield served


@pytest.fixture(scope="session")
def llm_settings(llm: str) -> Settings:
    """Settings by which that model answers, however slow the machine."""
    return load_settings().model_copy(update={"llm": llm, "llm_timeout": 300.0})


@pytest.fixture(scope="session")
def llm_assistant(llm_settings: Settings, seeds_corpus: Corpus) -> Assistant:
    """An assistant over the five articles whose answers are that model's, verified."""
    return assistant_over(llm_settings, seeds_corpus)
