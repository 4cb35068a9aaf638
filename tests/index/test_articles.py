"""Reading articles from files: exact text, sources.toml, and problems that name file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.articles import MAX_BYTES, Reading, article_from_fields, read_paths, read_stream
from index.errors import ArticleError
from index.types import Article

STORY = (
    "Council closes ferry terminal\n\n"
    "WEXMOOR (Coastwire) - The council voted on Tuesday to close the terminal, its clerk said.\n\n"
    "“We will walk,” said Ada Finch, 52 – the mayor’s café is beside the quay.\n"
)
LATIN = (
    "Le conseil ferme la gare maritime\n\n"
    "Le conseil a décidé mardi de fermer la gare maritime, a déclaré le maire à la presse. "
    "Les élèves, eux, préfèrent l'été : « là-bas, tout est fermé », dit une mère de famille.\n"
)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_rows(path: Path, rows: list[object]) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
    return write(path, "\n".join(lines) + "\n")


def only(reading: Reading) -> Article:
    assert [str(p) for p in reading.problems] == []
    (article,) = reading.articles
    return article


def problem(reading: Reading) -> str:
    (found,) = reading.problems
    return str(found)


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


def test_a_rows_own_fields_stand_above_what_its_text_says(tmp_path: Path) -> None:
    row = {
        "id": "r1", "text": STORY, "outlet": "The Wexmoor Post", "title": "Ferry  to\nclose",
        "published": "Dec 10, 2021", "url": "https://post.example/ferry",
    }  # fmt: skip
    article = only(read_paths([write_rows(tmp_path / "rows.jsonl", [row])]))
    assert (article.id, article.title) == ("r1", "Ferry to close")
    assert article.outlet == "The Wexmoor Post"
    assert (article.published, article.url) == ("2021-12-10", "https://post.example/ferry")
    assert article.text == STORY
    assert article.file is not None
    assert article.file.endswith("rows.jsonl")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": "x", "text": ', "JSON"),
        ("[1, 2]", "object"),
        ({"id": "x"}, "'text'"),
        ({"id": "x", "text": "  "}, "'text'"),
        ({"id": ["x"], "text": STORY}, "'id'"),
        ({"id": "x", "text": {"body": STORY}}, "'text'"),
        ({"id": "x", "text": STORY, "published": "soon"}, "'published'"),
    ],
)
def test_a_bad_row_is_a_problem_with_its_line_and_the_others_are_read(
    tmp_path: Path, row: object, said: str
) -> None:
    rows: list[object] = [{"id": "before", "text": STORY}, "", row, {"id": "after", "text": STORY}]
    reading = read_paths([write_rows(tmp_path / "rows.jsonl", rows)])
    assert "rows.jsonl, line 3" in problem(reading)
    assert said in problem(reading)
    assert [a.id for a in reading.articles] == ["before", "after"]
    assert reading.failed == {str(tmp_path / "rows.jsonl")}


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_a_row_is_ended_by_a_newline_only(tmp_path: Path, separator: str) -> None:
    """JSON may hold these raw, as `json.dumps(..., ensure_ascii=False)` writes them."""
    text = f"The terminal closed on Tuesday.{separator}Nobody came, the clerk of Wexmoor said."
    article = only(read_paths([write_rows(tmp_path / "rows.jsonl", [{"id": "a", "text": text}])]))
    assert article.text == text


def test_a_row_with_half_a_surrogate_pair_does_no_harm_later(tmp_path: Path) -> None:
    row = '{"id": "a", "text": "The terminal closed on Tuesday \\ud83d, its clerk said."}'
    reading = read_paths([write(tmp_path / "rows.jsonl", row)])
    assert all(a.text.encode() for a in reading.articles)
    assert len(reading.articles) + len(reading.problems) == 1


@pytest.mark.parametrize("raw", ["\r\n", "\n"])
def test_rows_may_end_as_windows_ends_them_and_begin_with_a_byte_order_mark(
    tmp_path: Path, raw: str
) -> None:
    rows = raw.join(json.dumps({"id": i, "text": STORY}) for i in (1, 2))
    reading = read_paths([write(tmp_path / "rows.jsonl", b"\xef\xbb\xbf" + rows.encode())])
    assert [a.id for a in reading.articles] == ["1", "2"]
    assert reading.problems == []


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


def test_sources_toml_stands_above_what_the_text_says(tmp_path: Path) -> None:
    write(tmp_path / "ferry.txt", STORY)
    write(
        tmp_path / "sources.toml",
        '["ferry.txt"]\noutlet = "The Wexmoor Post"\npublished = 2021-12-10\n'
        'title = "Ferry to close"\nurl = "https://post.example/ferry"\nauthor = "Ada Finch"\n',
    )
    article = only(read_paths([tmp_path]))
    assert (article.outlet, article.published) == ("The Wexmoor Post", "2021-12-10")
    assert (article.title, article.url) == ("Ferry to close", "https://post.example/ferry")
    assert article.author == "Ada Finch"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ferry.md", f"---\noutlet: Coastwire\n---\n{STORY}"),
        ("ferry.html", f"<html><meta property='og:site_name' content='Coastwire'><p>{STORY}</p>"),
        ("ferry.jsonl", json.dumps({"text": STORY, "outlet": "Coastwire"})),
        ("ferry.csv", f'text,outlet\n"{STORY}",Coastwire\n'),
        ("ferry.eml", f"From: Coastwire <a@coastwire.example>\n\n{STORY}"),
    ],
)
def test_sources_toml_stands_above_what_any_kind_of_file_says(
    tmp_path: Path, name: str, content: str
) -> None:
    write(tmp_path / "sources.toml", f'["{name}"]\noutlet = "The Wexmoor Post"\n')
    assert only(read_paths([write(tmp_path / name, content)])).outlet == "The Wexmoor Post"


def test_sources_toml_counts_for_a_single_file_and_leaves_the_rest_to_the_text(
    tmp_path: Path,
) -> None:
    write(tmp_path / "sources.toml", '["ferry.txt"]\npublished = "2021-12"\n')
    article = only(read_paths([write(tmp_path / "ferry.txt", STORY)]))
    assert (article.outlet, article.published) == ("Coastwire", "2021-12")
    assert article.title == "Council closes ferry terminal"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('["a.txt"\noutlet = ', "TOML"),
        ('["a.txt"]\nwriter = "Finch"\n', "'writer'"),
        ('outlet = "The Post"\n', "outlet"),
    ],
)
def test_a_bad_sources_toml_is_said_once_and_the_articles_are_read(
    tmp_path: Path, toml: str, said: str
) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / name, STORY)
    write(tmp_path / "sources.toml", toml)
    reading = read_paths([tmp_path])
    assert "sources.toml" in problem(reading)
    assert said in problem(reading)
    assert [a.outlet for a in reading.articles] == ["Coastwire", "Coastwire"]


# Author and language


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Ada Finch, Coastwire", "Ada Finch"),
        ("By Ada Finch and Ben Ito, Coastwire", "Ada Finch, Ben Ito"),
        ("By Ada Finch, Ben Ito and Cora van der Lind", "Ada Finch, Ben Ito, Cora van der Lind"),
        ("BY ADA FINCH | The Wexmoor Post", "Ada Finch"),
        ("By Ada Finch for Coastwire", "Ada Finch"),
        ("Von Jörg Ölmann", "Jörg Ölmann"),
        ("By our staff reporter", None),
        ("By Reuters", None),
        ("By The Associated Press", None),
        ("By the quay in Wexmoor", None),
    ],
)
def test_the_author_is_told_by_the_byline(tmp_path: Path, byline: str, author: str | None) -> None:
    headline, rest = STORY.split("\n\n", 1)
    text = f"{headline}\n\n{byline}\n\n{rest}"
    assert only(read_paths([write(tmp_path / "a.txt", text)])).author == author


@pytest.mark.parametrize(
    ("text", "language"),
    [(STORY, "en"), (LATIN, "fr"), ("Der Rat von Ostvik hat am Dienstag beschlossen, die Brücke "
     "bis Ostern zu sperren.", "de"), ("Ferry closes.", None), ("12 + 30 = 42", None)],
)  # fmt: skip
def test_the_language_is_told_by_the_text_unless_it_is_short(
    text: str, language: str | None
) -> None:
    article = article_from_fields({"id": "a", "text": text}, file=None, where="x")
    assert article.language == language


@pytest.mark.parametrize(
    ("told", "language"), [("de-AT", "de"), ("pt_BR", "pt"), ("FR", "fr"), ("klingon", "en")]
)
def test_the_language_that_is_told_stands_above_that(told: str, language: str) -> None:
    row = {"id": "a", "text": STORY, "language": told}
    assert article_from_fields(row, file=None, where="x").language == language


# Standard input


@pytest.mark.parametrize(
    "data",
    [
        STORY,
        json.dumps({"text": STORY}),
        f"<!DOCTYPE html><html><body><article><p>{STORY}</p></article></body></html>",
        f"Subject: Ferry\nFrom: Coastwire <a@b.example>\n\n{STORY}",
        f"<rss><channel><item><title>Ferry</title><description>{STORY}</description></item>"
        "</channel></rss>",
    ],
    ids=["text", "rows", "page", "mail", "feed"],
)
def test_standard_input_is_told_by_its_content(data: str) -> None:
    article = only(read_stream(data.encode(), None))
    assert "The council voted on Tuesday to close the terminal" in article.text
    assert "<" not in article.text
    assert "{" not in article.text
    assert "Subject" not in article.text
    assert article.file is None


@pytest.mark.parametrize("text", ["Note: closed", "{not json", "<3 ferries", "---\nFerry"])
def test_text_is_not_taken_for_something_else(text: str) -> None:
    assert only(read_stream(text.encode(), None)).text == text


def test_a_kind_that_is_given_counts() -> None:
    data = json.dumps({"text": STORY}).encode()
    assert only(read_stream(data, "txt")).text == data.decode()
    assert "standard input: this kind of file is not read" in problem(read_stream(data, ".docx"))
    assert "standard input: the file is empty" in problem(read_stream(b"", None))


def test_two_texts_on_standard_input_are_two_articles() -> None:
    ids = {only(read_stream(text.encode(), None)).id for text in (STORY, STORY, LATIN)}
    assert len(ids) == 2


@pytest.mark.parametrize("text", ["One line without a name.", "?!", "Ferry closes"])
def test_the_outlet_is_never_empty(text: str) -> None:
    article = article_from_fields({"id": "a", "text": text, "outlet": " "}, file=None, where="x")
    assert article.outlet == article.title != ""


@pytest.mark.parametrize("given", [{"text": STORY}, {"id": "a", "text": STORY, "published": "?"}])
def test_a_row_that_cannot_be_used_says_where_it_stands(given: dict[str, Any]) -> None:
    with pytest.raises(ArticleError, match=r"^articles\[7\]: "):
        article_from_fields(given, file=None, where="articles[7]")
