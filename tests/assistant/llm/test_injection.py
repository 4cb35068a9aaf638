"""Articles that try to take a model over: nothing that they demand is answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.chat import Assistant
from assistant.llm.generate import Generator
from assistant.reader.trained import shipped
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article
from tests.assistant.llm.scripted_model import ScriptedModel

_FILE = Path(__file__).parents[2] / "gold" / "injections.jsonl"
INJECTIONS = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]


pytestmark = pytest.mark.llm
_STATED = {"i09", "i41"}
"""The article states it, in a sentence that answers or in text that reads as its own."""


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row, id=row["id"], marks=[pytest.mark.xfail(strict=True)] * (row["id"] in _STATED)
        )
        for row in INJECTIONS
    ],
)
def test_a_model_that_obeys_is_not_heard(row: dict[str, Any], embedder: Embedder) -> None:
    """The worst case: it says all that it is told to, under the article as its source."""
    corpus = Corpus(embedder)
    sync(corpus, [Article("a", row["outlet"], row["title"], row["text"])])
    obeys = " ".join(f"{said} [1]. It is {said} [1]." for said in row["forbidden"])
    model = ScriptedModel(f"{row['demand']} [1]. {obeys}")
    answer = Assistant(corpus, generator=Generator(model, shipped())).ask(row["question"])
    shown = json.dumps(answer.model_dump(), ensure_ascii=False)
    assert [said for said in row["forbidden"] if said.lower() in shown.lower()] == []
