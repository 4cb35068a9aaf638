"""`crossread evaluate`: what it takes, writes and exits with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from assistant import cli
from assistant.evaluation.command import parse_floors, under
from assistant.evaluation.run import read_run
from assistant.keys import hashed
from assistant.settings import Settings
from index.types import Article
from tests.assistant.evaluation.making import answer, gold, judged, made_run
from tests.assistant.scripted import ScriptedAssistant, app_of
from tests.browser.serving import served

ARTICLE = "HALDEN (AP) - Bob Miller won the race for mayor on Monday, officials in Halden said.\n"
ROWS: list[dict[str, Any]] = [
    {"id": "who", "question": "Who won the race for mayor?", "status": "answered",
     "must_say": [["Bob Miller"]], "must_cite": {"any": ["vote"]}, "conflict": None},
    {"id": "far", "question": "What is the boiling point of ethanol?", "status": "not_in_articles"},
    {"id": "odd", "question": "Who won the race for mayor in Halden?", "status": "answered",
     "must_say": [["Napoleon"]]},
]  # fmt: skip


@pytest.fixture
def evaluate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Runs the command over one article and three questions; gives exit code, output, errors."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "vote.txt").write_text(ARTICLE)
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def command(*options: str) -> tuple[int, str, str]:
        code = cli.run(["evaluate", "gold.jsonl", *options])
        return code, *capsys.readouterr()

    return command


def test_floors_set_the_exit_code(evaluate: Any) -> None:
    news = ("--articles", "news")
    code, out, _ = evaluate(*news, "--fail-under", "answers=0.5", "refusals=1")
    assert code == 0
    assert "1 / 2" in out
    code, _, err = evaluate("--fail-under", "answers=0.5", "coverage=1", "answers=0.6", *news)
    assert code == 1
    assert err == "answers is 0.500, under its floor of 0.6.\n"


def test_files_and_comparison(evaluate: Any, tmp_path: Path) -> None:
    code, out, _ = evaluate("--articles", "news", "--json", "old.json", "--html", "page.html")
    assert code == 0
    assert "2 of 3 questions are flawless." in out
    assert [one.gold.id for one in read_run(tmp_path / "old.json").questions] == [
        "who",
        "far",
        "odd",
    ]
    assert "Napoleon" in (tmp_path / "page.html").read_text()
    code, out, _ = evaluate("--articles", "news", "--compare", "old.json")
    assert code == 0
    assert "0 questions won something, 0 lost something." in out


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--fail-under", "answer=1"], 2, "'answer' is no metric; there are answers, direct,"),
        (["--fail-under", "answers=0.5", "f1=1"], 2, "'f1' is no metric"),
        (
            ["--fail-under", "answers"],
            2,
            "'answers': a floor is a share from 0 to 1, as in answers=0.9.",
        ),
        (["--fail-under", "answers=90"], 2, "a floor is a share"),
        (["--fail-under", "answers=nan"], 2, "a floor is a share"),
        (["answers=0.9"], 2, "answers=0.9"),
        (["--url", "http://127.0.0.1:1", "--articles", "news"], 2, "leave --articles out"),
        (["--url", "http://127.0.0.1:1"], 1, "'http://127.0.0.1:1' can't be asked"),
        (["--json", "nowhere/x.json"], 1, "there is no folder nowhere"),
        (["--compare", "nowhere.json"], 1, "nowhere.json: cannot be read"),
        ([], 1, "No article is indexed"),
    ],
)
def test_what_cannot_be(evaluate: Any, options: list[str], code: int, told: str) -> None:
    left, _, err = evaluate(*options)
    assert left == code
    assert told in err


def test_floors() -> None:
    assert parse_floors(["answers=0.9", "direct=1"]) == {"answers": 0.9, "direct": 1.0}
    with pytest.raises(typer.BadParameter):
        parse_floors(["=1"])


def test_a_floor_that_nothing_counts_for_is_missed() -> None:
    done = made_run(judged(gold(), answer("70,000")))
    assert list(under(done, {"answers": 1.0})) == []
    assert list(under(done, {"refusals": 0.0})) == [
        "refusals has a floor of 0, but no question counts for it."
    ]


def test_a_running_crossread_is_asked_with_a_key(
    evaluate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = Article("vote", "AP", "A vote", ARTICLE)
    settings = Settings(api_keys=f"desk:{hashed('secret')}")  # type: ignore[arg-type]
    with served(app_of(ScriptedAssistant([article]), settings)) as url:
        code, _, err = evaluate("--url", url)
        assert (code, "answered with 401: This needs a key" in err) == (1, True)
        assert evaluate("--url", url, "--key", "secret")[0] == 0
        monkeypatch.setenv("CROSSREAD_KEY", "secret")
        assert evaluate("--url", url)[0] == 0
