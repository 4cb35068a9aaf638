"""The command line when something is wrong: one sentence, the right exit code, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.serving import bind
from tests.assistant.conftest import TROOPS, Run
from tests.conftest import SEEDS

PROGRAM = [sys.executable, "-c", "from assistant.cli import main; main()"]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_nothing_indexed_is_one_sentence_with_the_way_out(run: Run, command: str) -> None:
    failed = run(command, TROOPS)
    assert (failed.code, failed.out) == (1, "")
    assert "run 'crossread index seeds'" in failed.err
    assert len(failed.err.splitlines()) == 1


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


def _heed_interrupts() -> None:
    """A test run in the background of a shell would hand down that it ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_is_quiet(seeds: Path) -> None:
    """Interrupted while it waits for the next question; it says when it has read the first."""
    command = [*PROGRAM, "ask", "--batch", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=_heed_interrupts
    ) as program:
        assert program.stdin is not None
        assert program.stderr is not None
        program.stdin.write(b"nonsense\n")
        program.stdin.flush()
        assert program.stderr.readline().startswith(b"standard input, line 1: not valid JSON")
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=20) == 130
        assert program.stderr.read() == b""


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
