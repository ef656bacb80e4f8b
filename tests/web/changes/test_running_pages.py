"""What pages of running changes say and do: when the public hears, what waits for what, gates for one customer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.cases.evidence_pack import evidence_pack, plain_pack
from ketju.web.apps.cases.models import CaseChange, GateWaiver
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.announcing import prepare_notice
from ketju.web.apps.cases.writes.objecting import receive_objection
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import AT, Desk
from tests.web.cases.test_objecting import BOTH
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_staff_pages import HOME, client, page_of, press, text

pytestmark = pytest.mark.django_db
PRESS = "The press is told on Monday."


def ready(desk: Desk) -> CaseChange:
    """A change whose texts wait for a second person."""
    change = desk.propose()
    desk.look_at()
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT)
    change.refresh_from_db()
    return change


@freeze_time(AT)
def test_the_public_hears_with_customers_unless_somebody_says_why_not(desk: Desk) -> None:
    desk.customer("Alder")
    change = ready(desk)
    officer, handler = client(desk, "officer"), client(desk)
    assert 'value="with" id="id_publishing_0" required checked' in text(officer, page_of(change, "texts/"))
    refused = officer.post(page_of(change, "approve/"), {"digest": change.digest, "publishing": "later"})
    assert refused.status_code == 422 and "Say why the public is to hear" in refused.content.decode()
    change.refresh_from_db()
    assert change.approved_at is None
    page = press(
        officer, page_of(change, "approve/"), digest=change.digest, publishing="later", later_why=PRESS
    )
    assert "hear of the change later" in page and PRESS in page
    press(handler, page_of(change, "announce/"))
    page = text(handler, page_of(change))
    assert "the list is not published yet" in page and PRESS in page
    act = AuditEntry.objects.get(action="changes.approve")
    assert act.reason == PRESS
    change.refresh_from_db()
    pack = evidence_pack(by=desk.owner, at=AT, change=change)
    assert (pack["publishing"]["with_notice"], pack["publishing"]["later_why"]) == (False, PRESS)
    assert PRESS not in str(plain_pack(change, None, AT)), "frozen evidence keeps no words of people"


@freeze_time(AT)
def test_by_default_it_is_approved_that_the_list_is_published_with_the_notice(desk: Desk) -> None:
    desk.customer("Alder")
    change = ready(desk)
    page = press(
        client(desk, "officer"),
        page_of(change, "approve/"),
        digest=change.digest,
        publishing="with",
        later_why="x",
    )
    change.refresh_from_db()
    assert change.is_published_with and not change.later_why
    assert "in the moment in which customers are told" in page


@freeze_time(AT)
def test_a_gate_is_opened_for_one_customer_alone_and_stays_marked(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    calm = desk.propose()
    officer, handler = client(desk, "officer"), client(desk)
    there = page_of(calm, f"customers/{alder.public_id}/")
    given = {"waive-gate": "window", "waive-reason": "The old provider is down.", "waive-basis": "DPA § 8"}
    assert "Open a gate for this customer alone" not in text(officer, there), "no emergency"
    CaseChange.objects.update(is_emergency=True, planned_at=AT)
    change = CaseChange.objects.get()
    desk.risk(change)
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    assert "Open a gate for this customer alone" in text(officer, there)
    assert "Open a gate for this customer alone" not in text(handler, there)
    assert handler.post(f"{there}waive/", given).status_code == 404
    refused = officer.post(f"{there}waive/", {**given, "waive-reason": ""})
    assert refused.status_code == 422 and not GateWaiver.objects.exists()
    assert officer.post(f"{there}waive/", {**given, "waive-gate": "contract"}).status_code == 422
    page = press(officer, f"{there}waive/", **given)
    assert "open for this customer" in page and "for this customer alone · " in page
    assert GateWaiver.objects.get().customer == alder.public_id
    assert (
        desk.place(change, alder).waits == ""
        and desk.place(change, birch).free_at != desk.place(change, alder).free_at
    )
    assert "The old provider is down." not in text(officer, page_of(change, f"customers/{birch.public_id}/"))
    page = text(officer, page_of(change, "gates/"))
    assert "for one customer alone:" in page and "Alder" in page


@freeze_time(AT)
def test_running_changes_an_objection_and_a_company_say_what_happens_next(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    said = receive_objection(
        by=desk.owner, at=AT, change=change, customer=alder, channel="portal", received_at=AT, text="No."
    )
    desk.propose()
    handler = client(desk)
    text(handler, HOME)
    with CaptureQueriesContext(connection) as asked:
        page = text(handler, HOME)
    assert len(asked) <= 12, [one["sql"][:150] for one in asked]
    assert "Answer the objections" in page and "Make the texts of the notice" in page
    page = text(handler, f"{HOME}objections/{said.public_id}/")
    assert (
        "Answer the customer, or offer something" in page
        and "until then the change does not take effect" in page
    )
    there = f"/staff/kite/companies/{desk.engaged().public_id}/"
    text(handler, there)
    with CaptureQueriesContext(connection) as asked:
        page = text(handler, there)
    assert len(asked) <= 12, [one["sql"][:150] for one in asked]
    assert "Note how many days ahead" in page and 'href="#contract"' in page and 'id="contract"' in page


@freeze_time(AT)
def test_what_cannot_be_shown_yet_is_published_when_it_takes_effect(desk: Desk) -> None:
    """A company that is in use begins to serve more customers: the list says so from then on, and not before."""
    alder = desk.customer("Alder")
    desk.uses(alder, "SE", "hosting")
    mango = next(one for one in desk.draft_entries() if one.id == "mango")
    change = desk.propose(desk.draft(replace(mango, applies_to=BOTH.applies_to)))
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT)
    change.refresh_from_db()
    officer = client(desk, "officer")
    page = text(officer, page_of(change, "texts/"))
    assert 'value="later"' in page and 'value="with"' not in page
    assert "It is published when the change takes effect." in page
    given = {"digest": change.digest, "publishing": "with", "later_why": "x"}
    assert officer.post(page_of(change, "approve/"), given).status_code == 422
    given["publishing"], given["later_why"] = "later", "The list shows what is in use."
    press(officer, page_of(change, "approve/"), **given)
    change.refresh_from_db()
    assert change.approved_at is not None and not change.is_published_with
    assert change.later_why == "The list shows what is in use."
