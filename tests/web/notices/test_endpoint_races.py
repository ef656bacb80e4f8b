"""Two people who set the address of one customer's program in the same moment, on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from ketju.web.apps.notices.endpoints import renew_secret, set_endpoint
from ketju.web.apps.notices.models import Endpoint
from ketju.web.base.audit.writing import Actor
from tests.web.cast import make_cast
from tests.web.people.test_races import raced

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_later_address_ends_the_earlier_one() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    alder = make_cast().alder
    given = {"by": Actor(), "at": timezone.now(), "customer": alder}
    urls = ("https://one.example.com/in", "https://two.example.com/in")
    made = raced(
        alder,
        *(lambda url=url: set_endpoint(**given, url=url) for url in urls),
        lambda: renew_secret(**given),
    )
    assert not [one for one in made if isinstance(one, Exception)]
    assert Endpoint.objects.filter(customer=alder, ended_at=None).count() == 1
