"""Addresses for signing in are encrypted in both tables, and are found whole whatever their letters."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, override_settings

from ketju.web.base.accounts.models import User
from ketju.web.base.encryption.addresses import HEAD, LENGTH, opened_address, sealed_address
from ketju.web.base.encryption.keys import KeyMissing

MINE = "Aino.Lehto@Example.COM"
LONG = "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".example"
OTHER = b"q" * 32


def stored() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for table in ("accounts_user", "account_emailaddress"):
            cursor.execute(f"SELECT email FROM {table}")
            found += [one for (one,) in cursor.fetchall()]
    return found


@pytest.mark.django_db
def test_the_database_holds_no_readable_address() -> None:
    User.objects.create_user(MINE, "long enough for tests")
    texts = stored()
    assert len(texts) == 2 and len(set(texts)) == 1
    assert texts[0].startswith(HEAD) and "aino" not in texts[0] and "@" not in texts[0]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [MINE, MINE.lower(), MINE.upper()])
def test_an_address_is_found_whatever_its_letters(typed: str) -> None:
    user = User.objects.create_user(MINE)
    User.objects.create_user("other@example.com")
    for found in (
        User.objects.get(email=typed),
        User.objects.get(email__iexact=typed),
        User.objects.get(email__in=[typed, "nobody@example.com"]),
        EmailAddress.objects.get(email__iexact=typed).user,
        EmailAddress.objects.get(email__in=User.objects.filter(email=typed).values("email")).user,
    ):
        assert found == user and found.email == MINE.lower()


@pytest.mark.django_db
def test_an_address_is_there_once_and_as_long_as_addresses_may_be() -> None:
    User.objects.create_user(LONG)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(LONG.upper())


def test_the_longest_address_fits() -> None:
    assert len(sealed_address("a" * 254)) <= LENGTH


@pytest.mark.parametrize("way", ["contains", "startswith", "endswith", "regex", "gt"])
def test_nothing_looks_into_an_address(way: str) -> None:
    with pytest.raises(TypeError):
        User.objects.filter(**{f"email__{way}": "aino"})


def test_what_is_sealed_opens_with_any_key_that_is_still_there(settings: object) -> None:
    old = settings.ENCRYPTION_KEYS  # type: ignore[attr-defined]
    text = sealed_address(MINE)
    assert sealed_address(text) == text and sealed_address("") == ""
    with override_settings(ENCRYPTION_KEYS=[OTHER, *old]):
        assert sealed_address(MINE) == text
        assert opened_address(text) == MINE.lower()
    with override_settings(ENCRYPTION_KEYS=[OTHER]), pytest.raises(KeyMissing):
        opened_address(text)


@pytest.mark.django_db
def test_what_is_encrypted_is_no_name_for_signing_in() -> None:
    """Whoever reads the database cannot type what stands in it."""
    User.objects.create_user(MINE, "long enough for tests")
    client = Client()
    given = {"login": stored()[0], "password": "long enough for tests"}
    client.post("/account/login/", given)
    assert "_auth_user_id" not in client.session
    client.post("/account/login/", {**given, "login": MINE})
    assert "_auth_user_id" in client.session


@pytest.mark.django_db(transaction=True)
def test_addresses_that_are_there_are_encrypted_and_back() -> None:
    before, after = [("accounts", "0002_language_of_nobodys_choice")], MigrationExecutor(connection)
    newest = after.loader.graph.leaf_nodes()
    user = User.objects.create_user(MINE)
    MigrationExecutor(connection).migrate(before)
    assert stored() == [MINE.lower()] * 2
    MigrationExecutor(connection).migrate(newest)
    assert all(one.startswith(HEAD) for one in stored())
    assert User.objects.get(email=MINE) == user
