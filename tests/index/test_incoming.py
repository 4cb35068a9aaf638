"""Uploaded and pasted articles: their own names kept, their ids made unique, faults told apart."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles import MAX_BYTES
from index.errors import ArticleError
from index.incoming import Incoming, pasted, read_pasted, read_uploads, reason
from index.types import Article

STORY = (
    "Council closes ferry terminal\n\n"
    "WEXMOOR (Coastwire) - The council voted on Tuesday to close the terminal, its clerk said.\n"
)
ONLY = "only .atom, .csv, .eml, .htm, .html, .jsonl, .md, .pdf, .rss, .txt and .xml"
OTHER = "The bridge over the Tamsin opened in 1958, the city of Halden said on Monday.\n"


def rows(*found: object) -> bytes:
    return "\n".join(json.dumps(row) for row in found).encode()


def upload(*uploads: tuple[str, bytes | Path], known: tuple[Article, ...] = ()) -> Incoming:
    return read_uploads(uploads, {article.id: article for article in known}.get)


def ids(incoming: Incoming) -> list[str]:
    return [article.id for article in incoming.articles]


def failures(incoming: Incoming) -> list[tuple[str, str]]:
    """The names of what could not be read, and what is said of each beside its name."""
    return [(name, reason(name, str(problem))) for name, problem in incoming.failures]


# Uploads


def test_a_file_keeps_the_name_it_had_not_that_of_the_place_it_lies(tmp_path: Path) -> None:
    saved = tmp_path / "tmp83hd.bin"
    saved.write_bytes(STORY.encode())
    (article,) = upload(("Ferry news.txt", saved)).articles
    assert (article.id, article.file, article.text) == ("Ferry news", "Ferry news.txt", STORY)
    assert (article.outlet, article.title) == ("Coastwire", "Council closes ferry terminal")
    assert str(tmp_path) not in repr(article)


@pytest.mark.parametrize(
    "given",
    ["news/more/ferry.2021.TXT", "C:\\news\\ferry.2021.TXT", "../../ferry.2021.TXT",
     "/etc/ferry.2021.TXT"],
)  # fmt: skip
def test_folders_are_no_part_of_a_name(given: str) -> None:
    (article,) = upload((given, STORY.encode())).articles
    assert (article.id, article.file) == ("ferry.2021", "ferry.2021.TXT")


def test_rows_keep_their_ids_and_name_their_file() -> None:
    content = rows({"id": 7, "text": STORY}, {"id": "b", "text": OTHER, "outlet": "The Note"})
    found = upload(("news.jsonl", content))
    assert [(a.id, a.outlet, a.file) for a in found.articles] == [
        ("7", "Coastwire", "news.jsonl"), ("b", "The Note", "news.jsonl"),
    ]  # fmt: skip


def test_uploads_are_of_any_kind_that_files_are() -> None:
    page = (
        "<html lang='en'><title>Bridge is 66 | The Note</title>"
        f"<article><p>{OTHER}</p></article></html>"
    )
    found = upload(("page.html", page.encode()), ("note.md", b"# Bridge\n\n*Open* since 1958."))
    assert [(a.id, a.title, a.outlet) for a in found.articles] == [
        ("page", "Bridge is 66", "The Note"), ("note", "Bridge", "Bridge"),
    ]  # fmt: skip
    assert found.articles[0].text == OTHER.strip()


def test_a_sources_toml_that_lies_where_the_server_runs_says_nothing_of_uploads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.toml").write_text('["a.txt"]\noutlet = "The Note"\n')
    (article,) = upload(("a.txt", STORY.encode())).articles
    assert article.outlet == "Coastwire"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    text = STORY + "“We will walk,” said Ada Finch – the mayor’s café is beside the quay.\n"
    (article,) = upload(("a.txt", text.encode(encoding))).articles
    assert article.text.lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("notes.docx", b"x", f"this kind of file is not read ({ONLY})."),
        (".txt", b"x", f"this kind of file is not read ({ONLY})."),
        ("", b"x", f"this kind of file is not read ({ONLY})."),
        ("photo.txt", b"\x89PNG\0\0", "this is a binary file, not text."),
        ("a.txt", b"\xef\xbb\xbf \r\n", "the file is empty."),
        ("a.jsonl", b"", "the file is empty."),
        ("a.txt", Path("/nowhere/a.txt"), "it cannot be read (No such file or directory)."),
        ("a.txt", b"x" * 2_100_000, "it has 3 MB and the limit is 2 MB; split it."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_reason_and_the_rest_goes_on(
    name: str, content: bytes | Path, why: str
) -> None:
    given = [("good.txt", STORY.encode()), (name, content), ("last.txt", OTHER.encode())]
    found = read_uploads(given, lambda _: None, max_bytes=2 << 20)
    assert ids(found) == ["good", "last"]
    assert failures(found) == [(name, why)]


def test_a_file_is_measured_where_it_lies(tmp_path: Path) -> None:
    saved = tmp_path / "large"
    with saved.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    ((name, why),) = failures(upload(("large.txt", saved)))
    assert (name, "201 MB" in why, "200 MB" in why) == ("large.txt", True, True)


def test_bad_rows_are_told_by_their_lines_and_the_others_are_read() -> None:
    content = rows({"id": "a", "text": STORY}, {"id": "b"}) + b"\nnonsense\n[1]"
    found = upload(("news.jsonl", content))
    assert ids(found) == ["a"]
    assert [name for name, _ in found.failures] == ["news.jsonl"] * 3
    first, second, third = [why for _, why in failures(found)]
    assert first == "line 2: the field 'text' is missing or empty."
    assert second.startswith("line 3: not valid JSON")
    assert third == "line 4: not a JSON object but '[1]'."


def test_a_name_that_no_file_can_hold_does_no_harm_later() -> None:
    found = upload(("caf\ud83d.txt", STORY.encode()), ("caf\ud83d.odt", b""))
    assert [a.id.encode() and a.file for a in found.articles] == ["caf?.txt"]
    assert found.failures[0][0].encode()


# Ids


def test_an_id_that_is_taken_gets_a_number() -> None:
    known = (Article("ferry", "Post", "T", "Else."), Article("ferry-3", "Post", "T", "Else."))
    found = upload(
        ("ferry.txt", STORY.encode()), ("more/ferry.txt", OTHER.encode()),
        ("rows.jsonl", rows({"id": "ferry", "text": OTHER, "outlet": "The Note"})), known=known,
    )  # fmt: skip
    assert ids(found) == ["ferry-2", "ferry-4", "ferry-5"]
    assert [a.file for a in found.articles] == ["ferry.txt", "ferry.txt", "rows.jsonl"]
    assert found.failures == []


def test_a_number_does_not_take_a_later_article_s_place() -> None:
    found = upload(
        ("rows.jsonl", rows(*({"id": i, "text": f"{OTHER}{n}"} for n, i in enumerate(
            ["a", "a", "a-2", "a", "a-2"])))),
    )  # fmt: skip
    assert len(ids(found)) == len(set(ids(found))) == 5


def test_a_file_that_comes_twice_is_one_article() -> None:
    found = upload(("a.txt", STORY.encode()), ("a.txt", STORY.encode()))
    assert (ids(found), found.failures) == (["a"], [])


def test_what_is_indexed_already_stays_as_it_is() -> None:
    """Under its own id, so that nothing is embedded anew, and with the file it came from."""
    (first,) = upload(("ferry.txt", STORY.encode())).articles
    here = replace(first, file="seeds/ferry.txt")
    assert upload(("ferry.txt", STORY.encode()), known=(here,)).articles == [here]
    other = Article("ferry", "Post", "T", "Else.")
    numbered = replace(first, id="ferry-2")
    again = upload(("ferry.txt", STORY.encode()), known=(other, numbered))
    assert again.articles == [numbered]


# Pasted text


def test_a_pasted_article_tells_its_own_outlet_and_title() -> None:
    article = pasted(STORY)
    assert (article.outlet, article.title) == ("Coastwire", "Council closes ferry terminal")
    assert (article.text, article.file, article.url) == (STORY, None, None)


def test_what_is_given_with_pasted_text_stands_above_it() -> None:
    article = pasted(STORY, title=" Ferry  closes ", outlet="The Wexmoor Post")
    assert (article.title, article.outlet) == ("Ferry closes", "The Wexmoor Post")
    assert pasted(STORY, title="", outlet=" ") == pasted(STORY)


def test_the_id_of_pasted_text_is_the_text_s_own() -> None:
    assert pasted(STORY).id == pasted(STORY, title="Another").id
    assert pasted(STORY).id != pasted(OTHER).id
    assert pasted("Half \ud83d of a pair.").text.encode()


@pytest.mark.parametrize("text", ["", " \n\ufeff\t"])
def test_nothing_pasted_is_said(text: str) -> None:
    with pytest.raises(ArticleError, match="empty"):
        pasted(text)
    assert failures(read_pasted(text, lambda _: None)) == [
        ("pasted text", "it is empty; paste an article's text.")
    ]


def test_pasted_text_is_one_article() -> None:
    found = read_pasted(STORY, lambda _: None, title="Ferry", outlet="The Note")
    assert found == Incoming([pasted(STORY, title="Ferry", outlet="The Note")])


def test_pasted_json_lines_are_articles() -> None:
    text = "\n" + rows({"id": "a", "text": STORY}, {"id": "b"}, {"id": "a", "text": OTHER}).decode()
    found = read_pasted(text, lambda _: None)
    assert [(a.id, a.file) for a in found.articles] == [("a", None), ("a-2", None)]
    assert failures(found) == [("pasted text", "line 3: the field 'text' is missing or empty.")]
