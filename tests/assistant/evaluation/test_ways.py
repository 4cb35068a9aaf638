"""One gold file asked three ways, and what is told of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from rich.console import Console

from assistant.evaluation import page
from assistant.evaluation.command import open_answerer
from assistant.evaluation.report import show
from assistant.evaluation.run import EvaluationError, Run, read_run
from assistant.evaluation.ways import Recorded, Ways
from assistant.llm.generate import Generator
from assistant.llm.models import ModelError
from assistant.reader.trained import shipped
from assistant.settings import Settings
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article
from tests.assistant.evaluation.making import gold
from tests.assistant.llm.scripted_model import ScriptedModel

TEXT = "Bob Miller won the race for mayor of Halden on Monday with 5,210 votes, officials said."
SAYS = f"{TEXT[:-1]} [1]. He had 9,999 votes in Halden [1]."
WON = gold(question="Who won the race for mayor?", must_say=(("Bob Miller",),))
FAR = gold(id="far", question="What is the boiling point of ethanol?", status="not_in_articles")


class SlowModel(ScriptedModel):
    """Takes a second for each piece, by a clock that only this model moves."""

    seconds = 0.0

    def stream(self, system: str, prompt: str, stopped: Callable[[], bool]) -> Iterator[str]:
        for piece in super().stream(system, prompt, stopped):
            self.seconds += 1
            yield piece


@pytest.fixture
def clocked(monkeypatch: pytest.MonkeyPatch) -> Callable[[SlowModel], Recorded]:
    """The model recorded, on its own clock."""

    def recorded(model: SlowModel) -> Recorded:
        monkeypatch.setattr("assistant.evaluation.ways.perf_counter", lambda: model.seconds)
        return Recorded(model)

    return recorded


@pytest.fixture(scope="module")
def model() -> ScriptedModel:
    return ScriptedModel(SAYS)


@pytest.fixture(scope="module")
def done(embedder: Embedder, model: ScriptedModel) -> Run:
    corpus = Corpus(embedder)
    sync(corpus, [Article("vote", "The Harbor Times", "A vote", TEXT)])
    return Ways(corpus, Generator(model, shipped())).run([WON, FAR], Path("gold.jsonl"))


def test_what_the_model_invents_is_counted_raw_and_withheld_verified(done: Run) -> None:
    ways = done.ways
    assert list(ways) == ["own words", "raw", "verified"]
    assert [way.by_model for way in ways.values()] == [0, 1, 1]
    assert [way.unfounded_figures for way in ways.values()] == [0, 1, 0]
    assert [way.withheld for way in ways.values()] == [0, 0, 1]
    assert (ways["raw"].sentences, ways["verified"].sentences) == (2, 1)
    assert [way.rates["answers"].right for way in ways.values()] == [1, 1, 1]
    assert [way.rates["refusals"].right for way in ways.values()] == [1, 1, 1]


def test_the_run_is_of_the_verified_way(done: Run, model: ScriptedModel) -> None:
    assert "9,999" not in done.questions[0].answer.answer
    assert done.answered_by == ("extractive", model.name)
    assert done.overall.rates == done.ways["verified"].rates


def test_the_model_is_asked_the_same_once(done: Run, model: ScriptedModel) -> None:
    assert model.asked
    assert len(set(model.asked)) == len(model.asked)


def test_the_first_sentence_is_there_before_the_answer(done: Run) -> None:
    for way in done.ways.values():
        assert 0 < way.first_sentence_p50 <= way.latency_p50


def test_a_table_has_a_column_each(done: Run, capsys: pytest.CaptureFixture[str]) -> None:
    show(done, Console(width=80))
    told = capsys.readouterr().out
    assert re.search(r"metric +own words +raw +verified\n", told)
    assert re.search(r"unfounded_figures +0 +1 +0\n", told)
    assert re.search(r"answers +100.0 % +100.0 % +100.0 %\n", told)
    assert re.search(r"first_sentence_p50 +\d+ ms +\d+ ms +\d+ ms\n", told)
    assert max(map(len, told.splitlines())) <= 80


def test_the_page_and_the_file_hold_it_too(done: Run, tmp_path: Path) -> None:
    html = page.render(done)
    assert re.search(
        r"unfounded_figures</th><td>0</td><td>1</td><td>0</td>", html.replace("\n", "")
    )
    file = tmp_path / "run.json"
    file.write_text(done.model_dump_json())
    assert read_run(file) == done


def test_a_model_asked_again_says_the_same_and_takes_as_long_by_its_clock(
    clocked: Callable[[SlowModel], Recorded],
) -> None:
    slow = SlowModel("one two three four")
    model = clocked(slow)
    took = []
    for _ in range(2):
        begun = model.now()
        pieces = [(piece, model.now() - begun) for piece in model.stream("s", "p", bool)]
        took.append(pieces)
    assert took[0] == took[1] == [("one two", 1), (" three ", 2), ("four", 3)]
    assert slow.seconds == 3
    assert slow.asked == ["p"]


def test_what_is_done_meanwhile_takes_no_longer(clocked: Callable[[SlowModel], Recorded]) -> None:
    slow = SlowModel("one two three four")
    model = clocked(slow)
    list(model.stream("s", "p", bool))
    begun = model.now()
    for _ in model.stream("s", "p", bool):
        slow.seconds += 0.5  # who listens thinks it over while the model goes on
    assert model.now() - begun == 3.5


def test_a_model_that_failed_is_asked_again() -> None:
    model = ScriptedModel("one", fails="took too long.")
    recorded = Recorded(model)
    for _ in range(2):
        with pytest.raises(ModelError, match="took too long"):
            list(recorded.stream("s", "p", bool))
    assert len(model.asked) == 2


def test_three_ways_need_a_language_model() -> None:
    opened = open_answerer(Settings(), None, None, None, three_ways=True)
    with pytest.raises(EvaluationError, match="set CROSSREAD_LLM, such as"), opened:
        pass


def test_three_ways_are_asked_in_this_process() -> None:
    opened = open_answerer(Settings(), None, "http://127.0.0.1:1", None, three_ways=True)
    with pytest.raises(typer.BadParameter, match="leave --url out"), opened:
        pass
