"""What visitors say about an answer: kept whole, and read again as it was."""

from __future__ import annotations

import json
import resource
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.feedback import MAX_BYTES, MAX_REASON, Feedback, FeedbackError, append, read
from assistant.types import Turn
from index.types import Article
from tests.assistant.scripted import answered, cited

ARTICLE = Article("a", "AP", "The count", "Officials counted 70,000 troops.", "2021-12-17")
ANSWER = answered("How many?", "70,000 [1]", cited(ARTICLE, 1, "counted 70,000"))
HISTORY = [Turn(role="user", content="Hello"), Turn(role="assistant", content="Ask me.")]
TURNS = st.builds(Turn, role=st.sampled_from(["user", "assistant"]), content=st.text())
GIVEN = st.builds(
    Feedback,
    at=st.datetimes(timezones=st.just(UTC)),
    verdict=st.sampled_from(["up", "down"]),
    reason=st.text(max_size=MAX_REASON),
    history=st.lists(TURNS, max_size=3),
    answer=st.builds(lambda text: ANSWER.model_copy(update={"answer": text}), st.text()),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback")


def row(**fields: Any) -> dict[str, Any]:
    return Feedback.of(ANSWER, "up").model_dump(mode="json") | fields


@given(st.lists(GIVEN, min_size=1, max_size=3))
def test_what_is_said_is_read_again_in_order(folder: Path, said: list[Feedback]) -> None:
    file = folder / "feedback.jsonl"
    file.unlink(missing_ok=True)
    for one in said:
        append(file, one)
    assert read(file) == said


def test_of_an_answer_now() -> None:
    said = Feedback.of(ANSWER, "down", "  It is out of date.\n", HISTORY)
    assert said.reason == "It is out of date."
    assert (said.answer, said.history) == (ANSWER, HISTORY)
    assert abs(datetime.now(UTC) - said.at) < timedelta(minutes=1)


def test_the_time_is_iso_8601_in_utc(tmp_path: Path) -> None:
    append(tmp_path / "feedback.jsonl", Feedback.of(ANSWER, "up"))
    at = json.loads((tmp_path / "feedback.jsonl").read_text("utf-8"))["at"]
    assert at.endswith("Z")
    assert datetime.fromisoformat(at).tzinfo == UTC


def test_the_file_and_its_folder_are_made_for_their_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "feedback.jsonl"
    append(file, Feedback.of(ANSWER, "up"))
    assert file.stat().st_mode & 0o077 == 0


def test_many_at_once_do_not_mix(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    long = [Turn(role="user", content="é" * 50_000)]
    said = [Feedback.of(ANSWER, "up", f"No. {i}", long) for i in range(60)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda one: append(file, one), said))
    assert sorted(one.reason for one in read(file)) == sorted(one.reason for one in said)


def test_half_a_character_costs_no_more_than_itself(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    append(file, Feedback.of(ANSWER, "up", history=[Turn(role="user", content="so \ud83d")]))
    assert read(file)[0].history[0].content == "so ?"


def test_a_reason_that_is_too_long_is_refused() -> None:
    assert Feedback.of(ANSWER, "down", "x" * MAX_REASON).reason
    with pytest.raises(FeedbackError, match=r"'reason': .* at most 2000 characters"):
        Feedback.of(ANSWER, "down", "x" * (MAX_REASON + 1))


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path, tmp_path / "file" / "feedback.jsonl", Path("/dev/full")):
        with pytest.raises(FeedbackError, match="feedback cannot be written there") as error:
            append(place, Feedback.of(ANSWER, "up"))
        assert str(error.value).startswith(f"{place}: ")


def test_a_line_that_is_cut_off_is_said(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(FeedbackError, match=r"only 100 of \S+ bytes .* Make room"):
            append(file, Feedback.of(ANSWER, "up"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with pytest.raises(FeedbackError, match=r"line 1: .* Mend the line or remove it\."):
        read(file)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"verdict": "meh"}, "the field 'verdict': Input should be 'up' or 'down'."),
        ({"at": "2026-01-02T03:04:05+01:00"}, "the field 'at': 2026-01-02T03:04:05+01:00 is not"),
        ({"at": "2026-01-02T03:04:05"}, "the field 'at': Input should have timezone info."),
        ({"history": [{"role": "me", "content": ""}]}, "the field 'history[0].role'"),
        ({"answer": {}}, "the field 'answer.question': Field required."),
        ({"stars": 5}, "the field 'stars': Extra inputs are not permitted."),
    ],
)
def test_a_line_that_does_not_fit_is_named(
    tmp_path: Path, wrong: dict[str, Any], told: str
) -> None:
    file = tmp_path / "feedback.jsonl"
    file.write_text("\n".join(map(json.dumps, (row(), row() | wrong))))
    with pytest.raises(FeedbackError) as error:
        read(file)
    assert str(error.value).startswith(f"{file}, line 2: {told}")


@pytest.mark.parametrize("line", [b"nope", b"\xff", b"[]"])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "feedback.jsonl"
    file.write_bytes(b"\n" + line)
    with pytest.raises(FeedbackError, match="line 2: "):
        read(file)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FeedbackError, match=r"feedback\.jsonl: cannot be read"):
        read(tmp_path / "feedback.jsonl")


def test_a_file_that_is_full_takes_no_more(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(FeedbackError, match="Move it elsewhere"):
        append(path, Feedback.of(ANSWER, "up"))
    assert path.stat().st_size == MAX_BYTES + 1
