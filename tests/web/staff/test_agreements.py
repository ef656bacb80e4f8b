"""Versions of agreements: for whom one holds, what is shown before it is added, what customers read beside "Accept"."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion
from ketju.web.apps.agreements.reaching import reach_of
from ketju.web.apps.agreements.reads import holding
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.encryption.keys import forget_keys
from tests.web.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)
NEW = {"slug": "dpa", "name": "DPA", "version": "2", "valid_from": "2026-01-01", "valid_to": ""}


@pytest.fixture
def cast(db: None) -> Cast:
    forget_keys()
    return make_cast()


def version(
    cast: Cast, number: str, first: date, last: date | None = None, slug: str = "dpa"
) -> AgreementVersion:
    return AgreementVersion.objects.create(
        processor=cast.kite, slug=slug, version=number, name=slug.upper(), valid_from=first, valid_to=last
    )


def customer(cast: Cast, signed_up: date, accepted: AgreementVersion | None = None) -> Customer:
    made = Customer.objects.create(processor=cast.kite, name=f"C {signed_up}", signed_up_on=signed_up)
    if accepted:
        Acceptance.objects.create(
            processor=cast.kite,
            customer=made,
            agreement=accepted,
            accepted_at=datetime(2026, 2, 1, tzinfo=UTC),
        )
    return made


def signed_in(cast: Cast, who: str = "privacy-officer") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.people[who])
    return client


def test_a_version_reaches_those_who_accepted_it_or_signed_up_in_its_time(cast: Cast) -> None:
    old = version(cast, "1", date(2025, 1, 1), date(2025, 12, 31))
    new = version(cast, "2", date(2026, 1, 1))
    by_day = customer(cast, date(2026, 3, 1))
    customer(cast, date(2025, 3, 1))
    customer(cast, date(2025, 4, 1), accepted=new)
    customer(cast, date(2026, 4, 1), accepted=old)
    reach = reach_of(cast.kite, new, TODAY)
    assert (reach.by_acceptance, reach.by_sign_up, reach.keeping) == (1, 1, 1)
    assert reach.first == (by_day,)
    assert reach.rivals == ()


def test_the_reach_is_what_holds_for_each_customer(cast: Cast) -> None:
    """The count by queries against the rule of the core, customer by customer."""
    versions = [
        version(cast, "1", date(2024, 1, 1), date(2025, 12, 31)),
        version(cast, "2", date(2025, 7, 1)),
        version(cast, "3", date(2026, 6, 1)),
        version(cast, "1", date(2026, 9, 1), date(2026, 10, 31), slug="order"),
    ]
    days = [date(2023, 5, 1), date(2024, 5, 1), date(2025, 8, 1), date(2026, 2, 1), date(2026, 7, 1)]
    days += [date(2026, 9, 15), date(2026, 11, 5), date(2026, 12, 5)]
    everybody = [customer(cast, day, one) for day in days for one in (None, *versions)]
    held = [holding(one, TODAY) for one in everybody]
    for one in versions:
        reach = reach_of(cast.kite, one, TODAY)
        of_it = [each for each in held if each and each.agreement == one]
        assert reach.by_acceptance == sum(each.why == "accepted" for each in of_it), one
        assert reach.by_sign_up == sum(each.why == "sign-up" for each in of_it), one


def test_other_agreements_of_the_same_time_are_named(cast: Cast) -> None:
    version(cast, "1", date(2025, 1, 1), slug="order")
    assert reach_of(cast.kite, version(cast, "2", date(2026, 1, 1)), TODAY).rivals == ("ORDER",)


def test_nothing_is_added_before_the_preview_is_confirmed(cast: Cast) -> None:
    client, sent = signed_in(cast), {**NEW, "text_en": "Two words.\r\n", "do": "check"}
    page = client.post("/staff/kite/agreements/new/", sent).content.decode()
    assert hashlib.sha256(b"Two words.").hexdigest() in page
    assert not AgreementVersion.objects.exists()
    answer = client.post("/staff/kite/agreements/new/", {**sent, "do": "add"})
    made = AgreementVersion.objects.get()
    assert answer["Location"] == f"/staff/kite/agreements/{made.public_id}/"
    text = AgreementText.objects.get()
    assert (text.language, text.text, text.sha256) == (
        "en", "Two words.", hashlib.sha256(b"Two words.").hexdigest(),
    )  # fmt: skip
    assert AuditEntry.objects.filter(action="agreements.create", subject=made.public_id).count() == 1
    assert text.sha256 in client.get(answer["Location"]).content.decode()


def test_a_file_takes_the_place_of_what_was_pasted(cast: Cast) -> None:
    file = SimpleUploadedFile("dpa.txt", "Säännöt".encode(), "text/plain")
    sent = {**NEW, "text_fi": "old", "file_fi": file, "do": "check"}
    page = signed_in(cast).post("/staff/kite/agreements/new/", sent).content.decode()
    assert hashlib.sha256("Säännöt".encode()).hexdigest() in page and ">Säännöt</textarea>" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Give the text in at least one language."),
        ({"text_en": "x", "version": ""}, "error-version"),
        ({"text_en": "x", "valid_to": "2025-01-01"}, "error-valid_to"),
        ({"file_en": SimpleUploadedFile("a.txt", "ä".encode("latin-1"))}, "UTF-8"),
        ({"file_en": SimpleUploadedFile("a.pdf", b"%PDF-1.7 \x00")}, "errors"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_added(
    cast: Cast, changed: dict[str, object], said: str
) -> None:
    answer = signed_in(cast).post("/staff/kite/agreements/new/", {**NEW, "do": "check", **changed})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not AgreementVersion.objects.exists()


def test_a_version_that_is_there_already_is_refused(cast: Cast) -> None:
    version(cast, "2", date(2026, 1, 1))
    sent = {**NEW, "text_en": "x", "do": "add"}
    assert signed_in(cast).post("/staff/kite/agreements/new/", sent).status_code == 422
    assert AgreementVersion.objects.count() == 1


def test_a_customer_reads_the_text_in_its_language_beside_accept(cast: Cast) -> None:
    one = version(cast, "2", date(2026, 1, 1))
    for code, text in (("fi", "Teksti suomeksi."), ("en", "A text in English.")):
        AgreementText.objects.create(agreement=one, language=code, text=text, sha256=code * 32)
    path = f"/portal/{cast.alder.public_id}/agreements/"
    for language, text in (("fi", "Teksti suomeksi."), ("en", "A text in English.")):
        client = Client(headers={"accept-language": language})
        client.force_login(cast.people["main-user"])
        for page, way in ((path, "#accepting"), (f"{path}{one.public_id}/", "accept/")):
            html = client.get(page).content.decode()
            assert text in html and f"{one.public_id}/{way}" in html
    client = Client(headers={"accept-language": "sv"})
    client.force_login(cast.people["main-user"])
    html = client.get(path).content.decode()
    assert "A text in English." in html and 'lang="en"' in html, (
        "the customer's own language, said to be another"
    )


def test_what_is_accepted_can_be_read_and_what_has_not_begun_cannot(cast: Cast) -> None:
    client = signed_in(cast, "main-user")
    coming = version(cast, "3", date(2099, 1, 1))
    path = f"/portal/{cast.alder.public_id}/agreements/{coming.public_id}/"
    assert client.get(path).status_code == 404
    Acceptance.objects.create(
        processor=cast.kite, customer=cast.alder, agreement=coming, by="Maija",
        accepted_at=datetime(2026, 2, 1, tzinfo=UTC),
    )  # fmt: skip
    html = client.get(path).content.decode()
    assert "Maija" in html and "/accept/" not in html
