"""Articles in the rows of JSON Lines and CSV, under the names that are usual for their columns."""

from __future__ import annotations

import json

import pytest

from index.articles import articles_of
from index.documents import Document
from index.errors import ArticleError
from index.types import Article

TEXT = "The council of Wexmoor voted on Tuesday to close the terminal, its clerk said."
OTHER = "About 140,000 people a year still take the crossing to Halden."


def read(kind: str, content: str | bytes) -> tuple[list[Article], list[str]]:
    data = content.encode() if isinstance(content, str) else content
    problems: list[ArticleError] = []
    found = list(articles_of(Document(f"news{kind}", kind, data, file=f"news{kind}"), problems))
    return found, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "names",
    [
        ("text", "title", "outlet", "published", "url", "author"),
        ("body", "headline", "source", "date", "link", "authors"),
        ("Content", "Title", "Publisher", "Publish Date", "URL", "Byline"),
        ("ARTICLE", "HEADLINE", "PUBLICATION", "pubDate", "Link", "Author"),
    ],
)
@pytest.mark.parametrize("kind", [".jsonl", ".csv"])
def test_columns_have_their_usual_names_in_any_case(kind: str, names: tuple[str, ...]) -> None:
    values = [TEXT, "Ferry closes", "The Post", "Dec 10, 2021", "https://p.example/f", "Ada Finch"]
    if kind == ".csv":
        content = f"{','.join(names)}\n" + ",".join(f'"{value}"' for value in values)
    else:
        content = json.dumps(dict(zip(names, values, strict=True)))
    (article,), problems = read(kind, content)
    assert problems == []
    assert (article.text, article.title, article.outlet) == (TEXT, "Ferry closes", "The Post")
    assert (article.published, article.author) == ("2021-12-10", "Ada Finch")
    assert article.url == "https://p.example/f"


def test_a_row_without_an_id_is_called_by_its_line() -> None:
    rows = [{"text": TEXT}, {"id": "b", "text": OTHER}, {"id": "", "text": TEXT}]
    found, _ = read(".jsonl", "\n\n".join(map(json.dumps, rows)))
    assert [article.id for article in found] == ["news-1", "b", "news-5"]
    found, _ = read(".csv", f'text,id\n"{TEXT}\nAnd more."\n"{OTHER}",b\n"{OTHER}",\n')
    assert [article.id for article in found] == ["news-2", "b", "news-5"]


def test_values_may_be_lists_and_things_with_a_name() -> None:
    row = {
        "content": TEXT, "source": {"id": "post", "name": "The Post"}, "published": 2021,
        "authors": ["Ada Finch", {"name": "Ben Ito"}, [["nested"]]], "title": {"no": "name"},
    }  # fmt: skip
    (article,), _ = read(".jsonl", json.dumps(row))
    assert (article.outlet, article.author) == ("The Post", "Ada Finch, Ben Ito")
    assert (article.title, article.published) == (TEXT, "2021")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_columns(delimiter: str) -> None:
    rows = [["Title", "Note, or remark; if any", "Text"], ["Ferry", "x", TEXT], ["Bus", "", OTHER]]
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
    found, problems = read(".csv", "\r\n".join(lines))
    assert [(a.title, a.text) for a in found] == [("Ferry", TEXT), ("Bus", OTHER)]
    assert problems == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_in_its_encoding(encoding: str) -> None:
    text = "Le café « Zoë » fermera dimanche, a déclaré à la presse la maire, l’été fini."
    (article,), _ = read(".csv", f'text;title\n"{text}";Café\n'.encode(encoding))
    assert (article.text, article.title) == (text, "Café")


def test_a_text_may_hold_delimiters_quotes_and_lines() -> None:
    text = 'She said: "No."\n\nThen, at noon, it sank.' + " More." * 40_000
    quoted = text.replace('"', '""')
    (article,), _ = read(".csv", f'title,text\nFerry,"{quoted}"\n')
    assert article.text == text


def test_csv_without_a_column_for_the_text_is_told_with_those_it_has() -> None:
    with pytest.raises(ArticleError) as caught:
        read(".csv", f"headline,story\nFerry,{TEXT}\n")
    assert str(caught.value).startswith("news.csv: none of its columns holds the text")
    assert "'headline', 'story'" in str(caught.value)


def test_a_bad_row_of_csv_is_told_by_its_line_and_the_others_are_read() -> None:
    rows = ["text,title,date", f'"{TEXT}",Ferry,2021', "one,two,2021,four", ",Empty,", "",
            f'"{OTHER}",Bus,soon', f'"{OTHER}",Bus,2021']  # fmt: skip
    found, problems = read(".csv", "\n".join(rows))
    assert [(article.id, article.title) for article in found] == [
        ("news-2", "Ferry"), ("news-7", "Bus"),
    ]  # fmt: skip
    assert [problem.partition(": ")[0] for problem in problems] == [
        "news.csv, line 3", "news.csv, line 4", "news.csv, line 6",
    ]  # fmt: skip
    assert "4 columns and the first row 3" in problems[0]
    assert "'text' is missing" in problems[1]
    assert "'soon' is no date" in problems[2]


@pytest.mark.parametrize("kind", [".jsonl", ".csv"])
@pytest.mark.parametrize(
    ("data", "said"), [(b"", "empty"), (b" \n\n", "empty"), (b"text\0\n", "binary")]
)
def test_a_file_without_rows_is_told(kind: str, data: bytes, said: str) -> None:
    with pytest.raises(ArticleError, match=f"^news{kind}: .*{said}"):
        read(kind, data)
