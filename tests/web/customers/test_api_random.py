"""Requests that schemathesis makes from the description of the API are answered as the description says."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.registers.models import Draft, Register, Snapshot
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.services.models import Product
from ketju.web.apps.services.writes import add_service
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor
from tests.web.program import token
from tests.web.registers.lists import published

from .conftest import NOON, STAFF

pytestmark = pytest.mark.django_db
OPERATIONS = 98
EXAMPLES, MANY = 3, 40
"""Requests of each kind: in the suite, and when there is time."""


@pytest.fixture(autouse=True)
def _connections_stay() -> Iterator[None]:
    """A server closes old connections around each request; here the test's own transaction is in one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def ids(kite: Processor, heron: Customer, aino: Contact, hosting: Product) -> dict[str, Any]:
    """A thing of each kind, by the parameter of addresses that names it."""
    from tests.web.cast import made_case

    service = add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given={})
    register = published(kite).register
    snapshot = Snapshot.objects.create(
        processor=kite, register=register, name="list.txt", size=4, sha256="0" * 64, data=b"list",
        received_at=timezone.now(),
    )  # fmt: skip
    draft = begin_draft(by=Actor(), at=timezone.now(), register=register)
    return {
        "customer_id": heron.public_id, "contact_id": aino.public_id, "service_id": service.public_id,
        "register_id": register.public_id, "document_id": snapshot.public_id, "draft_id": draft.public_id,
        "number": 1, "kind": "entries", "record_id": "cloudberry", "entry_id": "cloudberry",
        "change_id": made_case(heron).public_id,
    }  # fmt: skip


@pytest.mark.parametrize(
    "examples", [EXAMPLES, pytest.param(MANY, marks=pytest.mark.soak)], ids=["few", "many"]
)
@override_settings(ALLOWED_HOSTS=["localhost"])
def test_no_request_breaks_the_description(kite: Processor, ids: dict[str, Any], examples: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi.checks import (
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        )

        from ketju.web.config.wsgi import application

        checks = [
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ]
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
        schema.validate()
        headers = {"Authorization": f"Bearer {token(kite)}"}
        operations = [one.ok() for one in schema.get_all_operations()]
        assert len(operations) == OPERATIONS
        for operation in operations:

            @settings(
                max_examples=examples, deadline=None, database=None,
                suppress_health_check=list(HealthCheck), derandomize=True,
            )  # fmt: skip
            @given(case=operation.as_strategy(), is_real=st.booleans())
            def thrown(case: schemathesis.Case, is_real: bool) -> None:
                if is_real:
                    case.path_parameters.update({k: v for k, v in ids.items() if k in case.path_parameters})
                answer = case.call(headers=headers)
                case.validate_response(answer, checks=checks)

            thrown()
    assert Register.objects.exists() and Draft.objects.exists()
