"""What visitors of the chat page say about an answer: one JSON object a line, in a file."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from assistant.types import Answer, Turn
from assistant.validation import problems
from index.errors import CrossreadError

Verdict = Literal["up", "down"]
MAX_REASON = 2_000
"""Characters of a reason."""
MAX_BYTES = 50 << 20
"""Size from which a file takes no more: visitors must not fill the disk."""

_OWNER_ONLY = 0o600  # what visitors asked and said is not for other users of the machine


class FeedbackError(CrossreadError):
    """Feedback that can't be kept or read; the message says why and what to do."""


def _in_utc(at: datetime) -> datetime:
    if at.utcoffset() != timedelta(0):
        raise ValueError(f"{at.isoformat()} is not in UTC")
    return at


class Feedback(BaseModel):
    """A visitor's verdict on an answer, with the conversation before its question.

    `at` is when it was given, in UTC; `reason` is in the visitor's words and may be empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Annotated[AwareDatetime, AfterValidator(_in_utc)]
    verdict: Verdict
    reason: Annotated[str, Field(max_length=MAX_REASON)] = ""
    history: list[Turn] = Field(default_factory=list)
    answer: Answer

    @classmethod
    def of(
        cls, answer: Answer, verdict: Verdict, reason: str = "", history: Sequence[Turn] = ()
    ) -> Self:
        """Feedback given now; raises FeedbackError for a reason that is too long."""
        try:
            return cls(
                at=datetime.now(UTC), verdict=verdict, reason=reason.strip(),
                history=list(history), answer=answer,
            )  # fmt: skip
        except ValidationError as error:
            told = " ".join(problems(error))
            raise FeedbackError(f"The feedback cannot be kept: {told}") from error


def append(path: Path, feedback: Feedback) -> None:
    """Add a line to a file, which is made, with its folder, if it isn't there.

    Processes may do so at once. Raises FeedbackError if the file can't be written or is full.
    """
    text = json.dumps(feedback.model_dump(mode="json"), ensure_ascii=False)
    line = text.encode("utf-8", "replace") + b"\n"  # half of a character is no reason to lose it
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MAX_BYTES:
            raise FeedbackError(
                f"{path}: it holds more than {MAX_BYTES >> 20} MB of feedback, and takes no more. "
                "Move it elsewhere to begin anew."
            )
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OWNER_ONLY)
        try:
            written = os.write(file, line)  # the whole line at once, or lines would mix
        finally:
            os.close(file)
    except OSError as error:
        raise FeedbackError(
            f"{path}: feedback cannot be written there ({error.strerror}). Let the user that "
            "runs Crossread write to this file and its folder, and see that the disk has room."
        ) from error
    if written < len(line):
        raise FeedbackError(
            f"{path}: only {written:,} of {len(line):,} bytes of the feedback could be written. "
            "Make room on the disk, and remove the file's last line, which is cut off."
        )


def read(path: Path) -> list[Feedback]:
    """The feedback in a file, in its order.

    Raises FeedbackError, with file, line and field, if the file or a line can't be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise FeedbackError(f"{path}: cannot be read ({error.strerror}).") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(Feedback.model_validate_json(line))
        except ValidationError as error:
            raise FeedbackError(
                f"{path}, line {number}: {next(problems(error))} Mend the line or remove it."
            ) from error
    return found
