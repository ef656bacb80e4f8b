"""The foundation holds: pages answer, personal data are encrypted, the audit trail cannot be changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE, audited
from ketju.web.base.encryption.keys import KeyMissing, blind_index, opened, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def kite() -> Processor:
    return Processor.objects.create(slug="kite", name="Kite Hosting Oy")


@pytest.mark.parametrize(("language", "words"), [("en", "Sign in"), ("fi", "Kirjaudu"), ("sv", "Logga in")])
def test_the_first_page_speaks_the_readers_language(client: Client, language: str, words: str) -> None:
    answer = client.get("/", headers={"accept-language": language})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert f'lang="{language}"' in answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_it_says_that_it_lives_and_is_ready(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"ready": True}


def test_a_name_is_not_readable_in_the_database(kite: Processor) -> None:
    customer = Customer.objects.create(processor=kite, name="Möller & Söhne")
    assert Customer.objects.get(pk=customer.pk).name == "Möller & Söhne"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM parties_customer WHERE id = %s", [customer.pk])
        stored = bytes(cursor.fetchone()[0])
    assert "ller" not in stored.decode("latin-1")


def test_a_value_cannot_be_moved_to_another_column() -> None:
    box = sealed(b"k" * 32, b"secret", b"a.b")
    assert opened(b"k" * 32, box, b"a.b") == b"secret"
    with pytest.raises(KeyMissing):
        opened(b"k" * 32, box, b"a.c")
    with pytest.raises(KeyMissing):
        opened(b"l" * 32, box, b"a.b")


def test_equal_texts_have_equal_indexes_for_one_use() -> None:
    assert blind_index("Möller  & Söhne", "name") == blind_index("möller & söhne", "name")
    assert blind_index("a", "name") != blind_index("a", "mail") != blind_index("b", "mail")


@pytest.mark.parametrize("verb", ["UPDATE audit_auditentry SET action = 'x'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_the_audit_trail(kite: Processor, verb: str) -> None:
    audited(MACHINE, "customers.read", "customer", at=datetime(2026, 1, 1, tzinfo=UTC), processor=kite)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    entry = AuditEntry.objects.get()
    for attempt in (entry.save, entry.delete):
        with pytest.raises(TypeError):
            attempt()
