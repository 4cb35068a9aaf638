"""E-mail: the text that a message holds, and what its headers say."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from index.articles import articles_of
from index.documents import Document
from index.errors import ArticleError
from index.types import Article

TEXT = (
    "The council of Wexmoor voted on Tuesday to close the terminal, its clerk said.\n\n"
    "About 140,000 people a year still take the crossing to Halden, and a bus will run to the\n"
    "bridge at Tamsin every half hour instead.\n"
)
PAGE = (
    "<html><body><table><tr><td><h1>Ferry</h1><p>The council voted on Tuesday.</p>"
    "<p>About 140,000 people a year still cross.</p></td></tr></table></body></html>"
)


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    return message


def read(message: EmailMessage | bytes) -> Article:
    data = message if isinstance(message, bytes) else message.as_bytes()
    (article,) = articles_of(Document("ferry.eml", ".eml", data), [])
    return article


def test_the_headers_say_what_the_article_is() -> None:
    message = mail(
        Subject="Fwd: Café am Kai schließt", From="Der Anzeiger <post@anzeiger.example>",
        Date="Fri, 10 Dec 2021 23:30:00 -0500",
    )  # fmt: skip
    message.set_content(TEXT)
    message["Content-Language"] = "de"
    article = read(message)
    assert (article.id, article.title) == ("ferry", "Café am Kai schließt")
    assert (article.outlet, article.published) == ("Der Anzeiger", "2021-12-10")
    assert (article.language, article.text) == ("de", TEXT.strip())


@pytest.mark.parametrize(
    ("sender", "more", "outlet", "author"),
    [
        ("Ada Finch from Coastwire <a@b.example>", {}, "Coastwire", "Ada Finch"),
        ("Ada Finch <a@b.example>", {"Organization": "Coastwire"}, "Coastwire", "Ada Finch"),
        ("Coastwire <a@b.example>", {"Organization": "Coastwire"}, "Coastwire", None),
    ],
)
def test_the_sender_is_the_outlet_or_the_author(
    sender: str, more: dict[str, str], outlet: str, author: str | None
) -> None:
    message = mail(From=sender, **more)
    message.set_content(TEXT)
    article = read(message)
    assert (article.outlet, article.author) == (outlet, author)


def test_the_plain_text_is_read_without_signature_and_attachments() -> None:
    message = mail(Subject="Ferry")
    message.set_content(f"{TEXT}\n-- \nAda Finch\nCoastwire\n")
    message.add_alternative(PAGE, subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    assert read(message).text == TEXT.strip()


@pytest.mark.parametrize("plain", [None, "Read this mail in your browser."])
def test_html_is_read_where_the_plain_text_is_not_the_article(plain: str | None) -> None:
    message = mail(Subject="Ferry")
    if plain:
        message.set_content(plain)
        message.add_alternative(PAGE, subtype="html")
    else:
        message.set_content(PAGE, subtype="html")
    lines = read(message).text.splitlines()
    assert lines[-2:] == ["The council voted on Tuesday.",
                          "About 140,000 people a year still cross."]  # fmt: skip


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "no-such-charset"])
def test_an_encoding_that_is_wrong_is_guessed(charset: str) -> None:
    body = "Le café « Zoë » fermera dimanche, a déclaré à la presse la maire, l'été fini."
    encoded = body.encode("utf-8" if charset == "utf-8" else "iso-8859-1")
    head = f"Subject: Ferry\nContent-Type: text/plain; charset={charset}\n".encode()
    eight_bit = b"Content-Transfer-Encoding: 8bit\n\n"
    assert read(head + eight_bit + encoded).text == body


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: Ferry\n\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png\n\nPNG\n--x--",
        b"From: " + b"(" * 50_000 + b"\n\nThe council voted.",
        b"Content-Type: text/html\n\n<html><body></body></html>",
    ],
    ids=["no-body", "a-picture", "a-hostile-header", "an-empty-page"],
)
def test_a_mail_that_holds_no_article_is_told(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"^ferry\.eml: "):
        read(data)
