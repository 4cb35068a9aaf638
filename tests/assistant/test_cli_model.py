"""The command line where a language model answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import commands
from index.corpus import Corpus
from tests.assistant.conftest import Run
from tests.assistant.ferry import INVENTED, QUESTION, SAYS, SUPPORTED, told_by
from tests.assistant.llm.scripted_model import ScriptedModel

STORY = (
    "WEXMOOR (Post) - The ferry Saint Brendan sank off Wexmoor on Monday with 31 people aboard, "
    "the coast guard said.\n"
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "ferry.txt"
    file.write_text(STORY)
    return file


def script(monkeypatch: pytest.MonkeyPatch, says: str, *, mark: bool = False) -> ScriptedModel:
    """The model that answers in this process, with a script in place of a server."""
    model = ScriptedModel(says)

    def over(_: object, corpus: Corpus) -> object:
        return told_by(corpus, model, mark=mark)

    monkeypatch.setattr(commands, "assistant_over", over)
    return model


def test_it_is_said_who_answered_and_what_was_withheld(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = script(monkeypatch, SAYS)
    out = " ".join(run("ask", QUESTION, "--articles", story).out.split())
    assert SUPPORTED in out
    assert f"In the words of {model.name}" in out
    assert "2 sentences were withheld" in out
    assert INVENTED not in out


def test_why_the_model_did_not_answer_is_said(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = script(monkeypatch, INVENTED)
    out = " ".join(run("ask", QUESTION, "--articles", story).out.split())
    assert f"nothing that {model.name} said is supported" in out
    assert "31 people" in out


def test_what_no_source_supports_is_marked(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(monkeypatch, SAYS, mark=True)
    out = " ".join(run("ask", QUESTION, "--articles", story).out.split())
    assert f"{INVENTED} (no source bears this out)" in out
    assert f"{SUPPORTED} [1] (no" not in out


def test_own_words_leave_the_model_out(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = script(monkeypatch, SAYS)
    (answer,) = run("ask", QUESTION, "--articles", story, "--own-words", "--json").json()
    assert (answer["answered_by"], model.asked) == ("extractive", [])


def test_a_line_of_a_batch_may_leave_the_model_out(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = script(monkeypatch, SAYS)
    lines = [{"id": 1, "question": QUESTION, "own_words": True}, {"id": 2, "question": QUESTION},
             {"id": 3, "question": QUESTION, "own_words": "yes"}]  # fmt: skip
    done = run(
        "ask",
        "--batch",
        "-",
        "--articles",
        story,
        "--json",
        stdin="\n".join(map(json.dumps, lines)),
    )
    assert [a["answered_by"] for a in done.json()] == ["extractive", model.name]
    assert "the field 'own_words' is 'yes', not true or false." in done.err
