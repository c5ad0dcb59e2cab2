"""The API does what its document says, whatever is sent: no fault of ours, no status and no shape left unsaid."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from port2port.site.api import api
from tests.reports.machines import API, Machine

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PATHS = api.get_openapi_schema(path_prefix=API)["paths"]
OPERATIONS = sorted(f"{method.upper()} {path}" for path, methods in PATHS.items() for method in methods)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A server closes its connections between requests; the test's transaction lives in one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def documented(community, publish, draft) -> tuple[Any, dict[str, str], list[UUID]]:
    machine = Machine(community, "author")
    headers = {"Authorization": f"Bearer {machine.secret}", "Host": "localhost"}
    schema = schemathesis.openapi.from_wsgi(f"{API}openapi.json", get_wsgi_application(), headers=headers)
    return schema, headers, [publish().key, draft.key]


def test_the_document_holds_every_operation(documented):
    schema, _headers, _keys = documented

    found = sorted(operation.ok().label for operation in schema.get_all_operations())

    assert found == OPERATIONS
    assert len(found) > 30


@pytest.mark.slow
@pytest.mark.parametrize("label", OPERATIONS)
def test_whatever_is_sent_the_answer_is_one_that_the_document_knows(documented, label):
    schema, headers, keys = documented
    operation = next(one.ok() for one in schema.get_all_operations() if one.ok().label == label)

    @given(case=operation.as_strategy())
    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        for key in [None, *keys] if "key" in (case.path_parameters or {}) else [None]:
            if key is not None:
                case.path_parameters["key"] = str(key)
            with transaction.atomic():
                response = case.call(headers=headers)
                transaction.set_rollback(True)
            case.validate_response(response, checks=CHECKS)

    ask()
