"""Asking the gold questions: in process, and over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from assistant.client import ContractError, Crossread, RefusedError, UnreachableError
from assistant.evaluation.gold import GoldError
from assistant.evaluation.run import EvaluationError, InProcess, OverHttp, Run, read_run, run
from assistant.types import Answer, Turn
from index.types import Article
from tests.assistant.evaluation.making import TEXTS, answer, cite, gold
from tests.assistant.scripted import ScriptedAssistant

FILE = Path("gold.jsonl")
GIVEN = answer("70,000", [cite(1, "a")])


def server(handler: Callable[[httpx.Request], httpx.Response]) -> OverHttp:
    return OverHttp(Crossread("http://test/there/", transport=httpx.MockTransport(handler)))


def crossread(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/there/api/v1/ask":
        return httpx.Response(200, json=GIVEN.model_dump() | {"field_of_the_future": 1})
    text = TEXTS.get(request.url.path.removeprefix("/there/api/v1/articles/"))
    article = {"id": "a", "outlet": "A", "title": "A", "published": None, "url": None, "text": text}
    return httpx.Response(200, json=article) if text else httpx.Response(404)


def test_in_process() -> None:
    articles = [Article(name, name, name, text) for name, text in TEXTS.items()]
    assistant = ScriptedAssistant(articles, reply=lambda question: GIVEN)
    turn = Turn(role="user", content="Before")
    done = run([gold(must_cite={"any": ("a",)}, history=(turn,))], InProcess(assistant), FILE)
    (judged,) = done.questions
    assert {name: v.right for name, v in judged.verdicts.items()} == dict.fromkeys(
        ("answers", "coverage", "citation_precision", "citation_recall", "exact_spans"), 1
    )
    assert done.asked == "in process"
    assert assistant.histories[-1] == [turn]
    assert judged.latency_ms >= 0


def test_over_http() -> None:
    done = run([gold(must_cite={"any": ("a",)})], server(crossread), FILE)
    assert not any(verdict.failed for verdict in done.questions[0].verdicts.values())
    assert done.asked == "at http://test/there/"


def test_whoever_is_asked_too_often_is_left_in_peace() -> None:
    refusals = [httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(503)]
    rests: list[float] = []

    def busy(request: httpx.Request) -> httpx.Response:
        return refusals.pop(0) if request.method == "POST" and refusals else crossread(request)

    with pytest.raises(RefusedError, match="503"):
        run([gold(must_cite={"any": ("a",)})], server(busy), FILE, rest=rests.append)
    assert rests == [7]


@pytest.mark.parametrize(
    ("response", "told"),
    [
        (httpx.Response(500, text="oops"), "answered with 500: oops"),
        (httpx.Response(404), "with 404"),
        (httpx.Response(200, text="<html>"), "is no Crossread"),
        (httpx.Response(200, json={"question": "?"}), "is no Crossread"),
    ],
)
def test_what_is_no_crossread(response: httpx.Response, told: str) -> None:
    with pytest.raises((RefusedError, ContractError), match=told):
        server(lambda request: response).ask("Why?", [])


@pytest.mark.parametrize("url", ["localhost:7860", "nowhere", "http://127.0.0.1:1", "http://[", ""])
def test_nobody_there(url: str) -> None:
    with pytest.raises(UnreachableError):
        OverHttp(Crossread(url)).ask("Why?", [])


def test_gold_over_other_articles() -> None:
    with pytest.raises(GoldError, match=r"'q': the field 'must_cite' names the article 'z'"):
        run([gold(must_cite={"all": ("z",)})], server(crossread), FILE)


def test_written_and_read(tmp_path: Path) -> None:
    done = run([gold(conflict=None), gold(id="r")], server(crossread), FILE)
    file = tmp_path / "run.json"
    file.write_text(done.model_dump_json(indent=1))
    assert read_run(file) == done
    assert [one.gold.judges_conflicts for one in read_run(file).questions] == [True, False]


@pytest.mark.parametrize("content", ["", "{}", '{"gold": 1}'])
def test_no_run(tmp_path: Path, content: str) -> None:
    file = tmp_path / "run.json"
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_run(file)
    file.write_text(content)
    with pytest.raises(EvaluationError, match="was not written by"):
        read_run(file)


def test_latency_is_of_each_answer() -> None:
    class Once(InProcess):
        asked = 0

        def ask(self, question: str, history: object) -> Answer:
            Once.asked += 1
            return GIVEN

    done: Run = run([gold(), gold(id="b")], Once(ScriptedAssistant()), FILE)
    assert Once.asked == 3  # the first one twice, not to count the loading of the model
    assert len(done.questions) == 2
