"""Gold candidates from what visitors said about answers, each for a person to look through.

A praised answer tells what a right one is like, so its line can be a whole gold question; a
criticised one tells only that its question is worth asking. What a line doesn't know it leaves
out, and `read_gold` names it until a person has filled it in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError

from assistant.evaluation.gold import GoldQuestion
from assistant.evaluation.matching import literal, readable, states
from assistant.feedback import Feedback, read
from assistant.types import Answer, Citation, Conflict

Row = dict[str, Any]
Facts = list[list[str]]

_TAG = "candidate"
_UNKNOWN = "Complete status, and for an answered question must_say, must_cite and conflict."
_WORDS = 6
_FIGURE = re.compile(r"(?<![\w.,:])\d++(?:[.,:]\d++)*+(?!\w)")


def show_candidates(path: Path) -> None:
    """Write the candidates of a feedback file to standard output, what they lack to the other.

    Raises FeedbackError if the file can't be read.
    """
    feedback = read(path)
    rows = candidates(feedback)
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False))
    whole = sum(map(is_complete, rows))
    typer.echo(
        f"{len(rows):,} candidates from {len(feedback):,} lines of feedback: {whole:,} to look "
        f"through, {len(rows) - whole:,} to complete before they can be evaluated; their notes "
        "say what is missing.",
        err=True,
    )


def candidates(feedback: Iterable[Feedback]) -> list[Row]:
    """A gold line for each distinct question with its history, from the latest feedback on it.

    Feedback on an answer to nothing makes none.
    """
    latest = {_id(one): one for one in sorted(feedback, key=lambda one: one.at)}
    return [_row(name, one) for name, one in latest.items() if one.answer.question.strip()]


def is_complete(row: Row) -> bool:
    """Whether a line is a gold question as it stands."""
    try:
        GoldQuestion.model_validate_json(json.dumps(row))
    except ValidationError:
        return False
    return True


def _id(feedback: Feedback) -> str:
    """The same for the same question after the same conversation, whenever it is asked."""
    said = [feedback.answer.standalone_question, *(turn.content for turn in feedback.history)]
    plain = [" ".join(text.casefold().split()) for text in said]
    return f"feedback-{sha256(json.dumps(plain).encode()).hexdigest()[:12]}"


def _row(name: str, feedback: Feedback) -> Row:
    asked: Row = {"id": name, "question": feedback.answer.question.strip()}
    if feedback.history:
        asked["history"] = [turn.model_dump() for turn in feedback.history]
    if feedback.verdict == "up":
        said, (known, notes) = "Praised", _learned(feedback.answer)
    else:
        said, known, notes = "Criticised", {}, [_UNKNOWN]
    reason = f": {feedback.reason}" if feedback.reason else "."
    note = "\n".join([f"{said} on {feedback.at:%Y-%m-%d}{reason}", *notes])
    return asked | known | {"tags": [_TAG], "note": note}


def _learned(answer: Answer) -> tuple[Row, list[str]]:
    """What is known from a right answer, and what a person has to see to."""
    row: Row = {"status": answer.status}
    if answer.status == "not_in_articles":
        return row, []
    if not answer.citations:
        return row, ["Complete must_say and must_cite: the answer cites nothing."]
    row["must_say"], note = _facts(answer)
    row["must_cite"] = {"any": [*dict.fromkeys(c.article_id for c in answer.citations)]}
    notes = [note] if note else []
    flags = [flag for flag in answer.conflicts if len(_values(flag)) > 1]
    if flags:
        row["conflict"] = {"values": _values(flags[0]), "relation": flags[0].relation}
        if flags[0].kind == "statement":
            notes.append("Check conflict: shorten its values to the words that differ.")
    if len(flags) > 1:
        notes.append(f"Check conflict: it is the first of {len(flags)} that were flagged.")
    return row, notes


def _facts(answer: Answer) -> tuple[Facts, str]:
    """What a right answer states, and what to check about that.

    The first of the options that this answer states word for word, else the first there is.
    """
    said = readable(answer.answer)
    options = [option for option in _options(answer) if option[0]]
    for facts, note in options:
        if all(states(said, fact) for fact in facts):
            return facts, note
    facts = options[0][0] if options else []
    return facts, "Check must_say: it is from a passage cited, not from the answer's words."


def _options(answer: Answer) -> Iterator[tuple[Facts, str]]:
    """The direct answer; each figure of the sentence quoted first; the words it starts with."""
    direct = dict.fromkeys(filter(None, map(_direct, answer.citations)))
    yield [[*direct]] if direct else [], ""
    quote = _first_quoted(answer).quote
    figures = dict.fromkeys(found[0] for found in _FIGURE.finditer(quote))
    bounded = [[rf"/\b{re.escape(figure)}\b/"] for figure in figures]
    yield bounded, "Check must_say: these are the figures of the first quote."
    start = literal(" ".join(quote.split()[:_WORDS]))
    yield [[start]] if start else [], "Check must_say: it is how the first quote starts."


def _direct(citation: Citation) -> str:
    """The words of the quote that are the direct answer, or ""."""
    if citation.answer_start is None or citation.answer_end is None:
        return ""
    start, end = citation.answer_start - citation.start, citation.answer_end - citation.start
    return literal(citation.quote[max(start, 0) : max(end, 0)])


def _first_quoted(answer: Answer) -> Citation:
    """The citation of the first sentence that is a quote; the first of all if none is."""
    cited = {citation.n: citation for citation in answer.citations}
    quoted = (n for s in answer.sentences if s.support == "quoted" for n in s.citations)
    return next((cited[n] for n in quoted if n in cited), answer.citations[0])


def _values(flag: Conflict) -> Facts:
    values = (literal(position.value) for position in flag.positions)
    return [[value] for value in values if value]
