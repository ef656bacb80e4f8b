"""Every column of every table is declared, of libraries as well: what is personal in it, or why nothing is."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from ketju.web.apps.retention.clearing import model_of
from ketju.web.apps.retention.declaration import CLASSES, declaration
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.subjects.concerning import concerns

HOLDS = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField, models.FileField,
)  # fmt: skip
"""Kinds of columns that can hold personal data; e-mail and slugs are CharField, encrypted texts BinaryField."""


def tables() -> dict[str, type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return {one._meta.db_table: one for one in found if one._meta.managed and not one._meta.proxy}


def test_every_table_and_column_has_a_line_and_no_line_is_left_over() -> None:
    declared = {
        name: one.plain | one.unpersonal | {column.name for column in one.personal}
        for name, one in declaration().tables.items()
    }
    there = {name: {field.name for field in one._meta.concrete_fields} for name, one in tables().items()}
    assert declared == there


def test_what_can_hold_personal_data_is_personal_or_says_why_it_holds_none() -> None:
    for name, model in tables().items():
        table = declaration().tables[name]
        for field in model._meta.concrete_fields:
            if isinstance(field, HOLDS):
                assert field.name not in table.plain, (name, field.name)
            if isinstance(field, EncryptedText | models.GenericIPAddressField | models.EmailField):
                assert field.name not in table.unpersonal, (name, field.name)


def test_a_column_has_one_line() -> None:
    for name, table in declaration().tables.items():
        personal = [one.name for one in table.personal]
        lines = [*personal, *table.plain, *(one for names in table.none.values() for one in names)]
        assert len(lines) == len(set(lines)), name


def test_every_reason_is_told() -> None:
    used = {reason for table in declaration().tables.values() for reason in table.none}
    assert used == set(declaration().reasons)


def test_every_personal_column_has_purpose_basis_and_retention() -> None:
    known = declaration().purposes
    assert set(known.values()) <= {"contract", "legal", "interests", "consent"}
    for table in declaration().tables.values():
        assert table.goes in ("", *CLASSES), table
        for column in table.personal:
            assert column.purposes and set(column.purposes) <= set(known), column
            assert column.necessary and column.kept in CLASSES, column


def test_erasure_reaches_every_table_with_a_personal_column_that_does_not_stay() -> None:
    reached = {one.table for one in concerns()}
    going = {
        name
        for name, one in declaration().tables.items()
        if any(each.kept != "trail" for each in one.personal)
    }
    assert going <= reached
    for table in reached:
        assert model_of(table)


@pytest.mark.django_db
def test_what_is_said_to_stay_empty_is_not_filled_by_the_program() -> None:
    unused = [name for name, one in declaration().tables.items() if "unused" in one.none]
    assert set(unused) == {"auth_group", "socialaccount_socialapp", "socialaccount_socialtoken"}
    assert all(not model_of(name)._default_manager.exists() for name in unused)
