"""Files of customers through the API: the same dry run as on the page, once for each key, and problems in one form."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ketju.web.apps.exchange.exporting import export
from ketju.web.apps.exchange.models import Import
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import Filter
from ketju.web.apps.parties.writes import create_customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.sites.api import imports
from tests.web.program import URL, Program, token

from .conftest import NOON, STAFF

pytestmark = pytest.mark.django_db
CSV = b"customer_id;customer_name\nC-1;Harmaahaikara Oy\nC-2;\n"
GOOD = CSV.replace(b"C-2;", b"C-2;Grebe Oy")


def sent(text: str, data: bytes | None, name: str = "customers.csv", **headers: str) -> Any:
    body = {} if data is None else {"file": SimpleUploadedFile(name, data)}
    shown = {"authorization": f"Bearer {text}", **headers}
    return Client().post(f"{URL}/import-files", body, headers=shown)


def test_a_file_is_checked_and_then_run_like_rows(kite: Processor) -> None:
    text = token(kite)
    bad = sent(text, CSV)
    assert bad.status_code == 201
    assert [(one["row"], one["column"]) for one in bad.json()["problems"]] == [(3, "customer_name")]
    good = sent(text, GOOD).json()
    assert (good["found"]["new"], good["problems"], good["name"]) == (2, [], "customers.csv")
    assert not Customer.objects.exists()
    run = Program(text)("POST", f"/imports/{good['id']}/run", {})
    assert run.status_code == 200 and Customer.objects.count() == 2
    acts = set(AuditEntry.objects.filter(actor_kind="token").values_list("action", flat=True))
    assert {"imports.check", "imports.finish"} <= acts


def test_a_workbook_is_as_good(kite: Processor) -> None:
    create_customer(
        by=STAFF, at=NOON, processor=kite, given={"external_id": "C-1", "name": "Harmaahaikara Oy"}
    )
    book = export(by=STAFF, at=NOON, processor=kite, wanted=Filter(), form="xlsx")
    made = sent(token(kite), book, "customers.xlsx").json()
    assert (made["found"]["same"], made["found"]["rows"], made["problems"]) == (1, 1, [])


def test_the_same_file_with_the_same_key_is_checked_once(kite: Processor) -> None:
    """Each request has a boundary of its own; what counts is what is between."""
    text = token(kite)
    first, again = (sent(text, GOOD, **{"idempotency-key": "night-1"}) for _ in range(2))
    assert first.json() == again.json() and again["Idempotent-Replayed"] == "true"
    assert Import.objects.count() == 1
    for other in (sent(text, CSV, **{"idempotency-key": "night-1"}),
                  sent(text, GOOD, "b.csv", **{"idempotency-key": "night-1"})):  # fmt: skip
        assert (other.status_code, other.json()["type"]) == (409, "urn:ketju:problem:api.key-used")


def test_a_file_that_is_too_large_is_refused_as_such(
    kite: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 40)
    answer = sent(token(kite), GOOD)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["type"] == "urn:ketju:problem:upload.too-large"
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "upload.empty"),
        (b"%PDF-1.7", "upload.another-kind"),
        (b"\x00\x01\x02", "upload.another-kind"),
        (b"PK\x03\x04broken", "upload.another-kind"),
        (b"a;b\n1;2\n", "import.why.no-key"),
    ],
)
def test_what_is_no_file_of_customers_is_told(kite: Processor, data: bytes, kind: str) -> None:
    answer = sent(token(kite), data)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["type"] == f"urn:ketju:problem:{kind}"


def test_without_a_file_or_the_scope_nothing_happens(kite: Processor) -> None:
    missing = sent(token(kite), None)
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "file")
    assert sent(token(kite, "customers.read"), GOOD).status_code == 403
    assert sent("x", GOOD).status_code == 401


@pytest.mark.parametrize("headers", [{}, {"idempotency-key": "k"}])
def test_a_body_that_cannot_be_taken_apart_is_a_problem(kite: Processor, headers: dict[str, str]) -> None:
    shown = {"authorization": f"Bearer {token(kite)}", **headers}
    answer = Client().generic(
        "POST", f"{URL}/import-files", b"x", content_type="multipart/form-data", headers=shown
    )
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_the_description_tells_of_the_file() -> None:
    schema = Client().get(f"{URL}/openapi.json").json()
    operation = schema["paths"]["/api/v1/import-files"]["post"]
    assert list(operation["requestBody"]["content"]) == ["multipart/form-data"]
    assert {"201", "413", "422"} <= set(operation["responses"])
