"""The page behind the link: nothing personal before the code, once, for a time; and the pages of staff."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ketju.web.apps.campaigns.links import link_of
from ketju.web.apps.campaigns.models import Ask, Campaign
from ketju.web.apps.campaigns.reads import counts_of
from ketju.web.apps.parties.models import Contact
from ketju.web.base.access.models import Processor
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.outbox.models import Message

from .test_campaigns import ask, begun, customer

pytestmark = pytest.mark.django_db
PERSONAL = ("Alder Bakery", "Ada", "Ahonen", "ada@alder.example")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def campaign(kite: Processor) -> Campaign:
    person = {"email": "ada@alder.example", "first_name": "Ada", "last_name": "Ahonen", "is_main_user": True}
    customer(kite, "Alder Bakery", person)
    return begun(kite, at=timezone.now())


@pytest.fixture
def path(campaign: Campaign) -> str:
    found = re.search(r"http://testserver(/confirm/\S+)", Message.objects.get(kind="campaign").text)
    assert found
    return found[1]


def code() -> str:
    message = Message.objects.filter(kind="campaign-code").last()
    assert message is not None and message.processor is None and message.to == "ada@alder.example"
    return re.findall(r"\d{6}", message.text)[0]


def proved(path: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = "en"
    client.post(path, {"act": "mail"})
    assert client.post(path, {"code": code()}).status_code == 302
    return client


def test_nothing_personal_is_shown_before_the_code(path: str) -> None:
    client = Client()
    for answer in (
        client.get(path),
        client.post(path, {"act": "mail"}, follow=True),
        client.post(path, {"code": "1"}),
    ):
        text = answer.content.decode()
        assert not any(word in text for word in PERSONAL), answer.status_code
    assert "ada" not in path.lower()
    assert Message.objects.filter(kind="campaign-code").count() == 1


def test_opening_the_link_changes_nothing(path: str, campaign: Campaign) -> None:
    before = Ask.objects.values().get()
    assert Client().get(path).status_code == 200
    assert Client().head(path).status_code == 200
    assert Ask.objects.values().get() == before and Message.objects.count() == 1


def test_the_code_lets_in_and_the_answer_counts_once(path: str, campaign: Campaign) -> None:
    client = proved(path)
    shown = client.get(path).content.decode()
    assert all(word in shown for word in PERSONAL)
    wrong = client.post(path, {"answer": "me", "last_name": ""})
    assert wrong.status_code == 422 and counts_of(campaign)["confirmed"] == 0
    done = client.post(
        path, {"answer": "me", "first_name": "Ada", "last_name": "Ahonen-Alder", "phone": ""}, follow=True
    )
    assert "You are the main user" in done.content.decode()
    assert Contact.objects.get().last_name == "Ahonen-Alder" and Contact.objects.get().verified_at is not None
    again = client.get(path)
    assert again.status_code == 410 and not any(word in again.content.decode() for word in PERSONAL)


def test_another_person_is_named(path: str, campaign: Campaign) -> None:
    client = proved(path)
    assert client.post(path, {"answer": "other", "last_name": "Berg"}).status_code == 422
    same = {"answer": "other", "last_name": "Berg", "email": "ada@alder.example"}
    assert client.post(path, same).status_code == 422
    client.post(
        path, {"answer": "other", "first_name": "Bo", "last_name": "Berg", "email": "Bo@Alder.example"}
    )
    assert {one.email for one in Contact.objects.all()} == {"ada@alder.example", "bo@alder.example"}
    assert client.get(path).status_code == 404, "the old link leads nowhere"
    assert (
        Client().get(link_of(ask(campaign, "Alder Bakery")).removeprefix("http://testserver")).status_code
        == 200
    )


def test_whoever_has_nothing_to_do_with_it_says_so(path: str, campaign: Campaign) -> None:
    proved(path).post(path, {"answer": "not-us"})
    assert counts_of(campaign)["refused"] == 1


def test_codes_are_tried_five_times_and_a_quarter_of_an_hour(path: str) -> None:
    client = Client()
    client.post(path, {"act": "mail"})
    right = code()
    for _ in range(5):
        assert client.post(path, {"code": "000000" if right != "000000" else "111111"}).status_code == 422
    assert client.post(path, {"code": right}).status_code == 422
    client.post(path, {"act": "mail"})
    Ask.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert client.post(path, {"code": code()}).status_code == 200
    assert "csrfmiddlewaretoken" in client.get(path).content.decode()


def test_a_code_works_once_and_for_its_own_browser(path: str) -> None:
    proved(path)
    other = Client()
    assert other.post(path, {"code": code()}).status_code == 200
    assert not any(word in other.get(path).content.decode() for word in PERSONAL)


def test_links_that_are_forged_or_old_or_of_an_ended_campaign_lead_nowhere(
    path: str, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().get(path[:-3] + "xx/").status_code == 404
    from ketju.web.apps.campaigns import links

    with monkeypatch.context() as patched:
        patched.setattr(links, "HOLDS", timedelta(seconds=-1))
        assert Client().get(path).status_code == 404
    Campaign.objects.update(ended_at=timezone.now())
    assert Client().get(path).status_code == 404


def test_whoever_signed_in_with_the_address_needs_no_code(path: str) -> None:
    for email, is_shown in (("ada@alder.example", True), ("eve@example.org", False)):
        client = Client()
        client.force_login(User.objects.create_user(email), BACKEND)
        text = client.get(path).content.decode()
        assert ("Alder Bakery" in text) is is_shown


def test_staff_plan_look_at_the_letter_and_let_it_go(kite: Processor, officer: User) -> None:
    customer(kite, "Alder Bakery", {"email": "ada@alder.example", "last_name": "Ahonen"})
    customer(kite, "Birch Books")
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer, BACKEND)
    here = "/staff/kite/campaigns/"
    plan = client.post(f"{here}plan", {"who": "unconfirmed"}, follow=True).content.decode()
    assert (
        "1 customer gets a letter." in plan
        and "1 customer cannot be reached." in plan
        and "no contact" in plan
    )
    assert "[oma linkki]" in plan or "[a link of their own]" in plan
    assert (
        "Vem är huvudanvändare hos Alder Bakery?"
        in client.get(f"{here}{Campaign.objects.get().public_id}/?language=sv").content.decode()
    )
    assert not Message.objects.filter(kind="campaign").exists()
    one = f"{here}{Campaign.objects.get().public_id}/"
    assert client.get(f"{one}progress").status_code == 200
    begun = client.post(f"{one}begin", follow=True).content.decode()
    assert Message.objects.filter(kind="campaign").count() == 1 and "letter waits in the outbox" in begun
    client.post(f"{one}begin")
    client.post(f"{one}remind")
    assert Message.objects.filter(kind="campaign").count() == 1
    assert "0 more customers" in client.post(f"{one}retry", follow=True).content.decode()
    assert "Ended" in client.post(f"{one}end", follow=True).content.decode()
    assert AuditEntry.objects.filter(action="customers.read", actor=officer).count() >= 3
    customer_page = client.get(
        f"/staff/kite/customers/{ask(Campaign.objects.get(), 'Alder Bakery').customer.public_id}/"
    )
    assert "Confirmed on" in customer_page.content.decode()
