"""Gold questions: what an evaluation asks, and what it expects of the answers.

A gold file is JSON Lines, UTF-8, one question a line:

    id          names the question; unlike any other in the file
    question    what is asked
    history     optional: the conversation so far, [{"role", "content"}, ...], oldest first
    status      "answered", or "not_in_articles" for a question that must be refused
    must_say    the facts that the answer states, all of them; each a list of alternatives, a
                plain string or a "/regular expression/". Both ignore case and meet the answer
                with its white space collapsed, curly quotes straightened, and without citation
                markers, emphasis and Markdown escapes.
    must_cite   optional: {"all": ids} for articles that are cited each, {"any": ids} for those
                of which one is
    conflict    left out: a flag is neither asked for nor wrong; null: nothing may be flagged;
                {"values", "relation"?}: a flag is asked for, and its positions show these
                values, each a list of alternatives as above, in this relation
    tags        optional: groups to report on. The tag "direct" says that the answer's first
                sentence states the first fact.
    note        optional: a word to whoever reads or completes the line; nothing is judged by it

A question that must be refused has neither must_say nor must_cite nor conflict values.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_serializer,
)

from assistant import validation
from assistant.evaluation.matching import checked
from assistant.types import Relation, Status, Turn
from index.errors import CrossreadError

_SHOWN = 20
"""Problems of a file that are listed before the rest is only counted."""

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Alternatives = Annotated[tuple[Annotated[str, AfterValidator(checked)], ...], Field(min_length=1)]


class GoldError(CrossreadError):
    """A gold file that can't be evaluated; the message names file, line and field."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class MustCite(_Strict):
    """The articles that an answer cites: each of `all`, and one of `any`."""

    all: tuple[_Text, ...] = ()
    any: tuple[_Text, ...] = ()

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """What is required, one by one: groups of articles of which one is to be cited."""
        return [*((article,) for article in self.all), *([self.any] if self.any else [])]

    @property
    def articles(self) -> set[str]:
        """Every article named."""
        return {*self.all, *self.any}


class ExpectedConflict(_Strict):
    """The values that the positions of a flag show, and in which relation they stand."""

    values: Annotated[tuple[Alternatives, ...], Field(min_length=2)]
    relation: Relation | None = None


class GoldQuestion(_Strict):
    """One line of a gold file."""

    id: _Text
    question: _Text
    history: tuple[Turn, ...] = ()
    status: Status
    must_say: tuple[Alternatives, ...] = Field((), validate_default=True)
    must_cite: MustCite = MustCite()
    conflict: ExpectedConflict | None = None
    tags: tuple[_Text, ...] = ()
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return self.status == "answered"

    @property
    def judges_conflicts(self) -> bool:
        """Whether flagging, or not flagging, can be wrong here."""
        return "conflict" in self.model_fields_set

    @field_validator("must_say", "must_cite", "conflict")
    @classmethod
    def _fits_status(cls, value: Any, info: ValidationInfo) -> Any:
        status = info.data.get("status")
        if status == "answered" and info.field_name == "must_say" and not value:
            raise ValueError("an answered question needs a fact to state")
        if status == "not_in_articles" and value not in ((), MustCite(), None):
            raise ValueError("is for answered questions only")
        return value

    @model_serializer(mode="wrap")
    def _keep_unsaid(self, default: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Null and left out differ for `conflict`, also after a round through JSON."""
        fields: dict[str, Any] = default(self)
        if not self.judges_conflicts:
            del fields["conflict"]
        if not self.note:
            del fields["note"]
        return fields


def read_gold(path: Path) -> list[GoldQuestion]:
    """The questions of a gold file.

    Raises GoldError, with every problem's line number and field, for a file that isn't flawless.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeError as error:
        raise GoldError(f"{path}: is not UTF-8 ({error}).") from error
    questions: dict[str, tuple[int, GoldQuestion]] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = GoldQuestion.model_validate_json(line)
        except ValidationError as error:
            told = validation.problems(error)
            problems += (f"{path}, line {number}: {problem}" for problem in told)
            continue
        first, _ = questions.setdefault(question.id, (number, question))
        if first != number:
            problems.append(
                f"{path}, line {number}: the field 'id' is {question.id!r}, as in line {first}."
            )
    if not questions and not problems:
        problems.append(f"{path}: holds no question.")
    if problems:
        more = len(problems) - _SHOWN
        rest = [f"and {more:,} more problems."] if more > 0 else []
        raise GoldError("\n".join([*problems[:_SHOWN], *rest]))
    return [question for _, question in questions.values()]
