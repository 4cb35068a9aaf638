"""Every command of the README runs as it stands there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from assistant import cli, feedback
from assistant.feedback import Feedback
from tests.assistant.scripted import answered

ROOT = Path(__file__).parent.parent
_BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
pytestmark = pytest.mark.long
COMMANDS = [line for block in _BLOCKS for line in block.splitlines() if line.strip()]
_ELSEWHERE = {
    "crossread serve": "tests/assistant/test_serving.py",
    "crossread watch news/": "tests/assistant/test_cli_index.py",
    "crossread index --add https://news.example/feed.xml": "tests/assistant/test_cli_index.py",
    "crossread mcp": "tests/assistant/test_web_mcp.py",
}
"""Commands that don't end by themselves or need another server, and where they are run."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the README's commands find: the repository's articles, and a user's own."""
    place = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    gold = Path("tests", "gold", "seeds.jsonl")
    (place / gold).parent.mkdir(parents=True)
    some = (ROOT / gold).read_text("utf-8").splitlines()[::12]  # all are asked in test_gold_seeds
    (place / gold).write_text("\n".join(some), "utf-8")
    for name in ("news", "other"):
        shutil.copytree(ROOT / "tests" / "gold" / "other" / "bridge" / "articles", place / name)
    row = {"id": "a", "outlet": "The Note", "text": "The fair opens on Monday, the mayor said."}
    (place / "today.jsonl").write_text(json.dumps(row) + "\n")
    praise = Feedback.of(answered("When does the fair open?", "On Monday."), "up")
    feedback.append(place / ".crossread" / "feedback.jsonl", praise)
    question = {"id": "q", "question": "When does the fair open?"}
    (place / "questions.jsonl").write_text(json.dumps(question) + "\n")
    return place


def test_every_crossread_command_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CROSSREAD_DATA", str(folder / "data"))
    ours = [c for c in COMMANDS if c.startswith("crossread ") and c not in _ELSEWHERE]
    assert len(ours) > 10
    for command in ours:
        code = cli.run(shlex.split(command)[1:])
        printed = capsys.readouterr()
        assert code == 0, f"{command}\n{printed.out}\n{printed.err}"
        assert printed.out.strip(), command


def test_every_other_command_is_known() -> None:
    others = [c for c in COMMANDS if not c.startswith("crossread ")]
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for command in others:
        program, target = command.split()[:2]
        assert program == "make"
        assert target in targets


def test_commands_that_serve_are_run_by_their_own_tests() -> None:
    for command, where in _ELSEWHERE.items():
        assert command in COMMANDS
        assert (ROOT / where).is_file()
