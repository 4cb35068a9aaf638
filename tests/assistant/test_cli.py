"""The command line: what it writes where, and with what exit code."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from assistant import cli
from assistant.serving import bind
from assistant.types import Answer
from index.corpus import Corpus
from tests.conftest import SEEDS

TROOPS = "How many Russian troops are near Ukraine's border?"
PROGRAM = [sys.executable, "-c", "from assistant.cli import main; main()"]
ARTICLE = "HALDEN (AP) - Bob Miller won the race for mayor on Monday, officials in Halden said.\n"


class Ran(NamedTuple):
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process, where the model is loaded already."""

    def command(*arguments: str | Path, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin.encode())))
        code = cli.run([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return command


@pytest.fixture
def seeds(seeds_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The five articles as the default index."""
    assert seeds_corpus.folder is not None
    monkeypatch.setenv("CROSSREAD_DATA", str(seeds_corpus.folder))
    return seeds_corpus.folder


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with one article."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "mayor.txt").write_text(ARTICLE)
    return folder


# Indexing


def test_the_index_holds_exactly_what_was_found(run: Run, news: Path) -> None:
    assert "added    mayor  AP: " in run("index", news).out
    assert "0 added, 0 changed, 0 removed, 1 unchanged." in run("index", news).out

    (news / "mayor.txt").write_text(ARTICLE + "The count took two hours.\n")
    (news / "bridge.txt").write_text("The bridge over the Tamsin opened in 1958, the city said.\n")
    done = run("index", news, "--json")
    assert (done.code, done.err) == (0, "")
    (report,) = done.json()
    assert (report["added"], report["changed"]) == (["bridge"], ["mayor"])

    (news / "mayor.txt").unlink()
    assert "removed  mayor" in run("index", news).out


def test_adding_keeps_the_rest(run: Run, news: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("The bridge over the Tamsin opened in 1958, the city said.\n")
    run("index", news)
    (report,) = run("index", "--add", "--json", other).json()
    assert (report["added"], report["removed"]) == (["other"], [])


def test_rebuilding_starts_anew(run: Run, news: Path, own_data: Path) -> None:
    run("index", news)
    (own_data / "mine.txt").write_text("not the index's")
    SharedSystemClient.clear_system_cache()  # as in a process of its own
    (report,) = run("index", "--rebuild", "--json", news).json()
    assert (report["added"], report["unchanged"]) == (["mayor"], [])
    assert (own_data / "mine.txt").exists()


def test_a_mistyped_path_costs_nothing_that_is_indexed(run: Run, news: Path) -> None:
    run("index", news)
    for arguments in (["nowhere"], ["nowhere", "--rebuild"], [SEEDS, "nowhere", "--rebuild"]):
        failed = run("index", *arguments)
        assert (failed.code, failed.out) == (1, "")
        assert "nowhere: there is no such file or folder." in failed.err
        assert "the index stays as it was" in failed.err
    (news / "bridge.txt").write_text("The bridge over the Tamsin opened in 1958, the city said.\n")
    failed = run("index", news / "bridge.txt", "nowhere", "--json")
    assert (failed.code, failed.json()[0]["added"]) == (1, ["bridge"])
    assert "Nothing was removed" in failed.err


def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(run: Run, news: Path) -> None:
    (news / "empty.txt").write_text("")
    (news / "rows.jsonl").write_text('{"id": "a", "text": "The bridge is open."}\n{"id": "b"}\n')
    failed = run("index", news, "--json")
    assert failed.code == 1
    assert failed.json()[0]["added"] == ["mayor", "a"]
    assert failed.err.splitlines() == failed.json()[0]["problems"]
    assert f"{news / 'empty.txt'}: the file is empty." in failed.err
    assert f"{news / 'rows.jsonl'}, line 2: the field 'text' is missing" in failed.err


# Asking and searching


def test_an_answer_is_readable(run: Run, seeds: Path) -> None:
    done = run("ask", TROOPS)
    assert (done.code, done.err) == (0, "")
    assert "[1]" in done.out
    answer, sources = done.out.split("\nSources\n")
    assert "70,000" in answer
    assert "AP · 2021-12-17 · " in " ".join(sources.split())
    assert "seeds/001_2c9a6f936166a1d7.txt" in "".join(sources.split())


def test_an_answer_as_json_is_the_wire_contract_on_one_line(run: Run, seeds: Path) -> None:
    (line,) = run("ask", "--json", TROOPS).json()
    answer = Answer.model_validate(line)
    assert answer.question == TROOPS
    text = (SEEDS / "001_2c9a6f936166a1d7.txt").read_text()
    cited = [c for c in answer.citations if c.article_id == "001_2c9a6f936166a1d7"]
    assert cited
    assert all(text[c.start : c.end] == c.quote for c in cited)


def test_a_batch_is_answered_in_order_and_bad_lines_are_named(run: Run, seeds: Path) -> None:
    own = {"id": "mayor", "outlet": "AP", "text": ARTICLE}
    lines = [
        json.dumps({"id": "b", "question": TROOPS}),
        "nonsense",
        json.dumps({"id": 1, "question": "Who won the race?", "articles": [own]}),
    ]
    done = run("ask", "--batch", "-", "--json", stdin="\n".join(lines))
    assert done.code == 1
    assert done.err.startswith("standard input, line 2: not valid JSON")
    assert [row["id"] for row in done.json()] == ["b", 1]
    first, second = [
        Answer.model_validate({key: row[key] for key in row.keys() - {"id"}}) for row in done.json()
    ]
    assert first.question == TROOPS
    assert {c.article_id for c in second.citations} == {"mayor"}
    assert {c.file for c in second.citations} == {None}


def test_a_history_comes_from_a_file(run: Run, seeds: Path, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([{"role": "user", "content": TROOPS}]))
    assert run("ask", "--history", history, "--json", "Who said that?").code == 0
    refused = run("ask", "--history", history, "--batch", "questions.jsonl")
    assert refused.code == 2
    assert "--history" in refused.err


def test_hits_are_the_wire_contract(run: Run, seeds: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    own = {"id": "mayor", "outlet": "AP", "text": ARTICLE}
    rows = [
        {"id": "troops", "question": TROOPS},
        {"id": "own", "question": "Who won the race?", "articles": [own]},
    ]
    batch.write_text("\n".join(map(json.dumps, rows)))
    troops, own_hits = run("search", "--batch", batch, "-k", "4", "--per-article", "--json").json()
    assert (troops["id"], own_hits["id"]) == ("troops", "own")
    hits = troops["hits"]
    assert len({hit["article_id"] for hit in hits}) == len(hits) == 4
    for hit in hits:
        text = (SEEDS / f"{hit['article_id']}.txt").read_text()
        assert text[hit["start"] : hit["end"]] == hit["text"]
    assert [hit["score"] for hit in hits] == sorted((h["score"] for h in hits), reverse=True)
    assert [hit["article_id"] for hit in own_hits["hits"]] == ["mayor"]


def test_passages_are_readable(run: Run, seeds: Path) -> None:
    done = run("search", TROOPS, "-k", "2")
    assert (done.code, done.err) == (0, "")
    assert " 1. " in done.out
    assert " 3. " not in done.out


def test_other_articles_are_asked_apart_from_the_index(
    run: Run, news: Path, own_data: Path
) -> None:
    for _ in range(2):
        (answer,) = run("ask", "Who won the race for mayor?", "--articles", news, "--json").json()
        assert {c["article_id"] for c in answer["citations"]} == {"mayor"}
    (folder,) = (own_data / "other").iterdir()
    (news / "mayor.txt").write_text(ARTICLE.replace("Miller", "Calloway"))
    (row,) = run("search", "Who won?", "--articles", news, "--json").json()
    assert "Calloway" in row["hits"][0]["text"]
    assert [*(own_data / "other").iterdir()] == [folder]
    failed = run("ask", "Who won the race for mayor?")
    assert (failed.code, failed.out) == (1, "")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_nothing_indexed_is_one_sentence_with_the_way_out(run: Run, command: str) -> None:
    failed = run(command, TROOPS)
    assert (failed.code, failed.out) == (1, "")
    assert "run 'crossread index seeds'" in failed.err
    assert len(failed.err.splitlines()) == 1


# What goes wrong


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "Who?", "--batch", "questions.jsonl"],
        ["ask", "--nonsense"],
        ["search", "Who?", "-k", "0"],
        ["index"],
        ["index", "--add", "--rebuild", "seeds"],
        ["serve", "--port", "99999"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_2(run: Run, arguments: list[str]) -> None:
    refused = run(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert "Usage: " in refused.err


def test_a_file_in_the_place_of_the_index_is_one_sentence(run: Run, own_data: Path) -> None:
    own_data.write_text("not a folder")
    for arguments in (["index", SEEDS], ["ask", TROOPS], ["search", TROOPS], ["serve"]):
        failed = run(*arguments, *(["--port", str(_free_port())] if arguments == ["serve"] else []))
        assert (failed.code, failed.out) == (1, "")
        assert failed.err.startswith(f"The index folder {own_data} cannot be written")
        assert len(failed.err.splitlines()) == 1


def test_a_catalogue_that_is_none_is_one_sentence(run: Run, own_data: Path) -> None:
    own_data.mkdir()
    (own_data / "catalog.sqlite").write_bytes(b"nonsense" * 1000)
    failed = run("ask", TROOPS)
    assert failed.code == 1
    assert failed.err.startswith(f"The index at {own_data}")
    assert run("index", "--rebuild", SEEDS / "002_8f447ddefd7b514c.txt").code == 0


def test_a_setting_that_cannot_work_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSREAD_PORT", "abc")
    failed = run("ask", TROOPS)
    assert (failed.code, failed.out) == (1, "")
    assert failed.err.startswith("CROSSREAD_PORT is 'abc': ")


def test_a_taken_port_is_one_sentence(run: Run) -> None:
    with bind("127.0.0.1", 0) as other:
        port = other.getsockname()[1]
        failed = run("serve", "--port", str(port))
    assert (failed.code, failed.out) == (1, "")
    assert failed.err.startswith(f"Port {port} on 127.0.0.1 is taken")


def test_a_reader_that_has_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*PROGRAM, "--help"], stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert done.stderr == b""


def test_an_interrupt_is_quiet(seeds: Path) -> None:
    """Interrupted while it waits for the next question; it says when it has read the first."""
    command = [*PROGRAM, "ask", "--batch", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as program:
        assert program.stdin is not None
        assert program.stderr is not None
        program.stdin.write(b"nonsense\n")
        program.stdin.flush()
        assert program.stderr.readline().startswith(b"standard input, line 1: not valid JSON")
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=20) == 130
        assert program.stderr.read() == b""


# Help


def test_help_is_quick_and_shows_how() -> None:
    """Heavy libraries would make it slow, so that none is imported."""
    probe = (
        "import sys; from assistant.cli import run; run(['--help']); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    heavy = {"torch", "chromadb", "gradio", "llama_index", "numpy", "pydantic", "transformers"}
    assert not heavy & set(done.stdout.splitlines()[-1].split())
    for word in ("crossread index seeds", "CROSSREAD_DATA", "Exit codes", "doctor"):
        assert word in done.stdout


def _free_port() -> int:
    with bind("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])
