"""A language model behind the web application: chosen, left out, counted and stopped."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from mcp import Client
from starlette.testclient import TestClient

from assistant.chat import Assistant
from assistant.client import Crossread
from assistant.settings import Settings
from assistant.web.mcp_tools import mcp_server
from assistant.web.page import ChatPage
from assistant.web.service import Service
from index.corpus import Corpus
from index.embeddings import Embedder
from index.scope import EVERYTHING
from tests.assistant.ferry import (
    INVENTED,
    QUESTION,
    SAYS,
    SUPPORTED,
    EndlessModel,
    ferry_corpus,
    told_by,
)
from tests.assistant.llm.scripted_model import ScriptedModel
from tests.assistant.patience import SlowAssistant, soon, until
from tests.assistant.scripted import ScriptedAssistant, app_of
from tests.assistant.test_web_metrics import told, value
from tests.assistant.test_web_page import ENGLISH, asked, event, page_of, steps
from tests.assistant.test_web_stream import events_of
from tests.browser.serving import served


@pytest.fixture(scope="module")
def corpus(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return ferry_corpus(embedder, tmp_path_factory.mktemp("ferry"))


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel(SAYS)


def client_of(assistant: Assistant) -> TestClient:
    return TestClient(app_of(assistant), raise_server_exceptions=False)


# The API


@pytest.mark.parametrize("route", ["/api/v1/ask", "/api/ask"])
def test_a_caller_may_have_the_articles_own_words(
    corpus: Corpus, model: ScriptedModel, route: str
) -> None:
    client = client_of(told_by(corpus, model))
    answer = client.post(route, json={"question": QUESTION}).json()
    assert (answer["answered_by"], answer["withheld"]) == (model.name, 2)
    model.asked.clear()
    own = client.post(route, json={"question": QUESTION, "own_words": True}).json()
    assert (own["answered_by"], own["withheld"], own["notice"]) == ("extractive", 0, "")
    assert model.asked == []


def test_a_stream_in_the_articles_own_words_asks_no_model(
    corpus: Corpus, model: ScriptedModel
) -> None:
    client = client_of(told_by(corpus, model))
    by_model = [data["text"] for name, data in events_of(client, question=QUESTION)
                if name == "sentence"]  # fmt: skip
    assert by_model == [SUPPORTED]
    model.asked.clear()
    done = dict(events_of(client, question=QUESTION, own_words=True))["done"]
    assert (done["answered_by"], model.asked) == ("extractive", [])


@pytest.mark.parametrize("wrong", ["yes", 1, None])
def test_own_words_is_true_or_false(corpus: Corpus, wrong: Any) -> None:
    body = {"question": QUESTION, "own_words": wrong}
    response = client_of(ScriptedAssistant()).post("/api/v1/ask", json=body)
    assert response.status_code == 422
    assert "'own_words'" in response.json()["detail"]


def test_the_client_and_the_tools_pass_the_choice_on() -> None:
    assistant = ScriptedAssistant()
    with served(app_of(assistant)) as url, Crossread(url) as crossread:
        crossread.ask("Why?", own_words=True)
        list(crossread.stream("Why?", own_words=True))
        crossread.ask("Why?")

    async def call() -> None:
        async with Client(mcp_server(assistant)) as client:
            await client.call_tool("ask_articles", {"question": "Why?", "own_words": True})

    asyncio.run(call())
    assert assistant.own_words == [True, True, False, True]


# What is counted


def test_what_a_model_took_and_what_became_of_it_is_counted(corpus: Corpus) -> None:
    client = client_of(told_by(corpus, ScriptedModel(SAYS)))
    answer = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    samples = told(client)
    assert value(samples, "llm_answers_total", words="model") == 1
    assert value(samples, "llm_sentences_total", outcome="verified") == 1
    assert value(samples, "llm_sentences_total", outcome="withheld") == 2
    assert value(samples, "llm_first_sentence_seconds_count") == 1
    seconds = value(samples, "llm_first_sentence_seconds_sum")
    assert seconds == pytest.approx(answer["timings_ms"]["first_sentence"] / 1000)
    for direction in ("in", "out"):
        tokens = answer["timings_ms"][f"tokens_{direction}"]
        assert value(samples, "llm_tokens_total", direction=direction) == tokens > 0
    steps_told = {dict(labels).get("step") for _, labels in samples}
    assert "generate" in steps_told
    assert not {"tokens_in", "verified_share", "first_sentence"} & steps_told


def test_falling_back_to_the_articles_own_words_is_counted(corpus: Corpus) -> None:
    client = client_of(told_by(corpus, ScriptedModel(INVENTED)))
    client.post("/api/v1/ask", json={"question": QUESTION})
    samples = told(client)
    assert value(samples, "llm_answers_total", words="articles") == 1
    assert value(samples, "llm_sentences_total", outcome="withheld") == 1
    assert value(samples, "llm_sentences_total", outcome="verified") == 0
    assert value(samples, "llm_first_sentence_seconds_count") == 0


def test_marked_sentences_are_counted_apart(corpus: Corpus) -> None:
    client = client_of(told_by(corpus, ScriptedModel(SAYS), mark=True))
    client.post("/api/v1/ask", json={"question": QUESTION})
    samples = told(client)
    assert value(samples, "llm_sentences_total", outcome="marked") == 2
    assert value(samples, "llm_sentences_total", outcome="verified") == 1


def test_where_no_model_is_asked_none_is_counted(corpus: Corpus, model: ScriptedModel) -> None:
    client = client_of(told_by(corpus, model))
    client.post("/api/v1/ask", json={"question": QUESTION, "own_words": True})
    client.post("/api/v1/ask", json={"question": "Who won the chess tournament in Ostvik?"})
    assert not {name for name, _ in told(client) if name.startswith("crossread_llm_answers_total")}


# The page


def page_over(assistant: Assistant) -> ChatPage:
    return ChatPage(Service(assistant, Settings()), Settings())


def test_the_page_says_who_answers_only_where_there_is_a_choice() -> None:
    *_, words, _ = page_of(ScriptedAssistant(model="ollama/x")).load([], False, ENGLISH)
    assert "ollama/x" in words
    assert words.count("checked") == 1
    *_, chosen, _ = page_of(ScriptedAssistant(model="ollama/x")).load([], True, ENGLISH)
    assert 'value="articles" checked' in chosen
    assert page_of(ScriptedAssistant()).load([], True, ENGLISH)[5] == ""


def test_the_choice_goes_with_the_questions_after_it() -> None:
    assistant = ScriptedAssistant(model="ollama/x")
    page = page_of(assistant)
    kept = asked(page, "One?", own_words=True)
    steps(page.retry(kept, EVERYTHING, False, ENGLISH))
    offered = event(question="Two?")
    steps(page.ask_offered(kept, EVERYTHING, True, offered, ENGLISH))
    assert assistant.own_words == [True, False, True]


def test_an_answer_is_shown_as_its_sentences_are_verified(corpus: Corpus) -> None:
    page = page_over(told_by(corpus, ScriptedModel(SAYS)))
    growing, whole = steps(page.ask(QUESTION, [], EVERYTHING, False, ENGLISH))
    assert SUPPORTED in growing[1]
    assert 'aria-busy="true"' in growing[1]
    assert "data-do" not in growing[1]
    assert "2 sentences were withheld" in whole[1]
    assert "aria-busy" not in whole[1]


def test_stopping_in_the_page_stops_the_model(corpus: Corpus) -> None:
    model = EndlessModel(f"{SUPPORTED[:-1]} [1]. And")
    page = page_over(told_by(corpus, model))

    async def ask_and_stop() -> None:
        showing = page.ask(QUESTION, [], EVERYTHING, False, ENGLISH)
        waiting = asyncio.ensure_future(anext(showing))
        await soon(lambda: waiting.done() or model.asked)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await showing.aclose()
        await soon(model.stopped.is_set)

    asyncio.run(ask_and_stop())


def test_the_page_asks_in_the_queue_and_says_when_it_is_full() -> None:
    slow = SlowAssistant()
    settings = Settings(concurrency=1, queue=0)
    service = Service(slow, settings)
    page = ChatPage(service, settings)

    async def two() -> str:
        first = asyncio.ensure_future(anext(page.ask("First?", [], EVERYTHING, False, ENGLISH)))
        await soon(lambda: slow.asked)
        refused = await anext(page.ask("Second?", [], EVERYTHING, False, ENGLISH))
        slow.let_go.set()
        await first
        return str(refused[1])

    assert "Too many questions are waiting here." in asyncio.run(two())
    until(lambda: service.queue.at_work == 0)
    counted = bytes(service.metrics.page().body).decode()
    assert 'crossread_questions_total{status="answered"} 1.0' in counted


def test_a_question_that_takes_too_long_is_told_so_in_the_page() -> None:
    slow = SlowAssistant()
    page = ChatPage(Service(slow, Settings(timeout=0.05)), Settings(timeout=0.05))
    (shown,) = steps(page.ask("Why?", [], EVERYTHING, False, ENGLISH))
    assert "longer than the 0.05 seconds" in shown[1]
    until(lambda: slow.stopped == ["Why?"])
