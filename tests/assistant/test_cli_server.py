"""Crossread over a Chroma server: what one process indexes another answers, with no files of its
own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.chat import Assistant
from assistant.corpora import default_corpus, rebuilt_corpus
from assistant.doctor import examine
from assistant.settings import load_settings
from index.server.connection import ServerAddress
from index.sync import sync
from tests.assistant.conftest import Run
from tests.conftest import SEEDS
from tests.servers import free_port


@pytest.fixture
def served(server_address: ServerAddress, monkeypatch: pytest.MonkeyPatch) -> ServerAddress:
    monkeypatch.setenv("CROSSREAD_CHROMA_URL", server_address.url)
    monkeypatch.setenv("CROSSREAD_CHROMA_DATABASE", server_address.database)
    return server_address


@pytest.mark.scale
def test_what_another_process_indexes_is_answered_here_as_over_a_folder(
    served: ServerAddress, own_data: Path, seeds_assistant: Assistant
) -> None:
    waiting = Assistant(default_corpus(load_settings()))
    assert waiting.article_count() == 0
    command = [Path(sys.executable).with_name("crossread"), "index", SEEDS]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    question = "How many Russian troops are near Ukraine's border?"
    here, there = waiting.ask(question), seeds_assistant.ask(question)
    assert here.status == "answered"
    assert here.answer == there.answer
    assert here.conflicts == there.conflicts
    assert [a.id for a in waiting.articles()] == [a.id for a in seeds_assistant.articles()]
    assert waiting.outlets() == seeds_assistant.outlets()
    assert not own_data.exists()


@pytest.mark.scale
def test_every_command_works_over_a_server(served: ServerAddress, run: Run, news: Path) -> None:
    assert str(served) in run("ask", "Who won the race?").err
    (news / "copy.txt").write_text((news / "mayor.txt").read_text())
    assert "Articles that print the report of another one: 1." in run("index", news).out
    assert "Bob Miller" in run("ask", "Who won the race for mayor?").out
    assert "Miller" in run("search", "mayor", "-k", "1").out
    assert run("index", "--verify").code == 0
    told = {f.about: f for f in examine(load_settings())}
    assert told["Index"].found == f"{served}, answers"
    assert [f.about for f in told.values() if f.mend] == []


@pytest.mark.scale
def test_the_index_on_a_server_is_made_anew(served: ServerAddress, run: Run, news: Path) -> None:
    run("index", SEEDS)
    with rebuilt_corpus(load_settings()) as corpus:
        sync(corpus, [])
    assert default_corpus(load_settings()).is_empty


def test_a_server_that_is_down_is_said_by_command_and_doctor(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setenv("CROSSREAD_CHROMA_URL", url)
    failed = run("ask", "Who won?")
    assert failed.code == 1
    assert f"The Chroma server at {url} does not answer" in failed.err
    told = {f.about: f.mend for f in examine(load_settings())}
    assert "unset CROSSREAD_CHROMA_URL" in told["Index"]
