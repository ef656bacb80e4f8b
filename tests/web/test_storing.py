"""What is saved with a statement made once is what the model itself would save."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.services.models import Product
from ketju.web.base.access.models import Processor
from ketju.web.base.storing import save_all_new, save_new

pytestmark = pytest.mark.django_db
OWN = {"id", "public_id", "created_at", "changed_at"}


@pytest.fixture
def kite(db: None) -> Processor:
    return Processor.objects.create(slug="kite", name="Kite Hosting Oy")


def stored(thing: models.Model) -> dict[str, Any]:
    """The row as it is read anew, without what every row has of its own."""
    found = type(thing)._default_manager.filter(pk=thing.pk).values().get()
    return {name: value for name, value in found.items() if name not in OWN}


def test_a_row_is_as_the_model_saves_it(kite: Processor) -> None:
    given: dict[str, Any] = {
        "processor": kite,
        "name": "Möller & Söhne %s",
        "name_index": b"\x00\xff'",
        "signed_up_on": date(2024, 2, 29),
        "cleared_at": datetime(2026, 11, 29, 12, 0, 0, 5, tzinfo=UTC),
        "pass_on_days": 3,
    }
    quick, plain = Customer(**given), Customer(**given)
    save_new(quick)
    plain.save()
    assert stored(quick) == stored(plain)
    assert quick.created_at is not None and quick.public_id != plain.public_id
    quick.name = "Möller"
    quick.save()
    assert Customer.objects.get(pk=quick.pk).name == "Möller"


def test_lists_and_truths_are_as_the_model_saves_them(kite: Processor) -> None:
    given: dict[str, Any] = {"processor": kite, "names": {"en": "Hosting"}, "countries": ["FI", "SE"]}
    quick, plain = Product(slug="a", **given), Product(slug="b", **given)
    save_new(quick)
    plain.save()
    assert stored(quick) | {"slug": "b"} == stored(plain)


def test_each_of_several_gets_its_own_number(kite: Processor) -> None:
    customer = Customer.objects.create(processor=kite, name="A")
    people = [Contact(processor=kite, customer=customer, first_name=f"P{number}") for number in range(5)]
    save_all_new(people)
    names = {one.pk: one.first_name for one in Contact.objects.all()}
    assert names == {one.pk: one.first_name for one in people}
    save_all_new([])


def test_what_the_database_refuses_is_told_as_ever(kite: Processor) -> None:
    save_new(Customer(processor=kite, external_id="C-1"))
    with pytest.raises(IntegrityError), transaction.atomic():
        save_new(Customer(processor=kite, external_id="C-1"))
    assert Customer.objects.count() == 1
