"""Requests that schemathesis makes from the description of the API are answered as the description says."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.services.models import Product
from ketju.web.apps.services.writes import add_service
from ketju.web.base.access.models import Processor

from .conftest import NOON, STAFF
from .test_api import token

pytestmark = pytest.mark.django_db
EXAMPLES = 12


@pytest.fixture(autouse=True)
def _connections_stay() -> Iterator[None]:
    """A server closes old connections around each request; here the test's own transaction is in one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@override_settings(ALLOWED_HOSTS=["localhost"])
def test_no_request_breaks_the_description(
    kite: Processor, heron: Customer, aino: Contact, hosting: Product
) -> None:
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
        service = add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given={})
        ids = {"customer_id": heron.public_id, "contact_id": aino.public_id, "service_id": service.public_id}
        headers = {"Authorization": f"Bearer {token(kite)}"}
        operations = [one.ok() for one in schema.get_all_operations()]
        assert len(operations) == 22
        for operation in operations:

            @settings(
                max_examples=EXAMPLES, deadline=None, database=None,
                suppress_health_check=list(HealthCheck), derandomize=True,
            )  # fmt: skip
            @given(case=operation.as_strategy(), is_real=st.booleans())
            def thrown(case: schemathesis.Case, is_real: bool) -> None:
                if is_real:
                    case.path_parameters.update({k: v for k, v in ids.items() if k in case.path_parameters})
                answer = case.call(headers=headers)
                case.validate_response(answer, checks=checks)

            thrown()
