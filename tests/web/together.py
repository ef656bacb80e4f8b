"""Rows that the tests of a file look at together: made once, since making them takes longer than looking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def rows_of_the_file(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of a module: what is written inside is there for each of its tests, and gone after the last one.

    Each test has a savepoint of its own (``django_db``), so none finds what another one wrote. Python's objects are
    shared: tests may not change them.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
