"""The command line: what its commands do and write."""

from __future__ import annotations

import json
from pathlib import Path

from chromadb.api.shared_system_client import SharedSystemClient

from assistant.types import Answer
from tests.assistant.conftest import ARTICLE, TROOPS, Run
from tests.conftest import SEEDS

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
    assert failed.err.splitlines() == failed.json()[0]["failed"]
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
