"""Requests made from the OpenAPI document: none breaks the server, all are answered as it says."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

FEW = settings(
    max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
OPERATIONS = [
    ("POST", "/api/v1/ask"),
    ("POST", "/api/v1/ask/stream"),
    ("POST", "/api/v1/search"),
    ("GET", "/api/v1/articles"),
    ("GET", "/api/v1/articles/{article_id}"),
    ("GET", "/healthz"),
]


@pytest.fixture(scope="module")
def document() -> BaseSchema:
    app = app_of(ScriptedAssistant([Article("a", "AP", "A title", "Some text.")]))
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def test_no_operation_is_left_out(document: BaseSchema) -> None:
    found = [result.ok() for result in document.get_all_operations()]
    assert sorted((o.method.upper(), o.path) for o in found) == sorted(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_requests_as_documented(document: BaseSchema, method: str, path: str) -> None:
    answered(document[path][method], GenerationMode.POSITIVE)


@pytest.mark.parametrize(("method", "path"), OPERATIONS[:3])
def test_requests_that_are_not(document: BaseSchema, method: str, path: str) -> None:
    answered(document[path][method], GenerationMode.NEGATIVE)


def answered(operation: APIOperation, mode: GenerationMode) -> None:
    """Whatever schemathesis checks holds for a few requests of an operation."""

    @FEW
    @given(operation.as_strategy(generation_mode=mode))
    def check(case: Case) -> None:
        # Dates, and texts of nothing but spaces, are beyond what a schema can tell.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    check()
