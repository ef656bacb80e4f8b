"""The life of a key: a new one is put in front, takes over, and the old one can go."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import override_settings

from ketju.web.base.accounts.models import User
from ketju.web.base.encryption.keys import KeyMissing, fingerprint, forget_keys
from ketju.web.base.encryption.models import DataKey
from ketju.web.base.encryption.rotating import take_over
from tests.web.cast import person

pytestmark = pytest.mark.django_db
OLD, NEW, INDEX = (bytes([number]) * 32 for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def fresh() -> object:
    DataKey.objects.all().delete()
    forget_keys()
    yield
    forget_keys()


def number_of(user: User) -> int:
    """The data key that a name was written with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM accounts_user WHERE id = %s", [user.pk])
        return int.from_bytes(bytes(cursor.fetchone()[0])[1:5], "big")


def test_a_new_key_in_front_takes_over_and_the_old_one_can_go() -> None:
    with override_settings(ENCRYPTION_KEYS=[OLD, INDEX]):
        before = person("before")
        assert take_over() == 0
    with override_settings(ENCRYPTION_KEYS=[NEW, OLD, INDEX]):
        assert take_over() == 1
        assert take_over() == 0
        after = person("after")
    assert number_of(before) != number_of(after)
    forget_keys()
    with override_settings(ENCRYPTION_KEYS=[NEW, INDEX]):
        assert {one.name for one in User.objects.all()} == {"Before", "After"}
    assert {one.wrapped_by for one in DataKey.objects.all()} == {fingerprint(NEW)}


def test_the_old_key_alone_reads_nothing_any_more() -> None:
    with override_settings(ENCRYPTION_KEYS=[OLD, INDEX]):
        person("before")
    with override_settings(ENCRYPTION_KEYS=[NEW, OLD, INDEX]):
        take_over()
    with override_settings(ENCRYPTION_KEYS=[OLD, INDEX]), pytest.raises(KeyMissing):
        assert not User.objects.get().name


def test_nothing_is_changed_where_a_key_is_missing() -> None:
    with override_settings(ENCRYPTION_KEYS=[OLD, INDEX]):
        person("before")
    with override_settings(ENCRYPTION_KEYS=[NEW, INDEX]), pytest.raises(KeyMissing):
        take_over()
    forget_keys()
    with override_settings(ENCRYPTION_KEYS=[OLD, INDEX]):
        assert User.objects.get().name == "Before"
