"""What is kept of a message: why it went to its recipient, and who said that it arrived; pages and evidence say both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.cases.evidence_lines import blocks_of
from ketju.web.apps.cases.evidence_pack import evidence_pack
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.telling import note_displayed
from ketju.web.apps.notices.claiming import Taken, note
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reasons import Reason, reason_in, reason_text
from ketju.web.apps.notices.writes.facts import note_acceptance, note_bounce, record_display, record_posting
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import MACHINE, Actor
from ketju.web.base.inbox.events import note_events
from ketju.web.base.outbox.events import Event
from tests.web.cases.desk import AT, Desk
from tests.web.cases.test_recipients import agreed, told
from tests.web.changes.test_portal_pages import text
from tests.web.changes.test_staff_pages import HOME, client

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def evidence(
    desk: Desk, change: CaseChange, customer: Customer, language: str = "en"
) -> tuple[dict[str, str], str]:
    """What proves that a customer was told, as data and as it stands on paper."""
    pack = evidence_pack(by=desk.owner, at=LATER + timedelta(days=9), change=change, customer=customer)
    return pack["customers"][0]["proof"], repr(list(blocks_of(pack, phrasebook(language))))


def test_the_reason_of_each_recipient_is_kept_and_shown_after_announcing(desk: Desk) -> None:
    agreed(desk, "privacy-contact")
    alder = desk.customer("Alder")
    deputy = desk.person(
        alder, "deputy@alder.example.com", is_main_user=False, first_name="Dia", last_name="Ek"
    )
    chief = desk.person(
        alder, "privacy@alder.example.com", is_main_user=False, role="privacy", first_name="Pia", last_name="Ahl",
        deputy=deputy, away_until=date(2026, 12, 4),
    )  # fmt: skip
    birch = desk.customer("Birch")
    Contact.objects.filter(customer=birch).update(email="", email_index=b"")
    change = told(desk)
    kept = {one.contact_id: one.why for one in Delivery.objects.filter(customer=alder)}
    assert kept == {
        chief.pk: "terms:privacy-contact", deputy.pk: f"terms:privacy-contact:{chief.public_id}:2026-12-04",
    }  # fmt: skip
    assert [one.why for one in Delivery.objects.filter(customer=birch)] == ["nobody"]
    Contact.objects.filter(pk=chief.pk).update(role="", is_main_user=True, away_until=None)
    who = client(desk)
    text(who, HOME)
    with CaptureQueriesContext(connection) as asked:
        page = text(who, f"{HOME}{change.public_id}/customers/{alder.public_id}/")
    assert len(asked) <= 12
    assert "Named by the terms: privacy contact." in page, "as it was then, not as it is now"
    assert "Stands in for Pia Ahl until 4 December 2026." in page
    page = text(who, f"{HOME}{change.public_id}/customers/{birch.public_id}/")
    assert "Nobody with whom it counts could be told by name." in page


def test_a_channel_that_takes_over_says_after_which(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = told(desk)
    mail = Delivery.objects.select_related("notice", "customer", "processor").get(customer=alder)
    assert mail.why == "usual:main-users"
    note_bounce(mail, LATER, "550 5.1.1")
    letter = Delivery.objects.get(customer=alder, channel="letter")
    assert letter.why == "after:e-mail"
    page = text(client(desk), f"{HOME}{change.public_id}/customers/{alder.public_id}/")
    assert "Another channel did not reach the customer: e-mail." in page


@pytest.mark.parametrize(
    "reason",
    [
        Reason("terms", ("main-users", "privacy-contact")), Reason("usual", ("main-users",), "con_1", date(2026, 12, 4)),
        Reason("nobody"), Reason("after", ("e-mail",)),
    ],
)  # fmt: skip
def test_reasons_are_read_as_they_were_written(reason: Reason) -> None:
    assert reason_in(reason_text(*reason)) == reason
    assert reason_in("") is None and reason_in("whatever:x") is None


def _of(customer: Customer) -> Delivery:
    rows = Delivery.objects.select_related("notice", "customer", "processor")
    return rows.filter(customer=customer).order_by("pk").last()  # type: ignore[return-value]


def test_evidence_says_that_it_was_the_servers_own_word(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = told(desk)
    one = _of(alder)
    Delivery.objects.filter(pk=one.pk).update(sent_at=None, accepted_at=None)
    note([Taken(one.pk, LATER, LATER)], (), LATER, LATER)
    project(change, LATER)
    proof, paper = evidence(desk, change, alder)
    assert (proof["fact"], proof["by"], proof["message"], proof["channel"]) == (
        "accepted", "server", one.public_id, "e-mail",
    )  # fmt: skip
    assert proof["counts_from"] == LATER.isoformat()
    assert paper.count("The mail server that we hand mail to took it, with 250.") == 2
    page = text(client(desk), f"{HOME}{change.public_id}/customers/{alder.public_id}/")
    assert page.count("The mail server that we hand mail to took it, with 250.") == 2


def test_where_a_report_is_needed_the_250_is_not_kept_as_proof(desk: Desk, settings: object) -> None:
    settings.MAIL_PROOF = "report"  # type: ignore[attr-defined]
    alder = desk.customer("Alder")
    change = told(desk)
    one = _of(alder)
    Delivery.objects.filter(pk=one.pk).update(sent_at=None, accepted_at=None)
    note([Taken(one.pk, LATER, LATER)], (), LATER, LATER)
    one.refresh_from_db()
    assert (one.sent_at, one.accepted_at, one.accepted_by) == (LATER, None, "")
    assert evidence(desk, change, alder)[0] == {}
    note_acceptance(one, LATER + timedelta(hours=1), "report")
    proof, paper = evidence(desk, change, alder, "fi")
    assert (proof["by"], proof["at"]) == ("report", (LATER + timedelta(hours=1)).isoformat())
    assert "Sähköpostitse tulleen raportin mukaan vastaanottajan palvelin otti sen vastaan." in paper


def test_an_event_of_a_provider_is_told_apart_from_a_report(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = told(desk)
    one = _of(alder)
    Delivery.objects.filter(pk=one.pk).update(accepted_at=None)
    note_events([Event(one.public_id, "delivered", LATER)], LATER)
    proof, paper = evidence(desk, change, alder, "sv")
    assert (proof["fact"], proof["by"]) == ("accepted", "event")
    assert "En händelse från e-postleverantören säger att mottagarens server tog emot det." in paper


def test_a_look_in_the_portal_and_one_in_the_companys_own_application(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = told(desk)
    Delivery.objects.update(accepted_at=None, sent_at=None)
    user = User.objects.create_user("main@alder.example.com", "correct horse battery", name="Main")
    note_displayed(by=Actor(user=user, role="main-user"), at=LATER, place=desk.place(change, alder))
    looked = _of(alder)
    assert (looked.displayed_by, looked.why) == ("portal", "looked:main-user")
    Delivery.objects.filter(customer=birch).update(channel="in-app")
    record_display(by=MACHINE, at=LATER, delivery=_of(birch))
    for customer, by, said in (
        (alder, "portal", "It was shown to somebody of the customer in the portal."),
        (birch, "program", "The company's own application reported that it showed it."),
    ):
        proof, paper = evidence(desk, change, customer)
        assert (proof["fact"], proof["by"]) == ("displayed", by)
        assert said in paper or said.replace("'", "\\'") in paper


def test_a_letter_and_messages_from_before_it_was_kept(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = told(desk)
    Delivery.objects.filter(customer=alder).update(channel="letter", accepted_at=None, sent_at=None)
    record_posting(by=MACHINE, at=LATER, delivery=_of(alder), posted_at=LATER)
    proof, paper = evidence(desk, change, alder)
    assert (proof["fact"], proof["channel"]) == ("posted", "letter")
    assert proof["counts_from"] > LATER.isoformat(), "some days after it was posted"
    assert "A letter was posted." in paper
    Delivery.objects.filter(customer=birch).update(accepted_at=LATER, accepted_by="", why="")
    proof, paper = evidence(desk, change, birch)
    assert (proof["fact"], proof["by"]) == (
        "accepted",
        "",
    ) and "Whose word that is was not kept then." in paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_proof_and_reason_has_words(language: str) -> None:
    said = phrasebook(language)
    proofs = ["accepted", "displayed", "acknowledged", "posted", "joined"]
    proofs += [f"accepted-{by}" for by in ("server", "event", "report", "program")]
    proofs += [f"{fact}-{by}" for fact in ("displayed", "acknowledged") for by in ("portal", "program")]
    keys = [f"web.channels.proof.{one}" for one in proofs]
    keys += [f"web.channels.why.{one}" for one in ("letter", "nobody", "program", "looked", "after")]
    assert [key for key in keys if not said.has(key)] == []
