"""The running server keeps to its own OpenAPI document: schemathesis sends what the document allows, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup

EXAMPLES = 20  # of each operation and mode; the same each time
LENIENT = ("/sparql", "/cite")  # where text of the right type may still be no query, and where one of two parameters is needed


@pytest.fixture(scope="module")
def described(agency_url: str) -> Any:
    """The document of the running server, as schemathesis reads it."""
    refusals = ["400", "403", "404", "405", "406", "413", "414", "415"]
    config = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": refusals}}})
    return schemathesis.openapi.from_url(agency_url + "openapi.json", config=config)


def keep(operation: Any, mode: GenerationMode) -> None:
    """Send cases of one operation and hold each answer against the document. Raises what schemathesis finds."""
    lenient = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")] if operation.path in LENIENT else []

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet)
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers_as_described(case: Any) -> None:
        case.call_and_validate(excluded_checks=lenient)

    answers_as_described()


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_every_operation_answers_as_it_is_described(described: Any, mode: GenerationMode) -> None:
    """All checks of schemathesis: statuses, media types, bodies, refusals of what does not fit, methods."""
    faults: dict[str, str] = {}
    operations = [each.ok() for each in described.get_all_operations()]
    for operation in operations:
        try:
            keep(operation, mode)
        except (FailureGroup, AssertionError) as found:
            faults[operation.label] = "\n".join(str(each) for each in getattr(found, "exceptions", (found,)))
    assert not faults, "\n\n".join(f"{label}: {text}" for label, text in faults.items())
    assert len(operations) > 30
