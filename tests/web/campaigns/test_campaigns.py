"""A campaign from its plan to its answers: nobody is written to twice, and who cannot be reached is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ketju.web.apps.campaigns import jobs
from ketju.web.apps.campaigns.answering import answerer, confirm, name_another, refuse
from ketju.web.apps.campaigns.letters import letter_of
from ketju.web.apps.campaigns.models import Ask, Campaign
from ketju.web.apps.campaigns.planning import choice, plan_campaign, plan_some
from ketju.web.apps.campaigns.problems import AnsweredAlready, CampaignNotReady, NobodyElse
from ketju.web.apps.campaigns.reads import (
    STATES,
    asks_of,
    campaigns_of,
    counts_of,
    in_state,
    obstacles_of,
    state_of,
)
from ketju.web.apps.campaigns.running import (
    begin_campaign,
    end_campaign,
    mail_some,
    remind_some,
    retry_unreached,
)
from ketju.web.apps.campaigns.today import unanswered, unreachable
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.selfservice.contacts import change_contact
from ketju.web.apps.selfservice.models import Correction
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.permission import Standing
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.reads import belongings
from ketju.web.base.outbox.models import Message
from ketju.web.base.pages.work import Day
from tests.web.inbox.mails import dsn, mail

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 29, 10, tzinfo=UTC)
STAFF = Actor(role="case-handler")


def customer(processor: Processor, name: str, *people: dict[str, object], **more: object) -> Customer:
    made = Customer.objects.create(processor=processor, name=name, language="fi", **more)
    for one in people:
        email = str(one.get("email", ""))
        index = blind_index(email, "email") if email else b""
        Contact.objects.create(
            processor=processor, customer=made, email_index=index, **{"last_name": "Lehto", **one}
        )
    return made


def begun(processor: Processor, who: str = "all", at: datetime = NOON) -> Campaign:
    campaign = planned(processor, who, at)
    begin_campaign(by=STAFF, at=at, campaign=campaign)
    while mail_some(by=STAFF, at=at, campaign=campaign):
        continue
    return campaign


def planned(processor: Processor, who: str = "all", at: datetime = NOON) -> Campaign:
    campaign = plan_campaign(by=STAFF, at=at, processor=processor, who=who)
    while campaign.planned_at is None:
        plan_some(campaign, at, 2)
    return campaign


def leave(at: datetime = NOON) -> None:
    Message.objects.filter(sent_at=None).update(sent_at=at)


def ask(campaign: Campaign, name: str) -> Ask:
    rows = Ask.objects.filter(campaign=campaign).select_related(
        "campaign__processor", "customer", "contact__user", "message"
    )
    return next(one for one in rows if one.customer.name == name)


def states(campaign: Campaign) -> dict[str, str]:
    return {one.customer.name: state_of(one) for one in asks_of(campaign)}


def test_the_plan_tells_who_is_asked_and_why_others_are_not(kite: Processor) -> None:
    customer(kite, "main", {"email": "a@a.example", "is_main_user": True})
    customer(kite, "nobody")
    customer(kite, "telephone", {"phone": "+358 9 123"})
    customer(kite, "left", {"email": "b@b.example"}, ended_on=date(2026, 1, 1))
    customer(Processor.objects.create(slug="heron", name="Heron"), "foreign", {"email": "c@c.example"})
    campaign = planned(kite)
    assert campaign.total == 3
    assert {one.customer.name: one.obstacle for one in asks_of(campaign)} == {
        "main": "", "nobody": "no-contact", "telephone": "no-address",
    }  # fmt: skip
    assert obstacles_of(campaign) == {"no-contact": 1, "no-address": 1}
    assert not Message.objects.exists(), "a plan writes to nobody"


def test_whom_to_ask_first() -> None:
    def one(pk: int, **columns: object) -> Contact:
        return Contact(pk=pk, email_index=bytes([pk]), **columns)  # type: ignore[misc]

    on = NOON.date()
    partner, own, deputy = one(1, relation="partner"), one(2), one(3)
    main = one(4, is_main_user=True)
    away = one(5, is_main_user=True, away_until=on, deputy_id=3)
    assert choice([partner, own, main], (), on).contact == main
    assert choice([partner, own], (), on).contact == own
    assert choice([partner, own, deputy, away], (), on).contact == deputy
    assert choice([partner, own, main], {bytes([4])}, on).contact == own
    assert choice([main], {bytes([4])}, on).obstacle == "unreachable"


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("all", {"fresh", "old", "never", "none"}),
        ("unconfirmed", {"never", "none"}),
        ("stale", {"old", "never", "none"}),
    ],
)
def test_which_customers(kite: Processor, who: str, names: set[str]) -> None:
    main = {"email": "a@a.example", "is_main_user": True}
    customer(kite, "fresh", {**main, "verified_at": NOON - timedelta(days=100)})
    customer(kite, "old", {**main, "verified_at": NOON - timedelta(days=366)})
    customer(kite, "never", main)
    customer(kite, "none", {"email": "a@a.example", "verified_at": NOON})
    assert {one.customer.name for one in asks_of(planned(kite, who))} == names


def test_each_is_written_to_once_however_often_it_is_interrupted(kite: Processor) -> None:
    for number in range(5):
        customer(kite, f"c{number}", {"email": f"a{number}@a.example"})
    campaign = planned(kite)
    with pytest.raises(CampaignNotReady):
        begin_campaign(by=STAFF, at=NOON, campaign=Campaign.objects.create(processor=kite, created_at=NOON))
    begin_campaign(by=STAFF, at=NOON, campaign=campaign)
    assert mail_some(by=STAFF, at=NOON, campaign=campaign, most=2) == 2
    Ask.objects.update(message=None)  # as if the worker had died before it noted the letters
    while mail_some(by=STAFF, at=NOON, campaign=campaign, most=2):
        continue
    jobs.mail.func(campaign.public_id, None, "owner")
    assert Message.objects.filter(kind="campaign").count() == 5
    with pytest.raises(CampaignNotReady):
        begin_campaign(by=STAFF, at=NOON, campaign=campaign)
    assert AuditEntry.objects.filter(action="outbox.enqueue").count() == 5


def test_the_letter_is_in_the_customers_language_and_answers_come_back(kite: Processor) -> None:
    alder = customer(kite, "Alder", {"email": "a@a.example", "is_main_user": True})
    campaign = begun(kite)
    message = Message.objects.get(kind="campaign")
    assert (message.language, message.processor, message.customer) == ("fi", kite, alder.public_id)
    assert "pääkäyttäjä" in message.subject and "/confirm/" in message.text
    assert (
        letter_of(ask(campaign, "Alder"), NOON, language="sv").subject == "Vem är huvudanvändare hos Alder?"
    )
    received, _ = keep(mail("Ask Bo instead.", to=message.reply_to), at=NOON)
    assert received.customer == alder.public_id
    assert belongings(received)[0].purpose == "campaign"


def test_whoever_confirms_is_main_user_and_nobody_else(kite: Processor) -> None:
    alder = customer(
        kite,
        "Alder",
        {"email": "a@a.example"},
        {"email": "old@a.example", "is_main_user": True, "relation": "partner"},
    )
    Contact.objects.filter(email_index=blind_index("old@a.example", "email")).update(ended_on=None)
    campaign = begun(kite)
    one = ask(campaign, "Alder")
    old = one.contact
    Ask.objects.filter(pk=one.pk).update(contact=Contact.objects.exclude(pk=old.pk).get())
    one = ask(campaign, "Alder")
    confirm(
        by=answerer(one),
        at=NOON,
        ask=one,
        values={"first_name": "Ada", "last_name": "Alder", "phone": "123 4567"},
    )
    main = Contact.objects.get(customer=alder, is_main_user=True)
    assert (main.first_name, main.phone, main.verified_at, main.email) == (
        "Ada",
        "123 4567",
        NOON,
        "a@a.example",
    )
    assert states(campaign) == {"Alder": "confirmed"}
    assert counts_of(campaign)["confirmed"] == 1
    assert Correction.objects.filter(customer=alder, subject=main.public_id).exists(), (
        "staff see what was changed"
    )
    entry = AuditEntry.objects.get(action="campaigns.answer")
    assert (entry.actor_kind, entry.customer, entry.fields) == ("link", alder.public_id, "confirmed")
    with pytest.raises(AnsweredAlready):
        refuse(by=answerer(one), at=NOON, ask=one)


def test_who_is_named_is_asked_by_a_letter_and_is_not_main_user_before(kite: Processor) -> None:
    alder = customer(kite, "Alder", {"email": "a@a.example", "is_main_user": True})
    campaign = begun(kite)
    one = ask(campaign, "Alder")
    values = {"first_name": "Bo", "last_name": "Björk", "email": "bo@a.example", "phone": ""}
    name_another(by=answerer(one), at=NOON, ask=one, values=values)
    assert Contact.objects.get(customer=alder, is_main_user=True).email == "a@a.example"
    letter = Message.objects.filter(kind="campaign").last()
    assert letter is not None and letter.to == "bo@a.example" and "nimettiin" in letter.subject
    with pytest.raises(AnsweredAlready):
        confirm(by=answerer(one), at=NOON, ask=one, values={})
    two = ask(campaign, "Alder")
    assert two.turn == 2 and two.contact and two.contact.verified_at is None
    with pytest.raises(NobodyElse):
        name_another(by=answerer(two), at=NOON, ask=two, values=values)
    confirm(
        by=answerer(two), at=NOON, ask=two, values={"first_name": "Bo", "last_name": "Björk", "phone": ""}
    )
    assert Contact.objects.get(customer=alder, is_main_user=True).email == "bo@a.example"


def test_who_confirms_in_the_portal_has_answered(kite: Processor) -> None:
    alder = customer(kite, "Alder", {"email": "a@a.example", "is_main_user": True})
    campaign = begun(kite)
    leave()
    assert states(campaign) == {"Alder": "asked"}
    contact = Contact.objects.get()
    change_contact(
        by=Actor(), at=NOON + timedelta(days=1), customer=alder.public_id, contact=contact.public_id, values={},
        is_own=True, is_all=False,
    )  # fmt: skip
    assert states(campaign) == {"Alder": "confirmed"} and counts_of(campaign)["confirmed"] == 1
    assert in_state(campaign, "asked").count() == 0


def test_every_ask_is_in_exactly_one_state(kite: Processor) -> None:
    for name in ("asked", "confirmed", "refused", "unreachable", "queued", "gone"):
        customer(kite, name, {"email": f"{name}@a.example"})
    customer(kite, "nobody")
    campaign = begun(kite)
    Message.objects.exclude(pk=ask(campaign, "queued").message_id).update(sent_at=NOON)
    for name, answer in (("confirmed", confirm), ("refused", refuse)):
        one = ask(campaign, name)
        values = {"values": {"last_name": "x"}} if answer is confirm else {}
        answer(by=answerer(one), at=NOON, ask=one, **values)  # type: ignore[arg-type]
    keep(dsn(ask(campaign, "unreachable").message.public_id), at=NOON)  # type: ignore[union-attr]
    Message.objects.filter(pk=ask(campaign, "gone").message_id).update(sent_at=None, failed_at=NOON)
    found = states(campaign)
    assert found == {
        "asked": "asked", "confirmed": "confirmed", "refused": "refused", "unreachable": "unreachable",
        "queued": "queued", "gone": "unreachable", "nobody": "unreachable",
    }  # fmt: skip
    for state in STATES:
        names = {one.customer.name for one in in_state(campaign, state).select_related("customer")}
        assert names == {name for name, each in found.items() if each == state}, state
    assert sum(counts_of(campaign).values()) == len(found)


def test_a_bounce_leads_to_another_person_or_to_the_work_list(kite: Processor) -> None:
    customer(kite, "two", {"email": "gone@a.example", "is_main_user": True}, {"email": "b@a.example"})
    customer(kite, "one", {"email": "gone@b.example", "is_main_user": True})
    campaign = begun(kite)
    leave()
    for name in ("two", "one"):
        keep(dsn(ask(campaign, name).message.public_id), at=NOON)  # type: ignore[union-attr]
    day = Day(Standing(User(), kite, (Membership(role="owner"),), True, True), NOON.date(), NOON)
    assert unreachable(day).count() == 2
    assert retry_unreached(by=STAFF, at=NOON, campaign=campaign) == 1
    while mail_some(by=STAFF, at=NOON, campaign=campaign):
        continue
    assert ask(campaign, "two").contact.email == "b@a.example"  # type: ignore[union-attr]
    assert states(campaign) == {"two": "queued", "one": "unreachable"}
    assert ask(campaign, "one").obstacle == "unreachable"
    assert unreachable(day).count() == 1


def test_reminders_come_after_a_week_and_twice_at_most(kite: Processor) -> None:
    customer(kite, "Alder", {"email": "a@a.example"})
    campaign = begun(kite)
    counts = []
    for days in (1, 6, 7, 8, 14, 21, 28):
        leave()
        at = NOON + timedelta(days=days)
        counts.append(remind_some(by=STAFF, at=at, campaign=campaign))
        assert remind_some(by=STAFF, at=at, campaign=campaign) == 0
    assert counts == [0, 0, 1, 0, 1, 0, 0]
    assert Message.objects.filter(kind="campaign").count() == 3
    day = Day(
        Standing(User(), kite, (Membership(role="owner"),), True, True),
        NOON.date(),
        NOON + timedelta(days=29),
    )
    leave()
    assert unanswered(day).count() == 1


def test_a_campaign_that_ends_holds_its_mail_back(kite: Processor) -> None:
    customer(kite, "Alder", {"email": "a@a.example"})
    plan = planned(kite)
    end_campaign(by=STAFF, at=NOON, campaign=plan)
    assert not Campaign.objects.exists()
    campaign = begun(kite)
    end_campaign(by=STAFF, at=NOON, campaign=campaign)
    assert Message.objects.get().held
    with pytest.raises(CampaignNotReady):
        remind_some(by=STAFF, at=NOON, campaign=Campaign.objects.get())


def test_a_large_plan_takes_few_queries(kite: Processor, django_assert_max_num_queries) -> None:
    people = [Customer(processor=kite, name=f"c{number}") for number in range(300)]
    Customer.objects.bulk_create(people)
    Contact.objects.bulk_create(
        Contact(processor=kite, customer=one, email="a@a.example", email_index=b"x" * 16) for one in people
    )
    campaign = plan_campaign(by=STAFF, at=NOON, processor=kite, who="unconfirmed")
    with django_assert_max_num_queries(12):
        assert plan_some(campaign, NOON) == 300
    assert campaign.planned_at == NOON and counts_of(campaign)["planned"] == 300


def test_the_list_counts_each_campaign_by_itself(kite: Processor) -> None:
    customer(kite, "Alder", {"email": "a@a.example"})
    customer(kite, "nobody")
    older, newer = begun(kite), planned(kite)
    (first, plan), (second, mailed) = campaigns_of(kite)
    assert [first, second] == [newer, older]
    assert (plan["planned"], plan["unreachable"], plan["queued"]) == (1, 1, 0)
    assert (mailed["planned"], mailed["unreachable"], mailed["queued"]) == (0, 1, 1)
