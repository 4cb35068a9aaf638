"""Gold files: those that there are hold, and what is wrong with one is said by line and field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.gold import GoldError, GoldQuestion, read_gold

GOLD = Path(__file__).parents[2] / "gold"
FILES = [GOLD / "seeds.jsonl", *sorted(GOLD.glob("other/*/gold.jsonl"))]
SOUND = {"id": "a", "question": "Who?", "status": "answered", "must_say": [["x", "/y|z/"]]}


def written(folder: Path, *rows: dict[str, Any] | str) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), "utf-8")
    return file


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(GOLD)))
def test_our_gold_files_are_sound(file: Path) -> None:
    assert len(read_gold(file)) >= 40


def test_there_are_three_gold_files() -> None:
    assert len(FILES) == 3


def test_all_fields(tmp_path: Path) -> None:
    row = SOUND | {
        "history": [{"role": "user", "content": "Hello"}],
        "must_cite": {"all": ["1"], "any": ["2", "3"]},
        "conflict": {"values": [["x"], ["y"]], "relation": "parties_disagree"},
        "tags": ["who"],
        "note": "From a visitor.",
    }
    (question,) = read_gold(written(tmp_path, row))
    assert question.model_dump(mode="json") == row
    assert question.must_cite.groups == [("1",), ("2", "3")]


@pytest.mark.parametrize(("extra", "judges"), [({}, False), ({"conflict": None}, True)])
def test_conflict_left_out_is_not_null(extra: dict[str, Any], judges: bool) -> None:
    question = GoldQuestion.model_validate_json(json.dumps(SOUND | extra))
    again = GoldQuestion.model_validate_json(question.model_dump_json())
    assert question == again
    assert question.judges_conflicts is again.judges_conflicts is judges


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"must_say": []}, "'must_say': an answered question needs a fact"),
        ({"must_say": [["/(/"]]}, "'must_say[0][0]': '/(/' is no regular expression"),
        ({"must_say": [["ok"], [" "]]}, "'must_say[1][0]': an alternative is empty"),
        ({"must_say": [["/usr"]]}, "'must_say[0][0]': '/usr' starts as a /regular expression/"),
        ({"must_say": "x"}, "'must_say': Input should be a valid array"),
        ({"must_cite": {"some": []}}, "'must_cite.some': Extra inputs"),
        ({"conflict": {"values": [["a"]]}}, "'conflict.values'"),
        ({"conflict": {"values": [["a"], ["b"]], "relation": "x"}}, "'conflict.relation'"),
        ({"status": "refused"}, "'status': Input should be 'answered' or 'not_in_articles'"),
        ({"status": "not_in_articles"}, "'must_say': is for answered questions only"),
        ({"history": [{"role": "me", "content": ""}]}, "'history[0].role'"),
        ({"id": 1}, "'id': Input should be a valid string"),
        ({"question": " "}, "'question': String should have at least 1 character"),
        ({"mustsay": []}, "'mustsay': Extra inputs are not permitted"),
        ({"tags": "x"}, "'tags': Input should be a valid array"),
    ],
)
def test_what_is_wrong(tmp_path: Path, wrong: dict[str, Any], told: str) -> None:
    file = written(tmp_path, SOUND, "", SOUND | {"id": "b"} | wrong)
    with pytest.raises(GoldError) as error:
        read_gold(file)
    assert str(error.value).startswith(f"{file}, line 3: the field {told}")


@pytest.mark.parametrize("line", ["nope", "[]", '{"id": "b"', "3"])
def test_lines_that_are_no_object(tmp_path: Path, line: str) -> None:
    with pytest.raises(GoldError, match=r"gold\.jsonl, line 2: "):
        read_gold(written(tmp_path, SOUND, line))


def test_every_problem_is_told(tmp_path: Path) -> None:
    bad = {"id": "b", "status": "answered", "must_say": []}
    with pytest.raises(GoldError) as error:
        read_gold(written(tmp_path, bad, SOUND, SOUND))
    told = str(error.value).splitlines()
    assert "'question': Field required" in told[0]
    assert "'must_say'" in told[1]
    assert "line 3: the field 'id' is 'a', as in line 2." in told[2]


def test_a_thousand_problems_are_counted(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"and 980 more problems\."):
        read_gold(written(tmp_path, *["nope"] * 1000))


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_nothing_in_it(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_bytes(content)
    with pytest.raises(GoldError, match="holds no question"):
        read_gold(file)


def test_not_utf8_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold(file)
    file.write_bytes(b"\xff")
    with pytest.raises(GoldError, match="is not UTF-8"):
        read_gold(file)
