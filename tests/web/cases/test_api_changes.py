"""The API of changes: proposed, planned, seen customer by customer, forecast, taken out as evidence; who were."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import Desk
from tests.web.program import Program, token

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(desk: Desk) -> Program:
    return Program(token(desk.kite))


def test_a_change_is_proposed_planned_and_seen(
    desk: Desk, program: Program, django_assert_max_num_queries: Any
) -> None:
    thirty, long = desk.customer("Alder"), desk.customer("Birch", "long")
    desk.customer("Elm", country="FI")  # mail in Finland: another region, so not touched
    draft = desk.draft()
    body = {"draft_id": draft.public_id, "title": "Spruce for mail in the EU"}
    tomorrow = str((timezone.now() + timedelta(days=1)).date())
    early = program.post("/changes", {**body, "planned_on": tomorrow}, 409)
    assert early["type"] == "urn:ketju:problem:cases.too-early" and "earliest" in early["detail"].casefold()
    made = program.post("/changes", body, 201)
    assert (made["customers"], made["announced_at"], made["rollout"]) == (2, None, "per customer")
    assert program.post("/changes", body, 409)["type"] == "urn:ketju:problem:cases.case-there"
    address = f"/changes/{made['id']}"
    assert program.get("/changes")["items"] == [made] and program.get("/changes?state=over")["items"] == []
    stands = program.get(f"{address}/customers")["items"]
    assert {one["customer"] for one in stands} == {thirty.public_id, long.public_id}
    assert all("notice" in one["waits"] and one["free_at"] is None for one in stands)
    assert program.get(f"{address}/customers?size=1")["next"] is not None
    assert program.get(f"{address}/customers/{thirty.public_id}")["customer"] == thirty.public_id
    (gates,) = program.get(f"{address}/gates")["items"]
    contract = next(one for one in gates["gates"] if one["kind"] == "contract")
    assert gates["entry"] == "spruce" and not contract["is_open"] and contract["waits"]
    forecast = program.get(f"{address}/forecast?sent_at=2026-11-26T07:00:00Z")
    assert [one["count"] for one in forecast["steps"]] == [1, 1] and forecast["unknown"] == {}
    first = date.fromisoformat(forecast["steps"][0]["day"])
    assert first - date(2026, 11, 26) >= timedelta(days=30)  # nobody before the thirty days of its agreement
    pack = program.get(f"{address}/evidence?customer={thirty.public_id}")
    assert [one["id"] for one in pack["customers"]] == [thirty.public_id] and len(pack["sha256"]) == 64
    for query in ("/changes", address, f"{address}/customers"):
        with django_assert_max_num_queries(14):
            program.get(query)
    assert program.post(f"{address}/plan")["id"] == made["id"]
    later = str((timezone.now() + timedelta(days=200)).date())
    assert program.post(f"{address}/move", {"planned_on": later})["planned_at"] > made["planned_at"]
    assert program.post(f"{address}/move", {"planned_on": tomorrow}, 409)
    assert AuditEntry.objects.filter(actor_kind="token", action="changes.export").count() == 1


def test_what_a_customer_was_told_and_who_its_sub_processors_were(desk: Desk, program: Program) -> None:
    customer = desk.customer("Alder")
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    (told,) = program.get(f"/customers/{customer.public_id}/changes")["items"]
    assert (told["change"], told["stand"]["customer"]) == (change.public_id, customer.public_id)
    found = program.get(f"/customers/{customer.public_id}/sub-processors-at?at=2026-11-26T08:00:00Z")
    names = {one["entry"] for one in found["sub_processors"]}
    # mail in Sweden, in the region EU: the base platform, mail delivery and spam filters, and what is for everybody
    assert {"cloudberry", "larch", "sieve", "sequoia"} <= names
    assert "spruce" not in names  # announced, and not in effect
    assert "mango" not in names and "juniper" not in names  # of hosting, and of the region US
    assert AuditEntry.objects.filter(actor_kind="token", action="recipients.export").exists()


def test_which_customers_an_entry_touches_and_the_reverse(desk: Desk, program: Program) -> None:
    mail, hosting = desk.customer("Alder"), desk.customer("Birch")
    hosting.services.all().delete()
    desk.uses(hosting, "FI", "hosting")
    sort_customers(day_at(desk.kite))
    register = desk.base.register.public_id
    rows = {one["id"]: one for one in program.get(f"/registers/{register}/entries?size=200")["items"]}
    assert (rows["mango"]["customers"], rows["larch"]["customers"], rows["cloudberry"]["customers"]) == (
        1,
        1,
        2,
    )
    assert (rows["future"]["status"], rows["past"]["status"]) == ("planned", "ended")
    (one,) = program.get(f"/registers/{register}/entries/mango/customers")["items"]
    assert one == {"customer": hosting.public_id, "is_certain": True}
    page = program.get(f"/registers/{register}/entries/cloudberry/customers?size=1")
    assert page["customers"] == 2 and page["next"]
    second = program.get(f"/registers/{register}/entries/cloudberry/customers?after={page['next']}")
    assert {page["items"][0]["customer"], second["items"][0]["customer"]} == {
        mail.public_id,
        hosting.public_id,
    }
    assert program.get(f"/registers/{register}/entries/nobody/customers", 404)
    touching = program("GET", f"/customers/{hosting.public_id}/sub-processors")
    assert {"mango", "cloudberry"} <= {one["id"] for one in touching.json()["sub_processors"]}
    assert "Pihla Koivu" not in touching.content.decode()  # contact persons stand in no answer


def test_contact_persons_stand_in_the_whole_of_a_version_alone(desk: Desk, program: Program) -> None:
    address = f"/registers/{desk.base.register.public_id}/versions/1"
    assert "Pihla Koivu" in program("GET", f"{address}/content?part=whole").content.decode()
    for shown in (f"{address}/content", f"{address}/file?format=json", f"{address}/file?format=yaml"):
        assert "Pihla Koivu" not in program("GET", shown).content.decode()


def test_changes_of_others_are_as_if_they_were_not(desk: Desk, program: Program) -> None:
    customer = desk.customer("Alder")
    change = desk.propose()
    foreign = Program(token(Processor.objects.create(slug="heron", name="Heron Mail AB")))
    missing = foreign("GET", "/changes/chg_" + "0" * 26)
    for rest in ("", "/gates", "/forecast", "/evidence", "/customers", f"/customers/{customer.public_id}"):
        answer = foreign("GET", f"/changes/{change.public_id}{rest}")
        assert (answer.status_code, answer.content) == (404, missing.content), rest
    assert foreign("POST", f"/changes/{change.public_id}/plan", {}).status_code == 404
    reader = Program(token(desk.kite, "cases.read"))
    assert reader("POST", f"/changes/{change.public_id}/plan", {}).status_code == 403
    assert reader.get(f"/changes/{change.public_id}")["id"] == change.public_id
    assert CaseChange.objects.count() == 1
