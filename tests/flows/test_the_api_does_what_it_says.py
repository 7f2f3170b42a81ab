"""The whole API on a running server: no fault, no answer that its description does not name, nothing opened without a token."""

from __future__ import annotations

from datetime import date

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from junheng.ground.people import actions as people
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import TokenScope
from junheng.shell.api import api
from junheng.shell.programs import OFFERED, kinds_of

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TODAY = date(2026, 11, 20)
OPERATIONS = sorted((address, method) for address, methods in api.get_openapi_schema()["paths"].items() for method in methods)


@pytest.fixture
def served(hall, live_server):
    """The description as the server gives it, with the hall behind it."""
    return schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")


def token(username: str, scope: TokenScope = TokenScope.WRITE) -> str:
    by = person_by_id(account_id_of(username), TODAY)
    return people.make_token(name="取数", scope=scope, kinds=kinds_of(list(OFFERED)), days=9, by=by, at=timezone.now())


def asked(schema, headers: dict[str, str], examples: int, expected: set[int] | None = None) -> set[tuple[str, str]]:
    """Every operation asked with made-up input; those that were."""
    found = set()
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case):
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)
            assert expected is None or answer.status_code in expected, f"{case.method} {case.path} {answer.status_code}"

        ask()
        found.add((operation.path, operation.method))
    return found


@pytest.mark.parametrize("username", ["bangong", "jijiao"])
def test_no_fault_and_no_answer_that_is_not_described(served, username):
    assert asked(served, {"Authorization": f"Bearer {token(username)}"}, 20) == set(OPERATIONS)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer jh_wrong"}, {"Authorization": "Basic xxx"}])
def test_without_a_token_every_operation_answers_401_as_described(served, headers):
    assert asked(served, headers, 3, {401}) == set(OPERATIONS)
