"""Questions from files: what is read, and what is said about a line that holds none."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import batch
from assistant.batch import Asked, read_batch, read_one
from assistant.types import Turn
from index.errors import ArticleError, QuestionError
from index.scope import Scope


def _read(folder: Path, *lines: str | bytes) -> list[Asked | QuestionError | ArticleError]:
    file = folder / "questions.jsonl"
    file.write_bytes(b"\n".join(x.encode() if isinstance(x, str) else x for x in lines))
    return list(read_batch(file))


def test_a_line_is_read_with_all_that_it_brings(tmp_path: Path) -> None:
    line = {
        "id": 7,
        "question": "Who?",
        "history": [{"role": "user", "content": "Hi"}],
        "articles": [{"id": "a", "outlet": "The Daily", "text": "Bob Miller won the race."}],
        "scope": {"outlets": ["The Daily"], "until": "2021-12"},
        "must_say": "fields of a gold set are passed over",
    }
    (asked,) = _read(tmp_path, json.dumps(line))
    assert isinstance(asked, Asked)
    assert (asked.id, asked.question) == (7, "Who?")
    assert asked.history == (Turn(role="user", content="Hi"),)
    assert asked.scope == Scope(frozenset({"The Daily"}), until="2021-12")
    assert asked.articles is not None
    assert [(a.id, a.outlet, a.file) for a in asked.articles] == [("a", "The Daily", None)]


def test_blank_lines_a_byte_order_mark_and_no_history_are_fine(tmp_path: Path) -> None:
    line = (
        b'\xef\xbb\xbf{"id": "a", "question": "", "history": null, "articles": null, "scope": null}'
    )
    assert _read(tmp_path, line, "", "  ") == [Asked("", "a")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "not valid JSON (Expecting value: line 1 column 1 (char 0)): 'nonsense'."),
        ("[1]", "not a JSON object but '[1]'."),
        ("[" * 100_000, "not valid JSON ("),
        (b'{"id": "a\xff"}', "not valid Unicode: "),
        (r'{"id": "a", "question": "\ud800"}', "not valid Unicode: "),
        ('{"id": "a"}', "the field 'question' is missing."),
        ('{"question": "q"}', "the field 'id' is missing."),
        ('{"id": true, "question": "q"}', "the field 'id' is True, not a string or a number."),
        ('{"id": 1, "question": ["q"]}', "the field 'question' is ['q'], not a string."),
        ('{"id": 1, "question": "q", "history": 5}', "the field 'history' is wrong: "),
        (
            '{"id": 1, "question": "q", "history": [{"role": "boss", "content": "c"}]}',
            "the field 'history[0].role' is wrong: ",
        ),
        ('{"id": 1, "question": "q", "articles": []}', "the field 'articles' is not a list of "),
        ('{"id": 1, "question": "q", "articles": [3]}', "articles[0]: not an object but 3."),
        ('{"id": 1, "question": "q", "articles": [{"id": "a"}]}', "articles[0]: the field 'text' "),
        (
            '{"id": 1, "question": "q", "articles": '
            '[{"id": "a", "text": "b"}, {"id": "a", "text": "c"}]}',
            "articles[1]: the id 'a' is that of articles[0] too.",
        ),
        ('{"id": 1, "question": "q", "scope": "AP"}', "the field 'scope' is wrong: "),
        (
            '{"id": 1, "question": "q", "scope": {"outlets": ["AP", 3]}}',
            "the field 'scope.outlets[1]' is wrong: ",
        ),
        ('{"id": 1, "question": "q", "scope": {"days": 3}}', "the field 'scope.days' is wrong: "),
        ('{"id": 1, "question": "q", "scope": {"since": "soon"}}', "scope: 'since' is 'soon', "),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_its_field_and_the_rest_goes_on(
    tmp_path: Path, line: str | bytes, said: str
) -> None:
    first, bad, last = _read(
        tmp_path, '{"id": 1, "question": "q"}', line, '{"id": 3, "question": "q"}'
    )
    assert (first, last) == (Asked("q", 1), Asked("q", 3))
    assert str(bad).startswith(f"{tmp_path / 'questions.jsonl'}, line 2")
    assert said in str(bad)


@given(st.binary(max_size=200))
def test_whatever_a_line_holds_it_is_a_question_or_a_sentence(line: bytes) -> None:
    assert isinstance(batch._read_line(line, "here"), (Asked, QuestionError, ArticleError))


def test_standard_input_is_read_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"id": 1}\n')))
    (error,) = read_batch(Path("-"))
    assert str(error) == "standard input, line 1: the field 'question' is missing."


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"nowhere: cannot be read \(No such file"):
        list(read_batch(tmp_path / "nowhere"))
    with pytest.raises(QuestionError, match=r"nowhere: cannot be read \(No such file"):
        read_one("Who?", tmp_path / "nowhere")


def test_one_question_comes_with_the_conversation_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "history.json"
    file.write_text('[{"role": "assistant", "content": "Hello"}]')
    assert read_one("Who?", file).history == (Turn(role="assistant", content="Hello"),)
    file.write_text('[{"role": "assistant"}]')
    with pytest.raises(QuestionError, match=r"the field 'history\[0\].content' is wrong"):
        read_one("Who?", file)


def test_a_question_that_is_no_text_is_refused() -> None:
    with pytest.raises(QuestionError, match="not valid Unicode"):
        read_one("\udcff")
