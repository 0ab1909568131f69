"""Schemathesis on the API of a real server: whatever is sent, the answers are those the schema promises."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks


def test_every_operation_keeps_its_schema(server, done: str) -> None:
    schema = schemathesis.openapi.from_url(f"{server.base}/api/openapi.json")
    held = [
        checks.not_a_server_error,
        schemathesis.specs.openapi.checks.status_code_conformance,
        schemathesis.specs.openapi.checks.content_type_conformance,
        schemathesis.specs.openapi.checks.response_schema_conformance,
    ]
    seen = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=12,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case) -> None:
            nonlocal seen
            seen += 1
            case.call_and_validate(checks=held)

        send()
    assert seen > 100
