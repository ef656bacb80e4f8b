"""Make the world of a plan in the database: processors, lists, agreements, customers with services and people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from ketju.core.model.register import (
    Condition,
    DataCategory,
    Entry,
    Group,
    GroupReference,
    Option,
    Place,
    Region,
    Scope,
)
from ketju.core.model.register import Contact as Person
from ketju.core.model.register import Register as Content
from ketju.core.model.register import Service as Sold
from ketju.web.apps.agreements.models import Acceptance, AgreementVersion, Deviation
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.registers.models import Draft, Version
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.registers.writes.editing import remove_record
from ketju.web.apps.services.models import EntryValue, Product, Service
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from ketju.web.base.encryption.keys import blind_index
from tests.web.cases.desk import HEAD, Desk
from tests.web.registers.lists import entry, published, said

SIGNED = datetime(2025, 1, 7, 9, tzinfo=UTC)
_NAMES = {
    "mode": "authorisation.mode", "notice": "notice.length", "window": "objection.window",
    "notice_from": "notice.start", "window_from": "objection.start", "regime": "periods.regime",
    "calendar": "periods.calendar", "zone": "periods.zone", "changes": "notice.changes", "channels": "notice.channel",
    "bounce": "delivery.bounce", "letter": "delivery.letter", "resent": "notice.resent",
}  # fmt: skip
_LENGTHS = ("notice", "window", "bounce", "letter")


def terms_text(name: str, terms: dict[str, Any]) -> str:
    """An agreement as the file that people write."""
    lines = []
    for key, value in terms.items():
        if key in _LENGTHS:
            value = f"{value[1]} {value[0].replace('-', ' ')}"
        elif isinstance(value, list):
            value = f"[{', '.join(value)}]"
        lines.append(f"  {_NAMES[key]}: {{value: {value}}}\n")
    return HEAD.format(slug=name) + "".join(lines)


def entry_of(key: str, shape: dict[str, Any]) -> Entry:
    """An entry of a list, with everything that its gates ask of it."""
    condition = None
    if "option" in shape:
        condition = Condition(said("Only where it is ordered"), "option", shape["option"])
    elif shape.get("when_used"):
        condition = Condition(said("Only when a ticket is escalated"), "use")
    return entry(
        key, shape["name"], shape["place"], access="metadata", condition=condition,
        applies_to=Scope(
            services=tuple(shape.get("services", ())), regions=tuple(shape.get("regions", ())),
            groups=tuple(shape.get("groups", ())),
        ),
        varies_by_customer=bool(shape.get("varies")), since=None, address="Main street 1",
        replaces=shape.get("replaces", ""),
        contact=Person("Léa Pin", "DPO", "lea@example.com"),
    )  # fmt: skip


def content_of(listed: dict[str, Any], name: str) -> Content:
    """A list as it is published before any change."""
    return Content(
        publisher=name, title=said("Sub-processors"), languages=("en", "fi", "sv"), tlp="TLP:CLEAR",
        regions=tuple(Region(one, said(one.upper()), tuple(places)) for one, places in listed["regions"].items()),
        options=(Option("dedicated-mta", said("Dedicated MTA")),),
        groups=tuple(
            Group(one, said(one.title()), all_services=bool(data.get("all")),
                  groups=tuple(GroupReference(other) for other in data.get("groups", ())))
            for one, data in listed["groups"].items()
        ),
        services=tuple(
            Sold(one, said(one.title()), groups=tuple(GroupReference(other) for other in groups))
            for one, groups in listed["services"].items()
        ),
        entries=tuple(entry_of(one, shape) for one, shape in listed["entries"].items()),
    )  # fmt: skip


def desk_in(processor: dict[str, Any], plan: dict[str, Any]) -> tuple[Desk, dict[str, Version]]:
    """Staff of a processor, with its agreements, and its lists by their short names."""
    slug = processor["slug"]
    made = Processor.objects.create(**processor)
    names = next(iter(plan["lists"].values()))["services"]
    for product in names:
        Product.objects.create(processor=made, slug=product, names={"en": product.title()})
    people = []
    for name, role in (("aino", "case-handler"), ("olli", "privacy-officer")):
        user = User.objects.create_user(
            f"{name}@{slug}.example.com", "correct horse battery", name=name.title()
        )
        Membership.objects.create(user=user, processor=made, role=role, first=date(2024, 1, 1))
        people.append(Actor(user=user, role=role))
    lists = {
        one: published(made, content_of(listed, made.name), slug=one) for one, listed in plan["lists"].items()
    }
    desk = Desk(made, people[0], people[1], lists["main"])
    for name, terms in plan["agreements"].items():
        desk.agreements[name] = AgreementVersion.objects.create(
            processor=made, slug=name, version="1", name=f"DPA {name}", terms=terms_text(name, terms),
            valid_from=date(2024, 1, 1),
        )  # fmt: skip
    return desk, lists


def settle(desk: Desk, customers: Iterable[dict[str, Any]], at: datetime = SIGNED) -> None:
    """Make customers of a processor, with their services and people, who accepted an agreement at an instant."""
    given = list(customers)
    made = Customer.objects.bulk_create(
        Customer(
            processor=desk.kite, name=f"Wren {one['id']} Oy", external_id=one["id"], language=one["language"],
            postal_address=f"Street {one['id']}, Oulu", ended_on=one.get("ended_on"),
        )
        for one in given
    )  # fmt: skip
    by_name = {one.external_id: one for one in made}
    Acceptance.objects.bulk_create(
        Acceptance(
            processor=desk.kite,
            customer=by_name[one["id"]],
            agreement=desk.agreements[one["agreement"]],
            accepted_at=at,
        )
        for one in given
    )
    _use(desk, [(by_name[one["id"]], each) for one in given for each in one["services"]])
    for one in given:
        for name in one.get("excepted", ()):
            EntryValue.objects.create(
                customer=by_name[one["id"]], entry=name, field="applies", value="no", since="2025-01-01"
            )
    Deviation.objects.bulk_create(
        Deviation(
            processor=desk.kite, customer=by_name[one["id"]], parameter="notice.recipients", value=one["recipients"],
            first=SIGNED.date(), recorded_at=at,
        )
        for one in given if "recipients" in one
    )  # fmt: skip
    _people(desk, given, by_name)


def use(desk: Desk, whose: Customer, services: Iterable[dict[str, Any]]) -> None:
    """Services that a customer uses."""
    _use(desk, [(whose, one) for one in services])


def _use(desk: Desk, services: Iterable[tuple[Customer, dict[str, Any]]]) -> None:
    products = {one.slug: one for one in Product.objects.filter(processor=desk.kite)}
    Service.objects.bulk_create(
        Service(
            processor=desk.kite, customer=whose, product=products[one["product"]], country=one["country"],
            options=one.get("options", []), ended_on=one.get("ended_on"),
        )
        for whose, one in services
    )  # fmt: skip


def _people(desk: Desk, given: list[dict[str, Any]], by_name: dict[str, Customer]) -> None:
    held = [(by_name[one["id"]], person) for one in given for person in one["contacts"]]
    users = User.objects.bulk_create(
        User(email=f"u-{person['id']}@example.org", name=person["id"]) for _, person in held if person["user"]
    )
    by_user = {one.name: one for one in users}
    made = Contact.objects.bulk_create(
        Contact(
            processor=desk.kite, customer=whose, external_id=person["id"], email=person["email"],
            email_index=blind_index(person["email"], "email") if person["email"] else b"",
            is_main_user=person["main"], role="privacy" if person["privacy"] else "", language=person["language"],
            user=by_user.get(person["id"]), ended_on=person.get("ended_on"),
            away_until=person.get("away_until"),
        )
        for whose, person in held
    )  # fmt: skip
    names = {one.external_id: one for one in made}
    for _, person in held:
        if person.get("deputy") in names:
            Contact.objects.filter(pk=names[person["id"]].pk).update(deputy=names[person["deputy"]])


def draft_of(case: dict[str, Any], plan: dict[str, Any], version: Version, desk: Desk, at: datetime) -> Draft:
    """A draft of a list with the changes of a case."""
    made = begin_draft(by=desk.owner, at=at, register=version.register)
    for one in case["changes"]:
        key, shape = one["entry"], one["shape"]
        gone = key if one["sort"] == "removal" else shape.get("replaces")
        if gone:
            opened = json.loads(made.records.get(kind="entries", slug=gone).data)
            remove_record(by=desk.owner, at=at, draft=made, kind="entries", slug=gone, opened=opened)
        if one["sort"] != "removal":
            desk.put(made, _changed(entry_of(key, shape), one))
    made.refresh_from_db()
    return made


def _changed(found: Entry, change: dict[str, Any]) -> Entry:
    """An entry with what a change adds to it."""
    if "more_place" in change:
        found = replace(found, places=(*found.places, Place(change["more_place"])))
    if change.get("more_data"):
        found = replace(found, data=(*found.data, DataCategory("phone numbers", ("PhoneNumber",))))
    return found
