"""The bar at the top: what is found by whom, that it is noted, and that it costs little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.parties.models import Contact
from ketju.web.apps.parties.searching import index_contact, index_customer
from ketju.web.apps.services.models import Product, Service
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.encryption.keys import blind_index, forget_keys
from ketju.web.base.outbox.writes import enqueue_message
from tests.web import here
from tests.web.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
PAGE = "/staff/kite/search/"


@pytest.fixture
def cast() -> Iterator[Cast]:
    forget_keys()
    cast = make_cast()
    for one in (cast.alder, cast.birch, cast.stranger):
        index_customer(one, is_new=True)
    contact = Contact.objects.create(
        processor=cast.kite, customer=cast.alder, first_name="Ville", last_name="Möttönen",
        email="ville@alder.example.com", email_index=blind_index("ville@alder.example.com", "email"),
    )  # fmt: skip
    index_contact(contact)
    product = Product.objects.create(processor=cast.kite, slug="web-hosting", names={"en": "Web hosting"})
    Service.objects.create(
        processor=cast.kite,
        customer=cast.alder,
        product=product,
        external_id="S-77",
        label="shop.example.com",
    )
    AgreementVersion.objects.create(
        processor=cast.kite, slug="dpa", version="7", name="Data agreement", valid_from=here.today()
    )
    enqueue_message(
        by=MACHINE, at=timezone.now(), processor=cast.kite, key="k", kind="notice", to="ville@alder.example.com",
        subject="A notice of change", text="…", language="en", customer=cast.alder.public_id,
    )  # fmt: skip
    yield cast


def asked(cast: Cast, who: str, text: str, **headers: str) -> str:
    client = Client(headers={"accept-language": "en", **headers})
    client.force_login(cast.people[who])
    answer = client.post(PAGE, {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alder", "Alder Bakery"),
        ("ALD bak", "Alder Bakery"),
        ("mottonen", "Ville Möttönen"),
        ("ville@alder.example.com", "Ville Möttönen"),
        ("S-77", "Web hosting, shop.example.com"),
        ("hosting", "Web hosting"),
        ("data agree", "Data agreement 7"),
        ("case handler", "Case Handler"),
        ("Ville@Alder.example.com", "A notice of change"),
        ("alder", "A notice of change"),
    ],
)
def test_an_owner_finds_things_of_every_kind(cast: Cast, text: str, found: str) -> None:
    assert found in asked(cast, "owner", text)


def test_what_another_processor_has_is_not_found(cast: Cast) -> None:
    page = asked(cast, "owner", "cedar")
    assert "Cedar Cycles" not in page and "Nothing was found" in page


def test_a_role_finds_only_what_it_may_see(cast: Cast) -> None:
    support = asked(cast, "support", "alder")
    assert "Alder Bakery" in support and "A notice of change" not in support
    assert "Data agreement 7" not in asked(cast, "support", "data agree")
    assert "Reader" not in asked(cast, "support", "reader@example.com").partition("<main")[2]
    assert "A notice of change" in asked(cast, "case-handler", "alder")


def test_it_is_noted_as_a_reading_with_the_number_of_what_was_named(cast: Cast) -> None:
    asked(cast, "owner", "alder")
    entry = AuditEntry.objects.get(action="search.read")
    assert (entry.actor, entry.kind, entry.count) == (cast.people["owner"], "customer", 2)
    asked(cast, "owner", "hosting")
    assert AuditEntry.objects.filter(action="search.read").count() == 1, "products name nobody"


def test_what_was_asked_is_in_no_address_and_not_in_the_trail(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["owner"])
    assert "Alder Bakery" not in client.get(PAGE, {"q": "alder"}).content.decode()
    asked(cast, "owner", "alder")
    entry = AuditEntry.objects.get(action="search.read")
    assert "alder" not in f"{entry.reason} {entry.fields} {entry.subject}".lower()


def test_while_one_types_only_the_list_is_sent(cast: Cast) -> None:
    part = asked(cast, "owner", "alder", **{"HX-Request": "true"})
    assert "<html" not in part and "Alder Bakery" in part
    assert asked(cast, "owner", "a", **{"HX-Request": "true"}).strip() == ""


def test_customers_people_have_no_bar_and_no_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["main-user"])
    assert client.post(PAGE, {"q": "alder"}).status_code == 404
    assert 'id="find"' not in client.get(f"/portal/{cast.alder.public_id}/").content.decode()


@pytest.mark.parametrize("text", ["alder", "alder ville", "ville@alder.example.com", "S-77", "hosting"])
def test_it_asks_the_database_little(cast: Cast, text: str) -> None:
    client = Client()
    client.force_login(cast.people["owner"])
    client.post(PAGE, {"q": text})
    with CaptureQueriesContext(connection) as queries:
        client.post(PAGE, {"q": text})
    counted = [one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(counted) <= 12, [one["sql"][:120] for one in counted]


@pytest.mark.parametrize("text", ["\x00", "%' OR 1=1 --", "a" * 5000, "@", "  ", "\u202e\u0000äö"])
def test_odd_texts_find_nothing_and_break_nothing(cast: Cast, text: str) -> None:
    assert "<h1" in asked(cast, "owner", text)
