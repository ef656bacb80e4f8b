"""A signatory accepts in the portal, and the customer has the copy of both sides at once, kept as it was made."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from ketju.formats.sealed import digest_of
from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion
from ketju.web.apps.agreements.writes import text_hash
from ketju.web.apps.retention.models import RoleHolder
from ketju.web.apps.services.models import Product, Service
from ketju.web.apps.signing.models import SignedCopy
from ketju.web.apps.signing.reads import acceptances_without_copy
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.outbox.models import Message
from tests.web import here
from tests.web.cast import Cast, make_cast
from tests.web.registers.lists import LIST, published, without

pytestmark = pytest.mark.django_db
TEXT = "1. Me kerromme muutoksista.\n\n2. Te voitte vastustaa."
SIGNED = {"name": "Maija Meikäläinen", "capacity": "toimitusjohtaja", "may_sign": "on", "language": "fi"}


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    product = Product.objects.create(processor=made.kite, slug="mail", names={"en": "Mail", "fi": "Posti"})
    Service.objects.create(processor=made.kite, customer=made.alder, product=product, country="FI")
    published(made.kite)
    version = AgreementVersion.objects.create(
        processor=made.kite,
        slug="dpa",
        version="3",
        name="DPA",
        valid_from=date(2026, 1, 1),
        sha256="ab" * 32,
    )
    for code, text in (("fi", TEXT), ("sv", "1. Vi berättar.")):
        AgreementText.objects.create(agreement=version, language=code, text=text, sha256=text_hash(text))
    return made


@pytest.fixture
def signatory(cast: Cast) -> RoleHolder:
    return RoleHolder.objects.create(
        processor=cast.kite, role="signatory", name="Aino Kallio", first=date(2025, 1, 1)
    )


def client(cast: Cast, who: str = "main-user") -> Client:
    made = Client(headers={"accept-language": "en"})
    made.force_login(cast.people[who])
    return made


def root(cast: Cast) -> str:
    return f"/portal/{cast.alder.public_id}/agreements/"


def accept(cast: Cast, **other: str) -> int:
    version = AgreementVersion.objects.get()
    return client(cast).post(f"{root(cast)}{version.public_id}/accept/", {**SIGNED, **other}).status_code


def test_the_copy_is_there_at_once_with_everything_in_it(cast: Cast, signatory: RoleHolder) -> None:
    before = timezone.now()
    assert accept(cast) == 302
    acceptance, copy = Acceptance.objects.get(), SignedCopy.objects.get()
    assert (acceptance.by, acceptance.capacity) == ("Maija Meikäläinen", "toimitusjohtaja")
    found = json.loads(copy.evidence)
    rest = {name: value for name, value in found.items() if name != "sha256"}
    whole = json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()
    assert found["sha256"] == copy.sha256 == hashlib.sha256(whole).hexdigest()
    assert found["parties"]["processor"]["name"] == "Kite Hosting Oy"
    assert found["parties"]["customer"]["name"] == "Alder Bakery"
    assert (found["agreement"]["version"], found["agreement"]["terms_sha256"]) == ("3", "ab" * 32)
    accepted = found["accepted"]
    assert accepted["text"]["sha256"] == hashlib.sha256(accepted["text"]["text"].encode()).hexdigest()
    assert accepted["text"]["text"] == TEXT
    assert [accepted["by"], accepted["capacity"], accepted["how"]] == [
        "Maija Meikäläinen", "toimitusjohtaja", "portal",
    ]  # fmt: skip
    assert before.isoformat(timespec="seconds")[:16] <= accepted["at"][:16]
    assert (found["countersigned"]["by"], found["countersigned"]["role"]) == ("Aino Kallio", "signatory")
    companies = {one["name"] for one in found["annex"]["sub_processors"]}
    assert "Cloudberry Hosting Oy" in companies and "Juniper Backups Inc." not in companies
    assert [one["name"] for one in found["annex"]["planned"]] == ["Future Compute AB"]
    assert found["annex"]["sha256"] == digest_of(found["annex"])
    assert bytes(copy.pdf).startswith(b"%PDF-")
    assert hashlib.sha256(bytes(copy.pdf)).hexdigest() == copy.pdf_sha256
    assert AuditEntry.objects.filter(action="copies.create", subject=copy.public_id).count() == 1


def test_it_is_told_by_mail_with_nothing_personal_in_the_link(cast: Cast, signatory: RoleHolder) -> None:
    accept(cast)
    message = Message.objects.get(kind="copy")
    assert message.to == cast.people["main-user"].email
    (link,) = (word for word in message.text.split() if word.startswith("http"))
    assert link.endswith(f"/portal/{cast.alder.public_id}/agreements/")
    assert "Maija" not in message.text and "Alder" not in message.text


def test_it_stays_as_it_was_whatever_changes_afterwards(cast: Cast, signatory: RoleHolder) -> None:
    accept(cast)
    copy = SignedCopy.objects.get()
    published(cast.kite, without(LIST, "cloudberry"), on=here.today())
    assert accept(cast, name="Somebody Else") == 302
    assert SignedCopy.objects.get().sha256 == copy.sha256 and Acceptance.objects.get().by == SIGNED["name"]
    for column in ("sha256", "evidence"):
        with pytest.raises(DatabaseError, match="signed copies stay"), transaction.atomic():
            SignedCopy.objects.filter(pk=copy.pk).update(**{column: "x"})
    with pytest.raises(DatabaseError, match="texts of agreements stay"), transaction.atomic():
        AgreementText.objects.update(text="Another text.")


def test_both_sides_download_the_bytes_that_were_kept_and_nobody_else(
    cast: Cast, signatory: RoleHolder
) -> None:
    accept(cast)
    copy = SignedCopy.objects.get()
    ours, theirs = (
        f"{root(cast)}copies/{copy.public_id}/download/",
        f"/staff/kite/customers/{cast.alder.public_id}/copies/{copy.public_id}/download/",
    )
    for who, path in (("main-user", ours), ("reader", theirs)):
        person = client(cast, who)
        data = person.post(path, {"form": "json"}).content
        assert digest_of(json.loads(data)) == copy.sha256
        assert hashlib.sha256(person.post(path, {"form": "pdf"}).content).hexdigest() == copy.pdf_sha256
        assert person.post(path, {"form": "exe"}).status_code == 400
        assert person.get(path).status_code == 405
    assert f"copies/{copy.public_id}/download/" in client(cast).get(root(cast)).content.decode()
    for who in ("technical-partner", "billing", "main user of birch", "owner of heron"):
        assert client(cast, who).post(ours, {"form": "json"}).status_code == 404
        assert client(cast, who).post(theirs, {"form": "json"}).status_code == 404
    assert AuditEntry.objects.filter(action="copies.export").count() == 4


def test_without_a_signatory_the_acceptance_holds_and_the_copy_is_work(cast: Cast) -> None:
    assert accept(cast) == 302
    assert not SignedCopy.objects.exists() and Acceptance.objects.count() == 1
    assert acceptances_without_copy(cast.kite).count() == 1
    officer = client(cast, "privacy-officer")
    page = officer.get("/staff/kite/agreements/copies/").content.decode()
    assert "Alder Bakery" in page and "Nobody is named who signs" in page
    officer.post("/staff/kite/agreements/copies/make/")
    assert not SignedCopy.objects.exists()
    RoleHolder.objects.create(processor=cast.kite, role="signatory", name="Aino", first=date(2025, 1, 1))
    published(cast.kite, without(LIST, "cloudberry"), on=date(2099, 1, 1))
    officer.post("/staff/kite/agreements/copies/make/")
    found = json.loads(SignedCopy.objects.get().evidence)
    assert "Cloudberry Hosting Oy" in {one["name"] for one in found["annex"]["sub_processors"]}
    assert acceptances_without_copy(cast.kite).count() == 0


def test_who_signs_says_name_and_position_and_that_they_may(cast: Cast, signatory: RoleHolder) -> None:
    for lacking in ("name", "capacity", "may_sign"):
        assert accept(cast, **{lacking: ""}) == 422
    assert not Acceptance.objects.exists()
    version = AgreementVersion.objects.get()
    answer = client(cast, "privacy-contact").post(f"{root(cast)}{version.public_id}/accept/", SIGNED)
    assert answer.status_code == 404


def test_each_text_has_a_lasting_address_whose_bytes_have_the_hash(cast: Cast) -> None:
    version = AgreementVersion.objects.get()
    for one in version.texts.all():
        answer = client(cast).get(f"{root(cast)}{version.public_id}/texts/{one.language}/")
        assert hashlib.sha256(answer.content).hexdigest() == one.sha256
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        page = client(cast).get(f"{root(cast)}{version.public_id}/?language={one.language}").content.decode()
        assert one.sha256 in page and f'lang="{one.language}"' in page
    assert client(cast).get(f"{root(cast)}{version.public_id}/texts/en/").status_code == 404
    other = client(cast, "main user of birch")
    assert other.get(f"{root(cast)}{version.public_id}/texts/fi/").status_code == 404
