"""Reading articles from files: exact text, and problems that name the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import MAX_BYTES, read_paths
from tests.index.articles import LATIN, STORY, only, problem, write, write_rows


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (STORY.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + STORY.encode(), "utf-8"),
        (STORY.replace("\n", "\r\n").encode(), "utf-8"),
        (STORY.replace("\n", "\r").encode(), "utf-8"),
        (LATIN.encode("latin-1"), "latin-1"),
        (LATIN.replace("\n", "\r\n").encode("latin-1"), "latin-1"),
        (STORY.encode("cp1252"), "cp1252"),
        (STORY.encode("utf-16"), "utf-16"),
        (f"{STORY}\u2028A line after a line separator.\u2029And a paragraph.".encode(), "utf-8"),
        (f"{STORY}\x0bA vertical tab and a form feed\x0c, as old files have.".encode(), "utf-8"),
    ],
    ids=["utf-8", "bom", "crlf", "cr", "latin-1", "latin-1-crlf", "cp1252", "utf-16", "separators",
         "tabs"],
)  # fmt: skip
def test_the_text_is_the_files_own_characters(tmp_path: Path, raw: bytes, encoding: str) -> None:
    article = only(read_paths([write(tmp_path / "a.txt", raw)]))
    assert article.text == raw.decode(encoding)


def test_a_byte_order_mark_is_no_part_of_the_title(tmp_path: Path) -> None:
    article = only(read_paths([write(tmp_path / "a.txt", b"\xef\xbb\xbf" + STORY.encode())]))
    assert article.title == "Council closes ferry terminal"
    assert article.outlet == "Coastwire"


def test_the_id_is_the_files_stem_and_the_file_is_named_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "news" / "ferry.2021.txt", STORY)
    article = only(read_paths([Path("news")]))
    assert (article.id, article.file) == ("ferry.2021", str(Path("news", "ferry.2021.txt")))


def test_a_folder_is_searched_in_depth_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "deep/er/a.TXT", "notes.md", "photo.png", "README", "Readme.md",
                 "CHANGELOG-old.md", "license.md", ".hidden.txt", ".git/c.txt"):  # fmt: skip
        write(tmp_path / name, STORY)
    write(tmp_path / "sources.toml", "")
    write_rows(tmp_path / "more.jsonl", [{"id": "c", "text": STORY}])
    reading = read_paths([tmp_path])
    assert sorted(a.id for a in reading.articles) == ["a", "b", "c", "notes"]
    assert (reading.problems, reading.failed) == ([], set())


@pytest.mark.parametrize("name", ["README.md", ".hidden.txt"])
def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    assert only(read_paths([write(tmp_path / name, STORY)])).text.startswith("Council closes")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "binary"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"\xef\xbb\xbf \r\n\t\n", "empty"),
        ("notes.docx", b"anything", r".txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_that_names_it(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    good = write(tmp_path / "good.txt", STORY)
    reading = read_paths([write(tmp_path / name, content), good])
    assert name in problem(reading)
    assert said in problem(reading)
    assert [a.id for a in reading.articles] == ["good"]
    assert reading.failed == {str(tmp_path / name)}


def test_utf_8_with_a_fault_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    raw = LATIN.encode()
    said = problem(read_paths([write(tmp_path / "a.txt", raw[:60] + b"\xff" + raw[60:])]))
    assert "a.txt: its UTF-8 is broken at byte 60 (0xff)" in said


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MAX_BYTES + (1 << 20))
    assert "large.txt: 201 MB is more than the 200 MB limit" in problem(read_paths([tmp_path]))


@pytest.mark.parametrize("name", ["nowhere", "nowhere.txt"])
def test_a_path_that_does_not_exist_is_a_problem_that_names_it(tmp_path: Path, name: str) -> None:
    reading = read_paths([tmp_path / name])
    assert name in problem(reading)
    assert str(tmp_path / name) in reading.failed


def test_a_folder_without_articles_is_a_problem_that_says_what_is_read(tmp_path: Path) -> None:
    write(tmp_path / "notes.docx", b"x")
    said = problem(read_paths([tmp_path]))
    assert str(tmp_path) in said
    assert ".txt" in said
    assert ".jsonl" in said


@pytest.mark.parametrize(
    ("first", "second"), [("one/ferry.txt", "two/ferry.txt"), ("ferry.txt", "rows.jsonl")]
)
def test_ids_that_clash_are_a_problem_that_names_both(
    tmp_path: Path, first: str, second: str
) -> None:
    for name in (first, second):
        if name.endswith(".txt"):
            write(tmp_path / name, f"{STORY}{name}")
        else:
            write_rows(tmp_path / name, [{"id": "ferry", "text": STORY}])
    reading = read_paths([tmp_path])
    assert "'ferry'" in problem(reading)
    assert first in problem(reading)
    assert second in problem(reading)
    assert len(reading.articles) == 1


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "ferry.txt", STORY)
    assert only(read_paths([tmp_path, file])).id == "ferry"
