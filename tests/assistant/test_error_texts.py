"""What index/ says of faults: all that the page can show has a text in every language."""

from __future__ import annotations

import ast
import builtins
import string
from collections.abc import Iterator
from pathlib import Path

import index
from assistant.wording import DEFAULT, catalogs, error_catalogs, texts
from index.errors import ArticleError, IndexStateError, Phrase, located

ROOT = Path(index.__file__).parent
PAGE = ROOT.parent / "assistant" / "web" / "uploads.py"
NEVER_SHOWN = {
    "files.py": "files and folders are named on the command line only",
    "sources.py": "nothing beside an upload is read",
    "web/": "addresses are named on the command line only",
    "spread.py": "only the command line embeds on a cluster",
    "scope.py": "the page has words of its own for its two fields (filter.no_date, filter.swapped)",
}
PHRASES = {"Phrase", "said", "_said", "_told"}
"""What else takes words of ours; or others', where they are no constant."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    passed_over = tuple(NEVER_SHOWN)
    for file in [*sorted(ROOT.rglob("*.py")), PAGE]:
        name = file.relative_to(ROOT).as_posix() if file != PAGE else file.name
        if not name.startswith(passed_over):
            yield name, ast.parse(file.read_text("utf-8"))


def raised() -> tuple[set[str], list[str]]:
    """The templates of all errors and phrases, and where an error has a finished sentence."""
    templates: set[str] = set()
    finished = []
    for name, module in sources():
        named = {
            target.id: node.value.value
            for node in module.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value.value, str)
        }
        for call in ast.walk(module):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            said = called(call.func)
            if is_error := isinstance(call.func, ast.Name) and said.endswith("Error"):
                is_error = not hasattr(builtins, said)
            if not is_error and said not in PHRASES:
                continue
            told = constants(call.args[0], named)
            if is_error and (not told or isinstance(call.args[0], ast.JoinedStr)):
                finished.append(f"{name}:{call.lineno}")
            templates.update(told)
    return templates, finished


def called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def constants(given: ast.expr, named: dict[str, str]) -> set[str]:
    """The strings that an argument can be, as they stand or under a name of the module."""
    nodes = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
    found = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found | {named[n.id] for n in nodes if isinstance(n, ast.Name) and n.id in named}


def places(text: str) -> list[str]:
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field)


def test_every_fault_that_the_page_can_show_has_a_text_in_every_language() -> None:
    templates, finished = raised()
    assert finished == [], "a template with values can be translated, a finished sentence not"
    assert len(templates) > 50
    assert set(error_catalogs()) == set(catalogs()) - {DEFAULT}
    for language, catalog in error_catalogs().items():
        assert templates - set(catalog) == set(), f"not in {language}"
        assert set(catalog) - templates == set(), f"in {language}, and no longer said"


def test_every_text_takes_the_values_of_its_template() -> None:
    for catalog in error_catalogs().values():
        for template, text in catalog.items():
            assert places(text) == places(template)
            # The page says the name itself, and takes it away here.
            assert text.startswith("{name}") == template.startswith("{name}")


def test_errors_within_an_error_are_told_in_the_same_language() -> None:
    error = located(ArticleError("the field 'text' is missing or empty."), "news.jsonl", 3)
    assert texts("de").error(error) == "news.jsonl, Zeile 3: das Feld 'text' fehlt oder ist leer."
    assert texts("en").error(error) == str(error)


def test_an_error_without_a_text_is_told_as_it_is() -> None:
    for said in (IndexStateError("It is {odd}."), IndexStateError("It is {how}.", how="odd")):
        assert texts("de").error(said) == str(said)


def test_braces_in_what_is_quoted_do_no_harm() -> None:
    error = ArticleError("not a JSON object but {start!r}.", start="{0} {x!z}")
    assert texts("de").error(error) == "kein JSON-Objekt, sondern '{0} {x!z}'."


def test_words_among_the_values_are_translated_and_quotes_are_not() -> None:
    template = "The index on {place} cannot be {done} ({reason}): look into the server's log."
    error = IndexStateError(template, place="read", done=Phrase("read"), reason="opened")
    assert texts("de").error(error).startswith("Der Index auf read kann nicht gelesen werden (op")
