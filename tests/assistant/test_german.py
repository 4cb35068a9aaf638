"""Crossread in German: every word is of the articles, of the question, or of the German texts."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import gradio as gr
import pytest
from babel import Locale
from fastapi import HTTPException

from assistant.chat import Assistant
from assistant.export import as_markdown
from assistant.followup import resolve
from assistant.llm.models import UnansweredError
from assistant.types import Answer, Turn
from assistant.web.conversation import restored
from assistant.web.render import Renderer
from assistant.wording import catalogs, texts
from index.corpus import Corpus
from index.embeddings import Embedder
from index.errors import CrossreadError
from index.scope import EVERYTHING, Scope
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, answered
from tests.assistant.test_web_page import Request, page_of, steps

ABOARD = "How many people were on board the ferry?"
SANK = "When did the ferry sink?"
WINTER = "Did the ferry sink off Wexmoor?"
MENU = "What does breakfast cost in Lima?"
GERMAN = texts("de")
BROWSER = Request("de-AT,de;q=0.9")


def report(outlet: str, text: str, day: str = "2025-10-17") -> Article:
    return Article(outlet.lower(), outlet, f"{outlet}: ferry off Wexmoor", text, day)


AGREEING = [
    report("Post", "The ferry Brendan sank off Wexmoor on Tuesday with 31 people on board."),
    report("Gazette", "There were 31 people on board the ferry when it sank on Tuesday."),
]
DIFFERING = [
    *AGREEING,
    report("Herald", "The ferry that sank had 58 people on board, police told."),
]


@pytest.fixture(scope="module")
def ask(embedder: Embedder) -> Callable[..., Answer]:
    assistant = Assistant(Corpus(embedder))

    def asking(
        question: str, articles: list[Article], language: str = "de", scope: Scope = EVERYTHING
    ) -> Answer:
        return assistant.ask(question, articles=articles, scope=scope, language=language)

    return asking


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", text.lower()))


def foreign(shown: str, question: str, articles: list[Article]) -> set[str]:
    """The words that are neither the question's nor the articles' nor German ones of ours."""
    seen = html.unescape(re.sub(r"<[^>]*>", " ", shown))
    given = " ".join([question, *(f"{a.outlet} {a.title} {a.text}" for a in articles)])
    months = Locale("de").months["format"]
    german = [*catalogs()["de"].values(), *months["wide"].values(), *months["abbreviated"].values()]
    return words(seen) - words(given) - words(" ".join(german))


CASES = [
    (ABOARD, AGREEING, "31 people, laut Gazette und Post. [1][2]", "2 Medien stimmen überein."),
    (ABOARD, DIFFERING, "Die Quellen widersprechen sich: ", ""),
    (SANK, AGREEING, "14. Oktober 2025 („on Tuesday“), laut ", "2 Medien stimmen überein."),
    (WINTER, AGREEING[:1], "Ja, laut Post. [1]", ""),
    (MENU, AGREEING, "Die Artikel sagen es nicht. Am nächsten kommt „", ""),
    ("thanks", AGREEING, "Darin gibt es nichts nachzuschlagen; ", ""),
    ("?!", AGREEING, "Darin steht kein Wort, ", ""),
    ("x" * 2001, AGREEING, "Diese Frage ist 2.001 Zeichen lang; ", ""),
]


@pytest.mark.parametrize(("question", "articles", "opening", "comparison"), CASES)
def test_an_answer_is_german_around_the_quotes(
    ask: Callable[..., Answer],
    question: str,
    articles: list[Article],
    opening: str,
    comparison: str,
) -> None:
    answer = ask(question, articles)
    assert answer.answer.replace("\\", "").startswith(opening)
    assert answer.comparison == comparison
    for shown in (Renderer("de").conversation([answer]), as_markdown([answer], GERMAN)):
        assert foreign(shown, question, articles) == set()


@pytest.mark.parametrize(("question", "articles"), [case[:2] for case in CASES])
def test_only_the_words_around_them_depend_on_the_language(
    ask: Callable[..., Answer], question: str, articles: list[Article]
) -> None:
    german, english = ask(question, articles), ask(question, articles, "en")
    assert english == ask(question, articles, "tlh-Latn").model_copy(
        update={"timings_ms": english.timings_ms}
    )
    assert german.answer != english.answer
    assert foreign(english.answer, question, articles)
    for field in ("status", "citations", "standalone_question", "evidence_score"):
        assert getattr(german, field) == getattr(english, field)
    assert [s.citations for s in german.sentences] == [s.citations for s in english.sentences]


def test_a_conflict_card_is_german_around_the_values(ask: Callable[..., Answer]) -> None:
    answer = ask(ABOARD, DIFFERING)
    (conflict,) = answer.conflicts
    assert {p.value for p in conflict.positions} == {"31 people", "58 people"}
    assert conflict.reason == "Die Zahlen weichen um mehr als eine Rundung ab."
    card = re.search(
        r'<section class="conflict".*?</section>', Renderer("de").conversation([answer]), re.DOTALL
    )
    assert card
    assert foreign(card[0], ABOARD, DIFFERING) == set()
    assert "**Die Quellen widersprechen sich** · " in as_markdown([answer], GERMAN)


def test_a_scope_without_articles_is_told_in_german(ask: Callable[..., Answer]) -> None:
    said = ask(ABOARD, AGREEING, scope=Scope(since="2030"))
    assert said.answer == "Es gibt keinen Artikel von den gewählten Medien und Daten."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (HTTPException(503), GERMAN("busy")),
        (HTTPException(504), GERMAN("late", seconds=60)),
        (RuntimeError("secret"), GERMAN("failed")),
    ],
)
def test_the_page_asks_and_fails_in_the_browsers_language(error: Exception, said: str) -> None:
    def fail(question: str) -> Answer:
        raise error

    assistant = ScriptedAssistant(AGREEING, fail)
    page = page_of(assistant)
    kept, *shown, _ = steps(page.ask(ABOARD, [], EVERYTHING, False, BROWSER))[-1]
    assert assistant.languages == ["de"]
    assert restored(kept)[0].answer == said
    assert foreign(" ".join(shown), ABOARD, AGREEING) == set()


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [("soon", "", "'soon' ist kein Datum"), ("2022", "2021", "'2022' liegt nach '2021'")],
)
def test_dates_that_cannot_be_are_told_in_german(since: str, until: str, said: str) -> None:
    with pytest.raises(gr.Error, match=said):
        page_of().narrow([], since, until, BROWSER)


def test_what_is_copied_and_saved_is_in_the_pages_language() -> None:
    page = page_of()
    kept = [answered("", "Ja.").model_dump()]
    assert page.save_markdown(kept, BROWSER) == "## (keine Frage)\n\nJa.\n"
    assert page.copy(kept, gr.EventData(None, {"answer": 1}), BROWSER).startswith(
        "## (keine Frage)"
    )


def test_what_is_wrong_with_a_model_is_told_in_the_readers_language() -> None:
    error = UnansweredError("slow", "ollama/x", "ReadTimeout")
    assert isinstance(error, CrossreadError)
    assert str(error).startswith("ollama/x took too long: ")
    assert error.told(GERMAN).startswith("ollama/x brauchte zu lange: ")


@pytest.mark.parametrize(
    "said",
    [
        GERMAN("summary.sources_disagree", positions="Ada Finch (Post); Bo Lind (Gazette)"),
        GERMAN("opening", said="Ada Finch", sources="Post"),
    ],
)
def test_our_own_german_words_are_no_names_to_a_follow_up(said: str) -> None:
    history = [
        Turn(role="user", content="Who steered the ferry?"), Turn(role="assistant", content=said)
    ]  # fmt: skip
    assert resolve("What did she say?", history) == "What did Ada Finch say?"
