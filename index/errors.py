"""The exceptions a user can meet. Each message quotes the value and names the way out.

A message is a template in English, which is what its translations are found by (as in gettext),
and the values in its places.
"""

from __future__ import annotations

from pathlib import PurePath


class Phrase:
    """Words of Crossread's own: a template, and values that every process can be sent.

    Values that are phrases themselves are translated in turn. Without values the template is the
    text as it stands, whatever braces it holds.
    """

    def __init__(self, template: str, /, **values: Value) -> None:
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template.format_map(self.values) if self.values else self.template


Value = str | int | float | PurePath | Phrase


class CrossreadError(Phrase, Exception):
    """Something a person can mend; the message says what, where and how."""

    def __init__(self, template: str, /, **values: Value) -> None:
        Phrase.__init__(self, template, **values)
        Exception.__init__(self, str(self))  # pickle makes it anew of that, and adds the rest


class ArticleError(CrossreadError):
    """One article or file could not be read; the rest goes on."""


class IndexStateError(CrossreadError):
    """The index cannot be opened, read or written as it is."""


class SettingsError(CrossreadError):
    """A setting has a value that cannot work."""


class QuestionError(CrossreadError):
    """A question or request that cannot be asked as it stands."""


class Cancelled(CrossreadError):  # noqa: N818  nothing went wrong
    """Nobody waits for the answer any more."""


def located(problem: ArticleError, name: str, line: int | None = None) -> ArticleError:
    """The problem with its place before it: a document's name, and the line if that is told."""
    if line is None:
        return ArticleError("{name}: {problem}", name=name, problem=problem)
    return ArticleError("{name}, line {line}: {problem}", name=name, line=line, problem=problem)
