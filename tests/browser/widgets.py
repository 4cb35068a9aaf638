"""The widget as a visitor uses it, and an answer that has everything to show."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from assistant.types import Answer, Conflict, Position, Sentence
from index.types import Article
from tests.assistant.scripted import answered, cited

AP = Article(
    "ap",
    "AP",
    "Troops near the border",
    "About 70,000 troops are near the border, officials said.",
    "2021-12-17",
    "https://example.org/ap",
)
GAZETTE = Article(
    "gazette",
    "Gazette",
    "Minister speaks",
    "Up to 100,000 troops stand there, the minister said.",
    "2021-12",
    "javascript:alert(1)",
)
LEAD = "70,000, according to AP [1]; 100,000, according to the Gazette [2]."


def troops(question: str) -> Answer:
    """An answer with two sources that disagree."""
    text = f"{LEAD}\n\n- AP: “{AP.text}” [1]\n- Gazette: “{GAZETTE.text}” [2]"
    first = cited(AP, 1, AP.text).model_copy(update={"answer_start": 6, "answer_end": 12})
    conflict = Conflict(
        kind="quantity",
        relation="sources_disagree",
        about="troops near the border",
        summary="AP and the Gazette give different figures.",
        reason="The figures differ.",
        positions=[
            Position(
                value="70,000", citations=[1], attributed_to="officials", published="2021-12-17"
            ),
            Position(value="100,000", citations=[2], published="2021-12"),
        ],
    )
    sentence = Sentence(text=LEAD, citations=[1, 2], support="supported")
    answer = answered(question, text, first, cited(GAZETTE, 2, GAZETTE.text))
    told = {"conflicts": [conflict], "sentences": [sentence], "comparison": "2 outlets differ."}
    return answer.model_copy(update=told)


class Widget:
    """One widget of a page."""

    def __init__(self, page: Page, nth: int = 0) -> None:
        self.page = page
        self.node = page.locator("crossread-chat").nth(nth)
        self.launcher = self.node.locator("button.launcher")
        self.panel = self.node.locator(".panel")
        self.box = self.node.get_by_role("textbox")
        self.log = self.node.get_by_role("log")
        self.exchanges = self.node.locator(".exchange")

    def open(self) -> Widget:
        """Open the panel by its button."""
        self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def ask(self, question: str) -> Locator:
        """Ask by the box; what appears in the log, once it is whole."""
        number = self.exchanges.count() + 1
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.exchanges).to_have_count(number)
        expect(self.exchanges.last).not_to_have_attribute("aria-busy", "true")
        return self.exchanges.last
