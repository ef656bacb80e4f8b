"""Nobody sees anything before they have promised confidentiality (D-52, D-128, D-173), owners neither."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ketju.web.apps.people.confidentiality import a_year_after, document, document_name
from ketju.web.base.access.models import Undertaking
from ketju.web.base.access.permission import standing_of
from ketju.web.base.audit.models import AuditEntry
from tests.web import here
from tests.web.cast import Cast, make_cast, person

pytestmark = pytest.mark.django_db
URL = "/staff/kite/confidentiality/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def signed_in(cast: Cast, name: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(cast.people[name])
    return client


def test_an_owner_begins_by_signing(cast: Cast) -> None:
    client = signed_in(cast, "unbound owner")
    assert client.get("/staff/kite/people/")["Location"] == URL
    assert client.post(URL, {"promised": "on", "briefed": "on", "name": "Una Owner"}).status_code == 302
    assert client.get("/staff/kite/people/").status_code == 200
    signed = Undertaking.objects.get(user=cast.people["unbound owner"])
    assert (signed.name, signed.signed_on, signed.briefed_on) == (
        "Una Owner",
        here.today(),
        here.today(),
    )
    assert signed.document == document_name("en") and signed.recorded_by == cast.people["unbound owner"]
    assert AuditEntry.objects.filter(action="confidentiality.sign").count() == 1


@pytest.mark.parametrize("left_out", ["promised", "briefed", "name"])
@pytest.mark.parametrize(
    ("language", "required"),
    [
        ("en", "This field is required."),
        ("fi", "Tämä kenttä vaaditaan."),
        ("sv", "Detta fält måste fyllas i."),
    ],
)
def test_nothing_is_signed_by_half(cast: Cast, left_out: str, language: str, required: str) -> None:
    given = {"promised": "on", "briefed": "on", "name": "Una Owner"}
    del given[left_out]
    answer = signed_in(cast, "unbound owner", language).post(URL, given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="id_{left_out}_error"><p>{required}</p>' in page
    assert not Undertaking.objects.filter(user=cast.people["unbound owner"]).exists()


def test_what_has_to_be_renewed_holds_no_longer(cast: Cast) -> None:
    reader = cast.people["reader"]
    newest = Undertaking.objects.get(user=reader)
    newest.renew_on = here.today()
    newest.save()
    assert not standing_of(reader, cast.kite, here.today()).may("customers.read")
    client = signed_in(cast, "reader")
    assert client.get("/staff/kite/people/")["Location"] == URL
    client.post(URL, {"promised": "on", "briefed": "on", "name": "R"})
    assert client.get("/staff/kite/people/").status_code == 200


def test_a_promise_holds_for_a_year() -> None:
    assert a_year_after(date(2026, 11, 29)) == date(2027, 11, 29)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 3, 1)


def test_a_promise_to_one_processor_opens_no_other(cast: Cast) -> None:
    user = person("two-houses", bound=cast.heron)
    from tests.web.cast import grant

    grant(user, cast.kite, "reader")
    cast.people["two houses"] = user
    assert signed_in(cast, "two houses").get("/staff/kite/people/")["Location"] == URL


def test_the_text_is_whole_in_every_language() -> None:
    texts = [document(language) for language in ("en", "fi", "sv")]
    assert {len(one["promises"]) for one in texts} == {6} and {len(one["briefing"]) for one in texts} == {5}
    assert all(line.endswith(".") for one in texts for part in one.values() for line in part)
    assert len({document_name(language) for language in ("en", "fi", "sv")}) == 3
