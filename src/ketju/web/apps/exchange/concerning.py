"""Imports that name a customer or a contact: files that were checked, and lists of who was missing from them."""

from __future__ import annotations

import json

from django.db.models import QuerySet

from ketju.web.apps.exchange.models import Import
from ketju.web.base.subjects.concerning import Concern, Subject


def _imports(subject: Subject) -> QuerySet[Import] | None:
    if subject.processor is None:
        return None
    told = {json.dumps(one, ensure_ascii=False).casefold() for one in _called(subject)}
    rows = Import.objects.filter(processor=subject.processor)
    named = [one.pk for one in rows.iterator(50) if _names(one, told)]
    return Import.objects.filter(pk__in=named)


def _called(subject: Subject) -> set[str]:
    return {one for one in (subject.external, *subject.addresses, *subject.names) if one}


def _names(one: Import, told: set[str]) -> bool:
    """Whether a cell, or the name of the file, is one of what the subject is called."""
    missing = json.dumps(one.missing, ensure_ascii=False)
    text = f"{one.rows}\0{one.problems}\0{missing}".casefold()
    name = one.name.casefold()
    return any(each in text or each.strip('"') in name for each in told)


CONCERNS = (Concern("exchange_import", _imports),)
