"""The facts of a register beside its entries, as plain data."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from ketju.core.model.date import PartialDate
from ketju.core.model.register import (
    Group,
    GroupReference,
    Option,
    Region,
    Register,
    Service,
    Site,
    Words,
)


def register_facts(register: Register) -> dict[str, Any]:
    """Who publishes the list, which version it is, what it says of changes, what it is divided into."""
    return {
        "publisher": register.publisher or None,
        "title": words_data(register.title),
        "languages": list(register.languages),
        "parent": asdict(register.parent) if register.parent else None,
        "source_revision": register.source_revision or None,
        "version": register.version or None,
        "version_on": str(register.version_on) if register.version_on else None,
        "tlp": register.tlp or None,
        "notice": _terms(register.notice),
        "objection": _terms(register.objection),
        "regions": [_region(region) for region in register.regions],
        "services": [_service(service) for service in register.services],
        "groups": [_group(group) for group in register.groups],
        "options": [_option(option) for option in register.options],
        "sites": [_site(site) for site in register.sites],
    }


def words_data(words: Words) -> dict[str, str] | None:
    """Texts by language, null when there is none."""
    return dict(words.texts) or None


def days_of(register: Register, on: date) -> tuple[date, date]:
    """The first and last day of the date of the list; ``on`` twice when it has none."""
    when = register.version_on
    return (first_day(when), last_day(when)) if when else (on, on)


def first_day(when: PartialDate) -> date:
    """The first day of a year, a month or a day."""
    return date(when.year, when.month or 1, when.day or 1)


def last_day(when: PartialDate) -> date:
    """The last day of a year, a month or a day."""
    if when.day:
        return date(when.year, when.month, when.day)
    if when.month in (0, 12):
        return date(when.year, 12, 31)
    return date(when.year, when.month + 1, 1) - timedelta(days=1)


def _terms(terms: Any) -> dict[str, Any] | None:
    """Terms of notice or objection without what they do not say."""
    if terms is None:
        return None
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(terms).items()
        if value
    }


def _region(region: Region) -> dict[str, Any]:
    return {"id": region.id, "name": words_data(region.name), "places": list(region.places)}


def _service(service: Service) -> dict[str, Any]:
    return {
        "id": service.id,
        "name": words_data(service.name),
        "regions": list(service.regions),
        "groups": [_reference(reference) for reference in service.groups],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": words_data(group.name),
        "regions": list(group.regions),
        "all_services": group.all_services,
        "groups": [_reference(reference) for reference in group.groups],
    }


def _reference(reference: GroupReference) -> dict[str, Any]:
    return {"group": reference.group, "regions": list(reference.regions)}


def _option(option: Option) -> dict[str, Any]:
    return {"id": option.id, "name": words_data(option.name), "kind": option.kind}


def _site(site: Site) -> dict[str, Any]:
    return {"id": site.id, "country": site.country or None, "printed": site.printed or None}
