"""Pages of objections to single services, of oral ones, of authorisations, of notices that are sent again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from ketju.web.apps.cases.models import Authorisation, CaseChange, Objection, TouchedService
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.parties.models import Customer
from ketju.web.base.outbox.models import Message
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_portal_pages import home, portal
from tests.web.changes.test_staff_pages import HOME, client, page_of, press, text

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=2)
BOTH = replace(SPRUCE, applies_to=replace(SPRUCE.applies_to, services=("mail", "hosting")))


def announced(desk: Desk, *whom: Customer) -> CaseChange:
    change = desk.propose(desk.draft(BOTH))
    desk.look_at()
    desk.told(change, leave_out_open=True)
    desk.arrives(change)
    project(change, LATER)
    return change


@freeze_time(LATER)
def test_an_oral_objection_to_one_product_is_confirmed_without_an_account(desk: Desk) -> None:
    alder = desk.customer("Alder")
    desk.uses(alder, "SE", "hosting")
    change = announced(desk)
    handler = client(desk)
    assert "Leave all unticked" in text(handler, f"{HOME}objections/new/")
    given = {
        "change": change.public_id,
        "customer": alder.public_id,
        "channel": "oral",
        "received_on": "2026-11-27",
    }
    page = press(handler, f"{HOME}objections/new/", **given, services=["mail"], by_name="Ada")
    one = Objection.objects.get()
    assert "not confirmed in writing" in page and "Send a new link" in page and one.services == ["mail"]
    place = text(handler, page_of(change, f"customers/{alder.public_id}/"))
    assert "held back by an objection" in place and "to be confirmed in writing" in text(
        handler, page_of(change)
    )
    first = str(Message.objects.get(kind="objection").text)
    with freeze_time(LATER + timedelta(minutes=5)):
        press(handler, f"{HOME}objections/{one.public_id}/link/")
    mail = str(Message.objects.filter(kind="objection").latest("pk").text)
    links = [re.search(r"http://testserver(/objection/\S+/)", each) for each in (first, mail)]
    old, new = (each[1] for each in links if each)
    reader = Client()
    assert reader.get(old).status_code == 410
    page = reader.get(new).content.decode()
    assert (
        "Kite Hosting Oy" in page
        and "Alder" not in page
        and "Ada" not in page
        and "noindex" in str(reader.get(new).headers)
    )
    assert Objection.objects.get().state == "to-confirm"  # opening it changes nothing
    assert reader.post(new, {"by_name": "Ada", "text": " "}).status_code == 422
    answer = reader.post(new, {"by_name": "Ada Al", "text": "We do object."})
    assert answer.status_code == 200 and "Objection confirmed" in answer.content.decode()
    assert reader.post(new, {"by_name": "Ada", "text": "Again"}).status_code == 410
    assert "We do object." in text(handler, f"{HOME}objections/{one.public_id}/")
    page = text(portal(alder), home(alder, f"{change.public_id}/"))
    assert "Products with dates of their own" in page and "held back by an objection" in page
    assert "We answer your objection" in page


@pytest.mark.parametrize(("language", "said"), [("en", "Confirm an objection"), ("fi", "Vahvistakaa vastustus"), ("sv", "Bekräfta en invändning")])  # fmt: skip
def test_the_page_of_the_link_in_every_language(desk: Desk, language: str, said: str) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    with freeze_time(LATER):
        press(
            client(desk), f"{HOME}objections/new/", change=change.public_id, customer=alder.public_id, channel="oral",
            received_on="2026-11-27",
        )  # fmt: skip
        link = re.search(
            r"http://testserver(/objection/\S+/)", str(Message.objects.get(kind="objection").text)
        )
        assert link is not None
        page = Client(headers={"accept-language": language}).get(link[1]).content.decode()
    assert said in page and f'lang="{language}"' in page and "web." not in page


@freeze_time(LATER)
def test_staff_record_an_authorisation_in_writing_and_the_portal_gives_or_refuses_it(desk: Desk) -> None:
    alder, birch = desk.customer("Alder", "consent"), desk.customer("Birch")
    change = announced(desk)
    handler = client(desk)
    there = page_of(change, f"customers/{alder.public_id}/")
    page = text(handler, there)
    assert "silence is no consent" in page and "Record what the customer said" in page
    assert "if the customer is silent" in text(handler, page_of(change, f"customers/{birch.public_id}/"))
    given = {"said": "given", "said_on": "2026-11-27", "channel": "letter", "by_name": "Al Alder"}
    assert handler.post(f"{there}authorisation/", {**given, "document": ""}).status_code == 422
    who = portal(alder)
    page = text(who, home(alder, f"{change.public_id}/"))
    assert "If you do not answer, that is a no" in page and "We do not consent" in page
    who.post(home(alder, f"{change.public_id}/consent/"), {"said": "refused"})
    assert desk.place(change, alder).consented_at is None and Authorisation.objects.get().is_given is False
    page = press(handler, f"{there}authorisation/", **given, document="Letter of 27 November")
    assert "Letter of 27 November" in page and "Consent refused" in page and "recorded by Aino" in page
    assert desk.place(change, alder).consented_at is not None
    assert (
        client(desk)
        .post(page_of(change, f"customers/{birch.public_id}/authorisation/"), {**given, "document": "x"})
        .status_code
        == 422
    )


@freeze_time(LATER)
def test_a_correction_is_read_approved_and_sent_by_two_people(desk: Desk) -> None:
    desk.customer("Alder")
    change = announced(desk)
    handler, officer = client(desk), client(desk, "officer")
    why = {f"correct-{one}": "The place was wrong." for one in ("en", "fi", "sv")}
    page = press(handler, page_of(change, "correct/"), **why)
    assert "A second person approves it" in page and "Read and approve the notice" in page
    notice = Notice.objects.get(kind="correction")
    there = page_of(change, f"notices/{notice.public_id}/")
    page = text(officer, there)
    digest = re.search(r'name="digest" value="([^"]+)"', page)
    assert digest is not None and "The place was wrong." in page
    assert handler.post(f"{there}approve/", {"digest": digest[1]}).status_code == 404  # not for case handlers
    assert "Nobody has approved" in press(handler, f"{there}send/")
    assert "is approved" in press(officer, f"{there}approve/", digest=digest[1])
    assert not Delivery.objects.filter(notice=notice).exists()
    assert "on its way" in press(handler, f"{there}send/")
    assert Delivery.objects.filter(notice=notice).count() == 1
    press(handler, page_of(change, "correct/"), **why)
    second = Notice.objects.get(kind="correction", released_at=None)
    assert "is dropped" in press(handler, page_of(change, f"notices/{second.public_id}/discard/"))
    page = press(handler, page_of(change, "withdraw/"), **{"withdraw-reason": "The provider was sold."})
    assert "takes effect for nobody" in page
    withdrawal = Notice.objects.get(kind="withdrawal")
    assert "Customers have to be told" in text(officer, page_of(change, f"notices/{withdrawal.public_id}/"))


@freeze_time(LATER)
def test_staff_note_that_a_customer_takes_its_objection_back(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    handler = client(desk)
    press(
        handler, f"{HOME}objections/new/", change=change.public_id, customer=alder.public_id, channel="letter",
        received_on="2026-11-27", text="No.",
    )  # fmt: skip
    one = Objection.objects.get()
    press(
        handler, f"{HOME}objections/{one.public_id}/end/", outcome="withdrawn", reasons="By letter of today"
    )
    one.refresh_from_db()
    assert (one.state, one.steps.last().side) == ("withdrawn", "customer")  # type: ignore[union-attr]
    assert not TouchedService.objects.exists()


@freeze_time(LATER)
def test_the_four_dates_of_an_entry_stand_on_its_pages(desk: Desk) -> None:
    alder = desk.customer("Alder")
    desk.uses(alder, "SE", "hosting")
    mango = next(one for one in desk.draft_entries() if one.id == "mango")
    change = desk.propose(desk.draft(replace(mango, applies_to=BOTH.applies_to)))
    desk.told(change)
    desk.arrives(change)
    project(change, LATER)
    page = text(client(desk), "/staff/kite/customers/touched/main/mango/")
    assert "Dates of the latest change" in page and "26 November 2026" in page
    page = text(portal(alder), f"/portal/{alder.public_id}/sub-processors/main/mango/")
    assert "Last day to object" in page and "28 December 2026" in page and "not known yet" in page


@freeze_time(LATER)
def test_what_is_left_can_be_objected_to_while_another_product_is_talked_about(desk: Desk) -> None:
    alder = desk.customer("Alder")
    desk.uses(alder, "SE", "hosting")
    change = announced(desk)
    who = portal(alder)
    there = home(alder, f"{change.public_id}/")
    who.post(f"{there}object/", {"text": "Not for mail", "services": ["mail"]})
    page = text(who, there)
    assert "objected for some of your products" in page and "What worries you" in page
    who.post(f"{there}object/", {"text": "Nor for hosting"})
    assert sorted(map(str, Objection.objects.values_list("services", flat=True))) == [
        "['hosting']",
        "['mail']",
    ]
    assert desk.place(change, alder).waits == "objection" and TouchedService.objects.count() == 2
    who.post(f"{there}object/", {"text": "Nothing is left"})
    assert Objection.objects.count() == 2
    one = Objection.objects.get(services=["mail"])
    who.post(home(alder, f"objections/{one.public_id}/say/"), {"text": "More on mail"})
    assert one.steps.count() == 2
