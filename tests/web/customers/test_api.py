"""The API: tokens with scopes, problems in one form, pages, idempotency keys, and requests thrown at random."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import create_customer
from ketju.web.apps.services.models import Product
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.tokens.models import KeptAnswer, Token
from ketju.web.base.tokens.writing import revoke_token, token_shown
from tests.web.program import URL, Program, token

from .conftest import NOON, STAFF

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm(kite: Processor) -> Program:
    return Program(token(kite))


def test_a_token_is_kept_as_a_hash_and_shown_by_its_beginning(kite: Processor) -> None:
    text = token(kite)
    kept = Token.objects.get()
    assert text.startswith(f"ketju_{kept.prefix}_")
    assert text.rsplit("_", 1)[1] not in f"{kept.hashed} {kept.prefix}" and len(kept.hashed) == 64
    assert AuditEntry.objects.get(action="tokens.create").subject == kept.public_id


@pytest.mark.parametrize("text", ["", "x", "ketju_x_y", "ketju_00000_" + "a" * 43])
def test_without_a_token_nobody_gets_in(kite: Processor, text: str) -> None:
    answer = Program(text)("GET", "/customers")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json" and answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["type"] == "urn:ketju:problem:api.token"


def test_a_token_ends(kite: Processor) -> None:
    old = Program(token(kite, expires_at=timezone.now() - timedelta(seconds=1)))
    assert old("GET", "/customers").status_code == 401
    program = Program(token(kite))
    assert program("GET", "/customers").status_code == 200
    revoke_token(by=STAFF, at=timezone.now(), token=Token.objects.first())
    assert program("GET", "/customers").status_code == 401
    erased = Program(token(kite))
    assert erased("GET", "/customers").status_code == 200
    Token.objects.all().delete()
    assert erased("GET", "/customers").status_code == 401


def test_a_token_that_was_just_used_ends_when_its_time_is_over(kite: Processor) -> None:
    end = timezone.now() + timedelta(seconds=20)
    text = token(kite, expires_at=end)
    assert token_shown(text, end - timedelta(seconds=1)) is not None
    assert token_shown(text, end) is None


def test_a_token_does_what_its_scopes_say(kite: Processor) -> None:
    program = Program(token(kite, "customers.read"))
    answer = program("POST", "/customers", {"name": "A"})
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "The token lacks the scope customers.write.",
    )
    assert program("POST", "/imports", {"rows": []}).status_code == 403
    with pytest.raises(ValueError):
        token(kite, "people.manage")


def test_a_customer_with_a_contact_and_a_service(crm: Program, hosting: Product) -> None:
    made = crm(
        "POST", "/customers", {"name": "Harmaahaikara Oy", "country": "FI", "business_id": "2431560-5"}
    )
    assert made.status_code == 201
    own = f"/customers/{made.json()['id']}"
    contact = crm("POST", f"{own}/contacts", {"email": "AINO@heron.example", "is_main_user": True})
    service = crm("POST", f"{own}/services", {"product": "hosting", "country": "FI", "options": ["cdn"]})
    assert (contact.status_code, service.status_code) == (201, 201)
    assert crm("PATCH", own, {"name": "Haikara Oy"}).json()["name"] == "Haikara Oy"
    assert crm("GET", own).json()["business_id_scheme"] == "fi-ytunnus"
    assert crm("GET", f"{own}/contacts").json()["items"][0]["email"] == "aino@heron.example"
    assert crm("GET", f"{own}/services").json()["items"][0]["options"] == ["cdn"]
    (found,) = crm("GET", "/search?q=haikara").json()["items"]
    assert found["customer"]["id"] == made.json()["id"]
    declared = crm("PUT", f"/services/{service.json()['id']}/declaration",
                   {"data_categories": ["names"], "data_subjects": ["shoppers"]})  # fmt: skip
    assert declared.json()["data_categories"] == ["names"]
    assert crm("PATCH", f"/services/{service.json()['id']}", {"country": "DE"}).status_code == 422
    assert crm("POST", f"{own}/end", {"ended_on": "2026-11-30"}).json()["ended_on"] == "2026-11-30"


def test_every_act_of_a_program_is_noted(crm: Program, kite: Processor) -> None:
    crm("POST", "/customers", {"name": "A"})
    crm("GET", "/customers")
    acts = AuditEntry.objects.filter(actor_kind="token").order_by("pk")
    assert [one.action for one in acts] == ["customers.create", "customers.read"]
    assert acts[0].role == f"token {Token.objects.get().prefix}"


def test_what_is_wrong_is_told_by_field(crm: Program) -> None:
    answer = crm("POST", "/customers", {"country": "ZZ"})
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert {one["field"]: one["code"] for one in body["errors"]} == {
        "country": "wrong.country",
        "name": "wrong.missing",
    }
    assert (body["status"], body["title"]) == (422, "Unprocessable Content")
    assert crm("POST", "/customers", {"nmae": "A"}).json()["errors"][0]["field"].endswith("nmae")
    assert crm("POST", "/customers").status_code in (400, 422)


def test_foreign_things_are_as_if_they_were_not(other: Processor, heron: Customer, aino: Contact) -> None:
    foreign = Program(token(other))
    missing = foreign("GET", "/customers/cus_" + "0" * 26)
    for method, address in (
        ("GET", f"/customers/{heron.public_id}"),
        ("PATCH", f"/customers/{heron.public_id}"),
        ("PATCH", f"/contacts/{aino.public_id}"),
        ("GET", f"/customers?after={heron.public_id}"),
    ):
        answer = foreign(method, address, {} if method == "PATCH" else None)
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert foreign("GET", "/search?q=harmaahaikara").json() == {"items": []}
    assert foreign("GET", "/customers?state=all").json() == {"items": [], "next": None}


def test_pages_go_on_from_the_last_one(crm: Program, kite: Processor) -> None:
    for number in range(5):
        create_customer(by=STAFF, at=NOON, processor=kite, given={"name": f"Customer {number}"})
    names, after = [], ""
    while after is not None:
        page = crm("GET", f"/customers?size=2&after={after}").json()
        names += [one["name"] for one in page["items"]]
        after = page["next"]
    assert names == [f"Customer {number}" for number in range(5)]


def test_the_same_request_twice_does_it_once(crm: Program) -> None:
    first = crm("POST", "/customers", {"name": "A"}, **{"idempotency-key": "k1"})
    again = crm("POST", "/customers", {"name": "A"}, **{"idempotency-key": "k1"})
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert first.json() == again.json() and Customer.objects.count() == 1
    other_body = crm("POST", "/customers", {"name": "B"}, **{"idempotency-key": "k1"})
    assert (other_body.status_code, other_body.json()["type"]) == (409, "urn:ketju:problem:api.key-used")
    assert "A" not in str(KeptAnswer.objects.values_list("key", "fingerprint"))


def test_a_request_that_failed_may_be_put_right_with_the_same_key(crm: Program) -> None:
    assert crm("POST", "/customers", {"name": ""}, **{"idempotency-key": "k"}).status_code == 422
    assert crm("POST", "/customers", {"name": "A"}, **{"idempotency-key": "k"}).status_code == 201
    assert crm("POST", "/customers", {"name": "A"}, **{"idempotency-key": "k" * 201}).status_code == 400


def test_rows_are_checked_and_then_written(crm: Program, hosting: Product) -> None:
    bad = crm("POST", "/imports", {"rows": [{"customer_id": "C-1", "customer_country": "ZZ"}]}).json()
    assert [(one["row"], one["column"]) for one in bad["problems"]] == [
        (2, "customer_country"),
        (2, "customer_name"),
    ]
    assert crm("POST", f"/imports/{bad['id']}/run", {}).status_code == 409
    rows = [{"customer_id": "C-1", "customer_name": "A", "service_id": "S", "service_product": "hosting"}]
    good = crm("POST", "/imports", {"name": "nightly", "rows": rows}).json()
    assert (good["found"]["new"], good["problems"], Customer.objects.count()) == (1, [], 0)
    done = crm("POST", f"/imports/{good['id']}/run", {}).json()
    assert done["finished_at"] and Customer.objects.get().services.count() == 1
    assert crm("GET", f"/imports/{good['id']}").json() == done


def test_the_description_is_openapi_3_1_with_a_scope_for_all() -> None:
    schema = Client().get(f"{URL}/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    for address, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["security"], (method, address)
            assert "application/problem+json" in operation["responses"]["404"]["content"]


def test_every_address_of_the_api_has_a_policy() -> None:
    found = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/").url_patterns
    policies = {one.name or str(one.pattern): one.callback.policy for one in found}
    assert policies.pop("openapi-json").kind == "public"
    assert {one.kind for one in policies.values()} == {"token"}
    assert all(one.action for one in policies.values())
