"""PDF files, made here: their paragraphs, what they say of themselves, and those that hold none."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

from index.articles import Reading, read_paths
from index.formats import pdf as reader
from index.formats.layout import Line, paragraphs
from index.types import Article

HEADLINE = "Council closes ferry terminal after 94 years"
TEXT = (
    "The council of Wexmoor voted by seven to four on Tuesday night to close the ferry terminal "
    "on Quay Street, which has stood there since 1927. The last boat will leave for Halden on 31 "
    "January, the clerk to the council said.",
    "Opponents said that the council had not looked for other money. Cora Lind, who has run the "
    "kiosk beside the slipway since 2009, handed over a petition with 3,218 names.",
)


class Paper(FPDF):
    """Pages with a head and a page number, as newspapers have them."""

    def header(self) -> None:
        self.set_font("Times", size=9)
        self.line_of("The Wexmoor Post")

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 10, f"Page {self.page_no()} of 9", align="C")

    def line_of(self, text: str, size: int = 11) -> None:
        self.set_font("Times", size=size)
        self.cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")

    def paragraph(self, text: str, width: int = 0) -> None:
        self.set_font("Times", size=11)
        self.multi_cell(width, 6, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(3)


def paper() -> Paper:
    made = Paper()
    made.add_page()
    return made


def read(folder: Path, made: FPDF | bytes, name: str = "ferry.pdf") -> Reading:
    file = folder / name
    file.write_bytes(made if isinstance(made, bytes) else bytes(made.output()))
    return read_paths([file])


def only(reading: Reading) -> Article:
    assert [str(p) for p in reading.problems] == []
    (article,) = reading.articles
    return article


def problem(reading: Reading) -> str:
    (found,) = reading.problems
    assert len(reading.failed) == 1
    return str(found)


@pytest.mark.parametrize("width", [0, 80, 55])
def test_lines_are_joined_to_paragraphs_without_heads_and_page_numbers(
    tmp_path: Path, width: int
) -> None:
    made = paper()
    made.line_of(HEADLINE, size=18)
    made.paragraph("By Ada Finch, Coastwire")
    for _ in range(10):
        for text in TEXT:
            made.paragraph(text, width)
    assert made.page_no() > 1
    article = only(read(tmp_path, made))
    assert article.text.splitlines() == [HEADLINE, "By Ada Finch, Coastwire", *(TEXT * 10)]
    assert (article.id, article.title, article.outlet) == ("ferry", HEADLINE, "Coastwire")
    assert (article.author, article.language) == ("Ada Finch", "en")
    assert article.published is None  # the day on which the file was made is none


def test_a_browsers_print_names_the_outlet_beside_the_headline(tmp_path: Path) -> None:
    made = FPDF()
    made.add_page()
    made.set_font("Times", size=18)
    made.cell(0, 9, HEADLINE, new_x="LMARGIN", new_y="NEXT")
    made.set_font("Times", size=11)
    made.multi_cell(0, 6, TEXT[0], new_x="LMARGIN", new_y="NEXT")
    made.cell(0, 9, "11/22/26, 11:06 AM", new_x="LMARGIN", new_y="NEXT")
    made.cell(0, 9, "https://post.example/ferry", new_x="LMARGIN", new_y="NEXT")
    made.set_title(f"{HEADLINE} | The Wexmoor Post")
    made.set_author("Ada Finch")
    article = only(read(tmp_path, made))
    assert (article.title, article.outlet) == (HEADLINE, "The Wexmoor Post")
    assert (article.author, article.text) == ("Ada Finch", f"{HEADLINE}\n{TEXT[0]}")


@pytest.mark.parametrize(
    ("title", "author"), [("Microsoft Word - ferry.docx", "jfinch"), ("ferry.indd", "admin 2")]
)
def test_names_of_files_programs_and_users_are_not_taken(
    tmp_path: Path, title: str, author: str
) -> None:
    made = paper()
    made.line_of(HEADLINE, size=18)
    made.paragraph(TEXT[0])
    made.set_title(title)
    made.set_author(author)
    article = only(read(tmp_path, made))
    assert (article.title, article.author) == (HEADLINE, None)


@pytest.mark.parametrize("method", [EncryptionMethod.RC4, EncryptionMethod.AES_256])
def test_a_file_with_a_password_is_told(tmp_path: Path, method: EncryptionMethod) -> None:
    made = paper()
    made.paragraph(TEXT[0])
    made.set_encryption("owner", "secret", encryption_method=method)
    said = problem(read(tmp_path, made))
    assert said.endswith("ferry.pdf: is encrypted; save it without a password.")


def test_a_file_that_only_forbids_to_print_is_read(tmp_path: Path) -> None:
    made = paper()
    made.paragraph(TEXT[0])
    made.set_encryption(
        "owner", encryption_method=EncryptionMethod.AES_256, permissions=AccessPermission.none()
    )
    assert TEXT[0] in only(read(tmp_path, made)).text


def test_a_scan_is_told(tmp_path: Path) -> None:
    made = FPDF()
    made.add_page()
    made.rect(10, 10, 100, 100)
    said = problem(read(tmp_path, made))
    assert said.endswith("ferry.pdf: holds no text (a scan?); run OCR on it first.")


@pytest.mark.parametrize("cut", [20, 400, -300])
def test_a_damaged_file_is_told_and_nothing_else_is_printed(
    tmp_path: Path, cut: int, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    made = paper()
    made.paragraph(TEXT[0])
    data = bytes(made.output())
    with caplog.at_level(logging.WARNING):
        reading = read(tmp_path, data[:cut] + b"garbage")
    assert all("ferry.pdf" in str(p) for p in reading.problems)
    assert len(reading.problems) + len(reading.articles) == 1
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    assert "ferry.pdf: it is damaged" in problem(read(tmp_path, b"The council voted."))
    assert "ferry.pdf: the file is empty" in problem(read(tmp_path, b""))


def test_a_small_file_that_unpacks_to_a_large_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_TEXT", 1 << 20)
    made = FPDF()
    made.add_page()
    made.set_font("Times", size=1)
    for _ in range(120):
        made.text(0, 0, "x" * 10_000)
    assert "more than 1 MB of text" in problem(read(tmp_path, made))


def texts(*pages: list[Line]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(pages)]


def lines(*texts: str) -> list[Line]:
    return [Line(text, 50.0, 700.0 - 12 * i, 10.0) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (("The council has ex-", "amined the terminal once more, at length."),
         "The council has examined the terminal once more, at length."),
        (("Her well-known kiosk is closed; the well-", "known kiosk was built in 1927."),
         "Her well-known kiosk is closed; the well-known kiosk was built in 1927."),
        (("The clerk of the council of Upper-", "Tamsin has read the letter aloud."),
         "The clerk of the council of Upper- Tamsin has read the letter aloud."),
        (("The council has ex\u00ad", "amined the terminal once more, at length."),
         "The council has examined the terminal once more, at length."),
    ],
)  # fmt: skip
def test_a_word_that_is_broken_at_the_end_of_a_line_is_made_whole(
    broken: tuple[str, str], whole: str
) -> None:
    assert texts(lines(*broken)) == [whole]


def test_a_paragraph_goes_on_over_a_page() -> None:
    head = Line("The Wexmoor Post", 50.0, 760.0, 8.0)
    first = [head, *lines("The council voted on Tuesday night to close the ferry terminal, which")]
    second = [head, *lines("has stood on Quay Street since 1927 and has seen better days.")]
    assert texts([*first, Line("17", 300.0, 20.0, 8.0)], second) == [
        "The council voted on Tuesday night to close the ferry terminal, which "
        "has stood on Quay Street since 1927 and has seen better days."
    ]


def test_a_line_that_begins_further_to_the_right_begins_a_paragraph() -> None:
    first, second = lines(
        "The council voted on Tuesday night to close the ferry terminal for good now.",
        "Opponents said that the council had not looked for other money at all yet.",
    )
    indented = Line(second.text, second.x + 12, second.y, second.size)
    assert texts([first, second]) == [f"{first.text} {second.text}"]
    assert texts([first, indented]) == [first.text, second.text]
