"""Answers by a model: what is kept of its words, under which sources, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.chat import Assistant
from assistant.llm.generate import Generator
from assistant.reader.trained import shipped
from assistant.types import Answer
from index.corpus import Corpus
from index.embeddings import Embedder
from index.errors import Cancelled
from index.sync import sync
from index.types import Article
from tests.assistant.llm.scripted_model import ScriptedModel

POST = Article(
    "post", "The Wexmoor Post", "Ferry sinks",
    "The ferry Saint Brendan sank off Wexmoor on Monday with 31 people aboard, the coast guard "
    "said. Divers from Halden searched the wreck for two days.", "2026-03-10",
)  # fmt: skip
WIRE = Article(
    "wire", "Coastwire", "Ferry lost",
    "The Saint Brendan, a ferry, went down off Wexmoor with 44 people aboard, the harbour master "
    "said on Tuesday. It was built in 1987.", "2026-03-10",
)  # fmt: skip
QUESTION = "How many people were aboard the ferry?"
Ask = Callable[..., tuple[Answer, ScriptedModel]]


@pytest.fixture(scope="module")
def corpus(embedder: Embedder) -> Corpus:
    made = Corpus(embedder)
    sync(made, [POST, WIRE])
    return made


@pytest.fixture
def ask(corpus: Corpus) -> Ask:
    def asked(
        says: str, question: str = QUESTION, *, mark: bool = False, fails: str = ""
    ) -> tuple[Answer, ScriptedModel]:
        model = ScriptedModel(says, fails=fails)
        generator = Generator(model, shipped(), mark=mark)
        return Assistant(corpus, generator=generator).ask(question), model

    return asked


def whole(answer: Answer) -> bool:
    """Every marker has its citation and every citation its marker, as the wire contract says."""
    cited = {n for s in answer.sentences for n in s.citations}
    return cited == {c.n for c in answer.citations} and all(
        f"[{n}]" in answer.answer for n in cited
    )


def test_a_supported_sentence_is_shown_with_its_source(ask: Ask) -> None:
    answer, model = ask("The coast guard said 31 people were aboard [1].")
    assert "The coast guard said 31 people were aboard." in [s.text for s in answer.sentences]
    assert (answer.answered_by, answer.notice, answer.withheld) == (model.name, "", 0)
    assert whole(answer)


def test_a_known_conflict_stands_first_and_is_told_to_the_model(ask: Ask) -> None:
    answer, model = ask("The coast guard said 31 people were aboard [1].")
    assert answer.conflicts
    assert answer.sentences[0].text == answer.conflicts[0].summary
    assert "44" in model.asked[0].split("known to differ")[1]


def test_a_wrong_number_after_a_sentence_is_mended(ask: Ask) -> None:
    answer, _ = ask("The harbour master said 44 people were aboard [1]. Its number is [77].")
    (said,) = [s for s in answer.sentences if s.text.startswith("The harbour master")]
    (quote,) = [c.quote for c in answer.citations if c.n in said.citations]
    assert "44 people" in quote


@pytest.mark.parametrize(
    "invented",
    [
        "The coast guard said 35 people were aboard [1].",
        "The coast guard of Ostvik said 31 people were aboard [1].",
        "The coast guard said “we lost them all” on Monday [1].",
        "The coast guard said 31 people were aboard in July 2025 [1].",
        "Read more at https://evil.example/ferry [1].",
    ],
)
def test_what_no_source_supports_is_withheld_and_counted(ask: Ask, invented: str) -> None:
    answer, model = ask(f"The coast guard said 31 people were aboard [1]. {invented}")
    assert invented.split(" [")[0] not in answer.answer
    assert (answer.answered_by, answer.withheld) == (model.name, 1)


def test_what_no_source_supports_is_marked_where_that_is_wanted(ask: Ask) -> None:
    answer, _ = ask("The captain of Ostvik wept.", mark=True)
    (marked,) = [s for s in answer.sentences if s.support == "unsupported"]
    assert (marked.text, marked.citations) == ("The captain of Ostvik wept.", [])


def test_unverified_all_that_it_says_is_shown_under_its_own_numbers(corpus: Corpus) -> None:
    model = ScriptedModel("The moon is cheese [1]. So it is. The coast guard of Ostvik wept [77].")
    generator = Generator(model, shipped(), verify=False)
    answer = Assistant(corpus, generator=generator).ask(QUESTION)
    said = [(s.text, len(s.citations), s.support) for s in answer.sentences[-3:]]
    assert said == [
        ("The moon is cheese.", 1, "supported"),
        ("So it is.", 0, "unsupported"),
        ("The coast guard of Ostvik wept.", 0, "unsupported"),
    ]
    assert (answer.answered_by, answer.withheld) == (model.name, 0)


@pytest.mark.parametrize("says", ["", "NOT IN ARTICLES", "<think>Hm", "{}", "The moon is cheese."])
def test_where_nothing_is_supported_the_articles_own_words_are_shown(ask: Ask, says: str) -> None:
    answer, model = ask(says)
    assert answer.answered_by == "extractive"
    assert model.name in answer.notice
    assert "31 people" in answer.answer
    assert whole(answer)


def test_a_model_that_fails_is_said_and_the_articles_own_words_are_shown(ask: Ask) -> None:
    answer, _ = ask("", fails="does not answer: is its server running?")
    assert "does not answer: is its server running?" in answer.notice
    assert answer.answered_by == "extractive"
    assert "31 people" in answer.answer


def test_what_came_before_a_model_failed_is_kept(ask: Ask) -> None:
    answer, model = ask("The coast guard said 31 people were aboard [1]. And", fails="hung up.")
    assert answer.answered_by == model.name


def test_a_question_that_the_articles_do_not_answer_is_not_answered_by_the_model(ask: Ask) -> None:
    answer, model = ask("31 people.", "Who won the chess tournament in Ostvik?")
    assert answer.status == "not_in_articles"
    assert len(model.asked) == 1  # for other words to search with


def test_the_same_question_is_not_put_twice(corpus: Corpus) -> None:
    model = ScriptedModel("The coast guard said 31 people were aboard [1].")
    assistant = Assistant(corpus, generator=Generator(model, shipped()))
    assert assistant.ask(QUESTION).answer == assistant.ask(QUESTION).answer
    assert len(model.asked) == 1


def test_sentences_are_told_as_they_are_verified(corpus: Corpus) -> None:
    model = ScriptedModel("The coast guard said 31 people were aboard [1]. The moon is cheese.")
    told: list[str] = []
    answer = Assistant(corpus, generator=Generator(model, shipped())).ask(
        QUESTION, tell=lambda sentence: told.append(sentence.text)
    )
    assert told == [s.text for s in answer.sentences]


def test_a_model_is_stopped_when_nobody_waits(corpus: Corpus) -> None:
    model = ScriptedModel("The coast guard said 31 people were aboard [1]. " * 5)
    with pytest.raises(Cancelled):
        Assistant(corpus, generator=Generator(model, shipped())).ask(
            QUESTION, stopped=lambda: bool(model.asked)
        )


def test_what_it_took_is_told(ask: Ask) -> None:
    answer, _ = ask("The coast guard said 31 people were aboard [1]. The moon is cheese.")
    assert answer.timings_ms["verified_share"] == 0.5
    assert answer.timings_ms["tokens_in"] > answer.timings_ms["tokens_out"] > 0
    assert 0 < answer.timings_ms["first_sentence"] <= answer.timings_ms["total"]


def test_every_outlet_keeps_a_place_where_there_is_little_room(corpus: Corpus) -> None:
    model = ScriptedModel("NOT IN ARTICLES", context=1300)
    Assistant(corpus, generator=Generator(model, shipped())).ask(QUESTION)
    assert all(outlet in model.asked[0] for outlet in ("The Wexmoor Post", "Coastwire"))
