"""The bar at the top: customers, contacts, services, products, agreements, staff and messages by one text.

The text is sent in the body of a request, as names of people do not belong into addresses and logs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ketju.web.apps.agreements.reads import versions_of
from ketju.web.apps.parties.searching import Found, folded, search
from ketju.web.apps.people.finding import staff_named
from ketju.web.apps.services.models import Product
from ketju.web.apps.services.reads import products_of, services_named
from ketju.web.base.audit.writing import audited
from ketju.web.base.outbox.reads import messages_about
from ketju.web.base.pages.templatetags.words import named, words
from ketju.web.sites.staff.acting import actor, may, page, processor_of

SHORTEST = 2
"""Fewer letters are not looked for."""
LONGEST = 200
MOST = 20
"""So many of each kind stand on the page."""
FEW = 5
"""So many of each kind stand below the bar while one types."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: its name, where it is, and what tells it from others of its name."""

    title: str
    address: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, and the page with all of the kind."""

    key: str
    hits: tuple[Hit, ...]
    names_people: bool = True


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The page of results, or the list below the bar while one types."""
    asked = " ".join(request.POST.get("q", "").replace("\x00", " ").split())[:LONGEST]
    is_typing = request.headers.get("HX-Request") == "true"
    groups = _found(request, asked, FEW if is_typing else MOST) if len(asked) >= SHORTEST else ()
    count = sum(len(one.hits) for one in groups if one.names_people)
    if count:
        audited(
            actor(request), "search.read", "customer", at=timezone.now(), processor=processor_of(request),
            count=count,
        )  # fmt: skip
    context: dict[str, Any] = {"asked": asked, "groups": groups, "is_short": len(asked) < SHORTEST}
    if is_typing:
        return render(request, "staff/search_found.html", {**context, "is_below_the_bar": True})
    return page(request, "search.html", **context)


def _found(request: HttpRequest, asked: str, most: int) -> tuple[Group, ...]:
    """Every kind that the person may see and of which something was found."""
    groups: list[Group] = []
    found = search(processor_of(request), asked, most=most) if may(request, "customers.read") else ()
    groups.append(Group("web.search.customers", tuple(_customer(request, one) for one in found)))
    for action, key, look, names_people in _KINDS:
        if may(request, action):
            groups.append(Group(key, tuple(look(request, asked, found))[:most], names_people))
    return tuple(one for one in groups if one.hits)


def _address(request: HttpRequest, name: str, **parts: str) -> str:
    return reverse(name, kwargs={"processor": processor_of(request).slug, **parts})


def _customer(request: HttpRequest, one: Found) -> Hit:
    contact = one.contact
    about = one.customer.business_id
    if contact is not None:
        about = ", ".join(
            part for part in (f"{contact.first_name} {contact.last_name}".strip(), contact.email) if part
        )
    address = _address(request, "customer", customer=one.customer.public_id)
    return Hit(one.customer.name or one.customer.public_id, address, about)


def _services(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    """Services by their ids; a text with blanks is none."""
    for one in services_named(processor_of(request), asked) if " " not in asked and "@" not in asked else ():
        name = named(one.product.names) or one.product.slug
        title = f"{name}, {one.label}" if one.label else name
        yield Hit(title, _address(request, "customer", customer=one.customer.public_id), one.customer.name)


def _products(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    for one in products_of(processor_of(request)):
        if _fits(asked, one.slug, *one.names.values()):
            yield Hit(_product_name(one), f"{_address(request, 'products')}#product-{one.slug}", one.slug)


def _product_name(one: Product) -> str:
    return named(one.names) or one.slug


def _agreements(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    for one in versions_of(processor_of(request)):
        if _fits(asked, one.name, one.slug, f"{one.name} {one.version}"):
            yield Hit(f"{one.name} {one.version}", _address(request, "agreement", version=one.public_id))


def _staff(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    for one in staff_named(processor_of(request), asked, timezone.localdate()):
        role = words()(f"web.role.{one.role}")
        yield Hit(one.user.get_full_name(), _address(request, "people"), role)


def _messages(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    customers = [one.customer.public_id for one in found]
    for one in messages_about(processor_of(request), asked, customers):
        yield Hit(
            one.subject or one.public_id, _address(request, "outbox-message", message=one.public_id), one.to
        )


def _fits(asked: str, *texts: str) -> bool:
    """Whether some text has the words that are asked for in it."""
    wanted = folded(asked).split()
    return any(all(word in folded(text) for word in wanted) for text in texts)


_KINDS: Final[tuple[tuple[str, str, Callable[..., Iterator[Hit]], bool], ...]] = (
    ("customers.read", "web.search.services", _services, True),
    ("customers.read", "web.search.products", _products, False),
    ("agreements.read", "web.search.agreements", _agreements, False),
    ("people.read", "web.search.staff", _staff, True),
    ("outbox.read", "web.search.messages", _messages, True),
)
"""What one may do to see a kind, its heading, how it is looked for, and whether people are named in it."""
