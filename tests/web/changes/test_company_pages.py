"""Pages of companies: a supplier's notice becomes a change, a place is looked at again, proof is taken, a case closes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.cases.following import follow
from ketju.web.apps.cases.health import count_health
from ketju.web.apps.cases.models import (
    CaseChange,
    EndProof,
    FrozenEvidence,
    Recheck,
    RiskDecision,
    SupplierNotice,
)
from ketju.web.apps.cases.owing import count_owed_by
from ketju.web.apps.cases.places import look_at_places
from ketju.web.apps.cases.writes.again import withdraw_change
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.selfservice.models import Confirmation
from ketju.web.base.access.models import Membership
from ketju.web.base.accounts.models import User
from ketju.web.base.outbox.models import Message
from tests.web.cases.desk import AT, EXITS, Desk
from tests.web.cases.test_rechecking import NONE
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_staff_pages import HOME, client, page_of, press, text
from tests.web.registers.lists import LIST, changed, published, without

pytestmark = pytest.mark.django_db
COMPANIES = "/staff/kite/companies/"


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """One place that nothing covers any longer, one company that ended, one customer with 30 days."""
    desk.customer("Alder")
    follow(desk.base, AT)
    look_at_places(AT)
    desk.base = published(desk.kite, without(changed(LIST, "sequoia", transfer=NONE), "scribe"), on=AT.date())
    follow(desk.base, AT)
    look_at_places(AT)
    count_owed_by(desk.kite, AT)
    return desk


@freeze_time(AT)
def test_a_suppliers_notice_becomes_a_change(busy: Desk) -> None:
    who, larch = client(busy), busy.engaged("larch")
    given = {
        "engagement": larch.public_id, "channel": "mail", "received_on": "2026-11-26", "effective_on": "2026-12-16",
        "object_by": "2026-12-10", "sorts": ["place"], "text": "We move to India", "place": "IN",
        "file": SimpleUploadedFile("notice.pdf", b"%PDF-1.7 notice"),
    }  # fmt: skip
    page = press(who, f"{COMPANIES}notices/new/", **given)
    notice = SupplierNotice.objects.get()
    assert "We move to India" in page and "short by 13 days" in page and "20:" in page
    assert "11 December 2026" in page  # the time to object is over with 10 December
    assert notice.attachment is not None
    answer = who.get(f"{COMPANIES}files/{notice.attachment.public_id}/")
    assert answer.content == b"%PDF-1.7 notice" and answer["Content-Disposition"].startswith("attachment")
    there = f"{COMPANIES}notices/{notice.public_id}/"
    opened = press(who, f"{there}open/", **{"open-title": "Larch in India", "open-rollout": "per customer"})
    change = CaseChange.objects.get()
    assert change.title == "Larch in India" and "What the supplier told" in opened
    assert (
        "too late" in opened
    )  # told today, customers are free on 29 December, the supplier starts on the 16th
    assert "Larch in India" in text(who, f"{COMPANIES}notices/?state=done")
    assert (
        "already"
        in who.post(f"{there}open/", {"open-title": "x", "open-rollout": "per customer"}).content.decode()
    )


@freeze_time(AT)
def test_a_hint_opens_nothing_and_becomes_a_notice(busy: Desk) -> None:
    who, larch = client(busy), busy.engaged("larch")
    given = {
        "engagement": larch.public_id,
        "channel": "page",
        "received_on": "2026-11-25",
        "text": "A new region",
    }
    page = press(who, f"{COMPANIES}notices/new/", **given)
    hint = SupplierNotice.objects.get()
    assert "no clock runs" in page and "Open the change" not in page
    form = text(who, f"{COMPANIES}notices/new/?hint={hint.public_id}")
    assert "A new region" in form
    press(who, f"{COMPANIES}notices/new/?hint={hint.public_id}", **{**given, "channel": "mail"})
    assert SupplierNotice.objects.get(kind="notice").hint == hint
    bad = who.post(f"{COMPANIES}notices/new/", {**given, "received_on": "2026-11-27"})
    assert bad.status_code == 422 and "do not fit together" in bad.content.decode()


@freeze_time(AT)
def test_a_place_is_settled_on_the_page_of_the_company(busy: Desk) -> None:
    who, one = client(busy), Recheck.objects.get(engagement__entry="sequoia", closed_at=None)
    assert "Sequoia Support" in text(who, f"{COMPANIES}rechecks/")
    assert "Agree on a tool" in text(who, f"{COMPANIES}{one.engagement.public_id}/")
    there = f"{COMPANIES}{one.engagement.public_id}/rechecks/{one.public_id}/"
    form = {"outcome": "tool", "why": "Signed"}
    refused = who.post(there, {f"{one.public_id}-{name}": value for name, value in form.items()})
    assert refused.status_code == 422 and "needs its document" in refused.content.decode()
    form |= {"name": "Clauses of 2 November", "first": "2026-11-02", "assessment": "TIA"}
    refused = who.post(there, {f"{one.public_id}-{name}": value for name, value in form.items()})
    assert refused.status_code == 422, "which tool it is has to be said"
    form |= {"kind": "scc-3"}
    press(who, there, **{f"{one.public_id}-{name}": value for name, value in form.items()})
    page = text(who, f"{COMPANIES}{one.engagement.public_id}/")
    assert "Standard contractual clauses, module 3: processor to processor" in page
    one.refresh_from_db()
    assert one.outcome == "tool" and one.closed_by == busy.owner.user
    assert "Sequoia Support" not in text(who, f"{COMPANIES}rechecks/")


@freeze_time(AT)
def test_proof_is_asked_for_and_taken(busy: Desk) -> None:
    who, proof = client(busy), EndProof.objects.get()
    there = f"{COMPANIES}{proof.engagement.public_id}/"
    assert "due at once" in text(who, there)
    assert "by letter or in its portal" in press(who, f"{there}proof/ask/")
    form = {"how": "erasure", "name": "Certificate", "on": "2026-11-25"}
    press(who, f"{there}proof/accept/", **{f"proof-{name}": value for name, value in form.items()})
    page = text(who, f"{COMPANIES}proofs/?state=taken")
    assert "Certificate" in page and "Aino" in page


@freeze_time(AT)
def test_what_the_contract_says_is_noted_and_warns(busy: Desk) -> None:
    who, larch = client(busy), busy.engaged("larch")
    there = f"{COMPANIES}{larch.public_id}/"
    press(who, f"{there}terms/", **{"terms-told_days": "10", "terms-proof_days": "30"})
    page = text(who, there)
    assert "you owe 33 days, it gives 10" in page and "short by 23 days" in page
    press(who, f"{there}access/", **{"access-access": "content", "access-is_invoicing": "on"})
    larch.refresh_from_db()
    assert (larch.access, larch.is_invoicing, larch.proof_days) == ("content", True, 30)
    form = {"kind": "due-diligence", "name": "Review", "first": "2026-11-02", "last": "2026-12-02"}
    files = {"evidence-file": SimpleUploadedFile("review.txt", b"We looked.")}
    press(who, f"{there}evidence/", **{f"evidence-{name}": value for name, value in form.items()}, **files)
    kept = larch.evidence.get()
    assert kept.attachment is not None and kept.sha256 == kept.attachment.sha256
    assert "Review" in text(who, f"{COMPANIES}?state=evidence")
    press(who, f"{there}evidence/end/", evidence=kept.pk)
    assert "Review" not in text(who, f"{COMPANIES}?state=evidence")


@freeze_time(AT)
def test_a_change_is_closed_and_found_again(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    who = client(desk)
    assert "cannot be closed yet" in text(who, page_of(change))
    assert "is open" in press(who, page_of(change, "close/"))
    withdraw_change(by=desk.owner, at=AT, change=change, reason="Spruce gave up.")
    assert "waits to be sent" in text(who, page_of(change))
    desk.sends_again(change, AT)
    Delivery.objects.update(sent_at=AT)
    assert "its evidence is frozen" in press(who, page_of(change, "close/"))
    assert "withdrawn" in text(who, f"{HOME}?over=1") and change.title not in text(who, HOME)
    kept = FrozenEvidence.objects.get()
    assert kept.sha256 in text(who, page_of(change))
    assert who.get(page_of(change, "frozen/")).content.decode() == str(kept.text)


@freeze_time(AT)
def test_a_risk_is_taken_by_name_and_customers_see_it(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = desk.propose(is_emergency=True)
    desk.look_at()
    officer = client(desk, "officer")
    assert "The terms of 1 customer allow no shorter notice" in text(officer, page_of(change, "gates/"))
    form = {"reason": "The old host burnt down", **EXITS}
    assert client(desk).post(page_of(change, "risk/"), form).status_code == 404
    page = press(officer, page_of(change, "risk/"), **{f"risk-{name}": value for name, value in form.items()})
    assert "Olli took the risk" in page and RiskDecision.objects.count() == 1
    desk.told(change)
    user = User.objects.create_user("mia@alder.example.com", "correct horse battery", name="Mia")
    Membership.objects.create(
        user=user, processor=desk.kite, customer=alder.public_id, role="main-user", first=AT.date()
    )
    portal = client(desk)
    portal.force_login(user)
    shown = text(portal, f"/portal/{alder.public_id}/changes/{change.public_id}/")
    assert "Olli took the risk" in shown and EXITS["en"] in shown and "The old host burnt down" in shown
    assert "emergency" in text(officer, HOME)
    page = press(portal, f"/portal/{alder.public_id}/contacts/confirm/")
    assert "It is recorded that the contacts are right" in page and Confirmation.objects.get().by == user


@freeze_time(AT)
def test_customers_are_asked_from_the_page_of_contacts(desk: Desk) -> None:
    alder = desk.customer("Alder")
    count_health(desk.kite, AT)
    who = client(desk)
    assert "Alder" in text(who, f"{HOME}contacts/?state=unverified")
    assert "asked to confirm" in press(who, f"{HOME}contacts/{alder.public_id}/ask/")
    assert "within the last week" in press(who, f"{HOME}contacts/{alder.public_id}/ask/")
    assert Message.objects.filter(kind="confirm", customer=alder.public_id).count() == 1


PAGES = ("", "?state=rechecks", "?state=evidence", "?state=terms", "?state=ended", "rechecks/", "proofs/",
    "proofs/?state=taken", "notices/", "notices/?state=done", "notices/new/", "{e}/", "{p}/", "{l}/")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_every_page_in_every_language_in_few_queries(busy: Desk, language: str) -> None:
    with freeze_time(AT + timedelta(hours=1)):
        who = client(busy, "owner", language)
        text(who, COMPANIES)
        named = {"e": "sequoia", "l": "larch"}
        parts = {name: busy.engaged(entry).public_id for name, entry in named.items()}
        parts["p"] = EndProof.objects.get().engagement.public_id
        many = {}
        for part in PAGES:
            with CaptureQueriesContext(connection) as asked:
                page = text(who, COMPANIES + part.format(**parts))
            assert f'lang="{language}"' in page and "web.companies" not in page, part
            if len(asked) > 12:
                many[part] = len(asked)
        assert not {
            part: count for part, count in many.items() if count > (14 if part.startswith("{") else 12)
        }


@freeze_time(AT)
def test_a_company_that_is_planned_has_its_name(desk: Desk) -> None:
    """No version has it yet: its name is the one in the draft."""
    desk.customer("Alder")
    desk.propose()
    who, spruce = client(desk), desk.engaged()
    for page in ("", "notices/new/", f"{spruce.public_id}/"):
        assert "Spruce Deliverability SAS" in text(who, f"{COMPANIES}{page}"), page
