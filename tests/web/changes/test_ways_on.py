"""From each thing that a change waits for there is a way on: a page that says what to do leads to where it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ketju.text.render import LANGUAGES
from ketju.web.apps.agreements.models import AgreementVersion, HousePolicy
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.registers.models import Draft
from ketju.web.base.access.models import Membership
from ketju.web.base.accounts.models import User
from tests.web.cases.desk import AT, HEAD, SPRUCE, Desk
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_portal_pages import home, portal
from tests.web.changes.test_staff_pages import client, page_of, press, text

pytestmark = pytest.mark.django_db
DUTIES = (
    "  security.restore: {value: 24 hours}\n  breach.notice: {value: 72 hours}\n"
    "  confidentiality.undertaking: {value: yes}\n  confidentiality.authorised_only: {value: yes}\n"
    "  confidentiality.briefing: {value: yes}\n  audit.information: {value: yes}\n"
)
"""Six duties that the contract of a sub-processor has to pass on."""


@freeze_time(AT)
def test_what_a_contract_does_not_pass_on_is_named_counted_and_recorded_by_one_clause(desk: Desk) -> None:
    desk.agreements["many"] = AgreementVersion.objects.create(
        processor=desk.kite, slug="many", version="1", name="DPA many", valid_from=date(2024, 1, 1),
        terms=HEAD.format(slug="many") + "  notice.length: {value: 30 days}\n" + DUTIES,
    )  # fmt: skip
    desk.customer("Alder", "many")
    change = desk.propose()
    engaged = desk.look_at()
    handler = client(desk)
    for code in LANGUAGES:
        gates = text(client(desk, language=code), page_of(change, "gates/"))
        assert "breach.notice," not in gates and "audit.information," not in gates, (
            "no page shows ids of terms"
        )
    gates = text(handler, page_of(change, "gates/"))
    assert "and 2 more" in gates, "five are open beside the one that is recorded, and three are named"
    parts = page_of(change, f"companies/{engaged.public_id}/contract/")
    given = {f"c-{one.split(':')[0].strip()}": "" for one in DUTIES.splitlines()}
    press(handler, parts, **{**given, "c-breach.notice": "§ 4"}, rest="§ 9")
    engaged.refresh_from_db()
    assert engaged.mapping["breach.notice"] == "§ 4" and engaged.mapping["audit.information"] == "§ 9"
    assert set(engaged.mapping) == {one[2:] for one in given}
    assert "The contract does not pass on:" not in text(handler, page_of(change, "gates/"))


@freeze_time(AT)
def test_a_company_without_a_contact_leads_to_its_entry_in_the_draft(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft(replace(SPRUCE, contact=None))
    change = desk.propose(draft)
    entry = f"/staff/kite/registers/drafts/{draft.public_id}/records/entries/spruce/"
    gates = text(client(desk, "officer"), page_of(change, "gates/"))
    assert "Missing: a contact person." in gates and f'href="{entry}"' in gates
    text(client(desk, "officer"), entry)
    assert entry not in text(client(desk), page_of(change, "gates/")), "only for who may write lists"


@freeze_time(AT)
def test_a_step_that_is_done_on_this_page_leads_nowhere_else(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    gates, overview = (text(client(desk), page_of(change, part)) for part in ("gates/", ""))
    button = f'class="button second slim next" href="{page_of(change, "gates/")}"'
    assert button in overview and button not in gates and "Record the examination" in gates


@freeze_time(AT)
def test_terms_without_a_period_lead_to_the_house_policy_and_a_date_follows_from_it(desk: Desk) -> None:
    """30 days from Thursday 26 November: the first permitted day is Tuesday 29 December 2026."""
    desk.customer("Alder", "silent")
    change = desk.propose()
    officer, policies = client(desk, "officer"), "/staff/kite/agreements/policy/"
    for part in ("", "texts/"):
        assert f'href="{policies}"' in text(officer, page_of(change, part)), part
    start = text(officer, f"{policies}new/")
    assert "notice.length: {value: 30 days}" in start, "there is something to begin with"
    terms = start.split('name="terms"')[1].split(">", 1)[1].split("</textarea>")[0]
    press(officer, f"{policies}new/", version="1", terms=terms, valid_from="2026-11-01")
    assert HousePolicy.objects.count() == 1
    page = press(officer, page_of(change, "plan/"), again="yes")
    assert "1 of 1 customers are free on 29 December 2026" in page
    assert f'class="button second slim next" href="{policies}"' not in page


@pytest.mark.parametrize(
    ("language", "own"),
    [("en", "what you agreed"), ("fi", "teidän oma sopimuksenne"), ("sv", "vad ni har avtalat")],
)
@freeze_time(AT)
def test_a_customer_reads_of_its_own_agreement_in_its_own_words(desk: Desk, language: str, own: str) -> None:
    alder = desk.customer("Alder")
    press(
        client(desk, "officer"), f"/staff/kite/customers/{alder.public_id}/terms/record/",
        parameter="notice.length", value="45 days", basis="§ 3", first="2026-01-01",
    )  # fmt: skip
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    who = portal(alder, language=language)
    shown = text(who, home(alder, f"{change.public_id}/"))
    assert f"({own})." in shown and ". (" not in shown.split("<main")[1].split("</dl>")[0]


@freeze_time(AT)
def test_a_dry_run_tells_all_that_hinders_at_once(desk: Desk) -> None:
    """Thursday 26 November and 30 days: nothing takes effect before Tuesday 29 December 2026."""
    desk.customer("Alder")
    desk.customer("Birch", "silent")
    change = desk.propose(planned_at=datetime(2027, 1, 31, 22, tzinfo=UTC))
    handler = client(desk)
    page = press(handler, page_of(change, "dry-run/"))
    for said in (
        "are not made yet",
        "Nobody has approved this change",
        "terms of one customer settle no period",
    ):
        assert said in page, said
    CaseChange.objects.filter(pk=change.pk).update(planned_at=datetime(2026, 12, 1, tzinfo=UTC))
    page = press(handler, page_of(change, "dry-run/"), leave_out="yes")
    assert (
        "is too early" in page
        and "29 December 2026" in page
        and "settle no period" not in page.split("<main")[1].split("<h2")[0]
    )
    assert not Delivery.objects.exists()


@freeze_time(AT)
def test_whoever_made_a_change_is_told_whom_to_ask_and_gets_no_button_to_approve(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    desk.look_at()
    press(client(desk), page_of(change, "prepare/"))
    approves, texts = page_of(change, "approve/"), page_of(change, "texts/")
    assert approves in text(client(desk, "officer"), texts), "somebody else made it"
    CaseChange.objects.filter(pk=change.pk).update(owner=desk.officer.user)
    assert approves in text(client(desk, "officer"), texts), "nobody else is there"
    second = User.objects.create_user("veera@kite.example.com", "correct horse battery", name="Veera Salo")
    Membership.objects.create(user=second, processor=desk.kite, role="owner", first=date(2024, 1, 1))
    shown = text(client(desk, "officer"), texts)
    assert approves not in shown and "so somebody else approves it. Ask: Veera Salo" in shown


@freeze_time(AT)
def test_a_draft_that_was_edited_after_the_plan_leads_to_a_new_plan(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    old = "The draft was edited after this plan was computed."
    pages = [page_of(change, part) for part in ("", "gates/", "texts/", "customers/")]
    assert [one for one in pages if old in text(client(desk), one)] == []
    Draft.objects.filter(pk=change.draft_id).update(changed_at=AT + timedelta(minutes=5))
    assert [one for one in pages if old not in text(client(desk), one)] == []
    with freeze_time(AT + timedelta(minutes=6)):
        press(client(desk), page_of(change, "plan/"))
        assert old not in text(client(desk), pages[0])
