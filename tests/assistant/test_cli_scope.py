"""The command line, asked of some of the articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.conftest import ARTICLE, TROOPS, Run


def outlets(hits: dict[str, Any]) -> set[str]:
    return {hit["outlet"] for hit in hits["hits"]}


def test_an_answer_comes_from_the_outlets_and_dates_that_are_named(run: Run, seeds: Path) -> None:
    (answer,) = run("ask", TROOPS, "--outlet", "AP", "--outlet", "RT", "--json").json()
    assert {c["outlet"] for c in answer["citations"]} <= {"AP", "RT"}
    assert answer["citations"]
    dates = ("--since", "2021-12-11", "--until", "2021-12")
    (answer,) = run("ask", TROOPS, *dates, "--json").json()
    assert answer["citations"]
    assert all("2021-12-11" <= c["published"] <= "2021-12-31" for c in answer["citations"])


def test_passages_come_from_them_too(run: Run, seeds: Path) -> None:
    (hits,) = run("search", TROOPS, "--outlet", "The Moscow Times", "--json").json()
    assert outlets(hits) == {"The Moscow Times"}
    (hits,) = run("search", TROOPS, "--since", "2022", "--json").json()
    assert outlets(hits) == {"RT"}


def test_articles_of_another_folder_are_narrowed(run: Run, news: Path) -> None:
    (news / "bridge.txt").write_text("HALDEN (Reuters) - The bridge opened in 1958, they said.\n")
    given = ("search", "Halden", "--articles", news, "--json")
    assert outlets(run(*given).json()[0]) == {"AP", "Reuters"}
    assert outlets(run(*given, "--outlet", "AP").json()[0]) == {"AP"}


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Moscow Times", "The Moscow Times"), ("reuters", "Reuters"), ("AFP", "EFE/AFP")],
)
def test_an_outlet_that_is_not_indexed_is_told_with_the_nearest(
    run: Run, seeds: Path, command: str, typed: str, meant: str
) -> None:
    failed = run(command, TROOPS, "--outlet", "AP", "--outlet", typed)
    assert (failed.code, failed.out) == (1, "")
    assert f"{typed!r}: the nearest are {meant!r}, " in failed.err
    assert len(failed.err.splitlines()) == 1


def test_an_empty_index_is_said_before_its_outlets(run: Run) -> None:
    failed = run("ask", TROOPS, "--outlet", "AP")
    assert failed.code == 1
    assert "run 'crossread index seeds'" in failed.err


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    "wrong", [["--since", "soon"], ["--until", "2021-13"], ["--since", "2022", "--until", "2021"]]
)
def test_dates_that_cannot_be_are_wrong_usage(run: Run, command: str, wrong: list[str]) -> None:
    refused = run(command, TROOPS, *wrong)
    assert (refused.code, refused.out) == (2, "")
    assert repr(wrong[1]) in refused.err


def test_a_line_of_a_batch_may_bring_its_own_scope(run: Run, seeds: Path) -> None:
    """It stands in the place of the command's, which holds for the other lines."""
    own = [
        {"id": "a", "outlet": "AP", "text": ARTICLE},
        {"id": "b", "outlet": "Herald", "text": ARTICLE.replace("Miller", "Calloway")},
    ]
    lines = [
        {"id": 1, "question": TROOPS, "scope": {"until": "2021-12-10"}},
        {"id": 2, "question": TROOPS},
        {"id": 3, "question": TROOPS, "scope": {"since": "soon"}},
        {"id": 4, "question": "Who won?", "articles": own, "scope": {"outlets": ["Herald"]}},
    ]
    given = ("search", "--batch", "-", "--json", "--outlet", "RT")
    done = run(*given, stdin="\n".join(map(json.dumps, lines)))
    assert done.code == 1
    assert done.err.startswith("standard input, line 3, scope: 'since' is 'soon'")
    found = {hits["id"]: outlets(hits) for hits in done.json()}
    assert found == {1: {"EFE/AFP", "The Moscow Times"}, 2: {"RT"}, 4: {"Herald"}}
    asked = run("ask", "--batch", "-", "--json", stdin=json.dumps(lines[3]))
    assert {c["article_id"] for c in asked.json()[0]["citations"]} == {"b"}
