"""Processes of the tests' own, for what happens between several or when one is killed."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import ForkServerContext

import pytest


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Starts processes that have imported already what they need."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["chromadb", "llama_index.core.node_parser", "index.search", "tests.index.letters"]
    )
    return context
