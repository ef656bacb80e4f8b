"""Endpoints for customers, contacts, services and search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from ketju.web.apps.parties.checking import Fault, Refused
from ketju.web.apps.parties.models import Contact
from ketju.web.apps.parties.reads import Filter, contact_of, contacts_of, customers_of
from ketju.web.apps.parties.searching import search
from ketju.web.apps.parties.writes import (
    add_contact,
    correct_contact,
    correct_customer,
    create_customer,
    end_contact,
    end_customer,
)
from ketju.web.apps.services.declaring import declare_data
from ketju.web.apps.services.models import Product, Server, Service
from ketju.web.apps.services.reads import service_of, services_of
from ketju.web.apps.services.writes import add_service, correct_service, end_service
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.api import shapes
from ketju.web.sites.api.doors import actor, token_of
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import customer_at
from ketju.web.sites.api.problems import NotFound

router = Router(tags=["customers"])
READ, WRITE = "customers.read", "customers.write"


def _noted(request: HttpRequest, kind: str, count: int, customer: str = "") -> None:
    if count:
        audited(
            actor(request), "customers.read", kind, at=timezone.now(), processor=token_of(request).processor,
            customer=customer, subject=customer, count=count,
        )  # fmt: skip


def _contact(request: HttpRequest, public_id: str) -> Contact:
    found = contact_of(token_of(request).processor, public_id)
    if found is None:
        raise NotFound
    return found


def _service(request: HttpRequest, public_id: str) -> Service:
    found = service_of(token_of(request).processor, public_id)
    if found is None:
        raise NotFound
    return found


@endpoint(router, "GET", "/customers", READ, shapes.CustomersOut)
def list_customers(request: HttpRequest, asked: Query[shapes.CustomersAsked]) -> Any:
    """Customers, in the order of their making."""
    processor = token_of(request).processor
    start = customer_at(request, asked.after).pk if asked.after else 0
    wanted = Filter(asked.state, asked.country, asked.role)
    found = customers_of(processor, wanted, day_at(processor), after=start, size=asked.size)
    _noted(request, "customer", len(found.customers))
    return {"items": found.customers, "next": found.customers[-1].public_id if found.next else None}


@endpoint(router, "POST", "/customers", WRITE, shapes.CustomerOut, 201)
def add_customer(request: HttpRequest, payload: shapes.CustomerIn) -> Any:
    """A new customer."""
    made = create_customer(
        by=actor(request), at=timezone.now(), processor=token_of(request).processor, given=payload.texts()
    )
    return Status(201, made)


@endpoint(router, "GET", "/customers/{customer_id}", READ, shapes.CustomerOut)
def get_customer(request: HttpRequest, customer_id: str) -> Any:
    """A customer."""
    found = customer_at(request, customer_id)
    _noted(request, "customer", 1, found.public_id)
    return found


@endpoint(router, "PATCH", "/customers/{customer_id}", WRITE, shapes.CustomerOut)
def change_customer(request: HttpRequest, customer_id: str, payload: shapes.CustomerIn) -> Any:
    """Correct a customer; what is not sent stays as it is."""
    found = customer_at(request, customer_id)
    correct_customer(by=actor(request), at=timezone.now(), customer=found, given=payload.texts())
    return found


@endpoint(router, "POST", "/customers/{customer_id}/end", WRITE, shapes.CustomerOut)
def leave(request: HttpRequest, customer_id: str, payload: shapes.EndIn) -> Any:
    """Note the day on which a customer left. Nothing is deleted."""
    found = customer_at(request, customer_id)
    end_customer(by=actor(request), at=timezone.now(), customer=found, on=payload.ended_on)
    return found


@endpoint(router, "GET", "/customers/{customer_id}/contacts", READ, shapes.ContactsOut)
def list_contacts(request: HttpRequest, customer_id: str) -> Any:
    """The contacts of a customer."""
    found = contacts_of(customer_at(request, customer_id))
    _noted(request, "contact", len(found), customer_id)
    return {"items": found}


@endpoint(router, "POST", "/customers/{customer_id}/contacts", WRITE, shapes.ContactOut, 201)
def new_contact(request: HttpRequest, customer_id: str, payload: shapes.ContactIn) -> Any:
    """A new contact of a customer."""
    customer = customer_at(request, customer_id)
    made = add_contact(by=actor(request), at=timezone.now(), customer=customer, given=payload.texts())
    return Status(201, made)


@endpoint(router, "PATCH", "/contacts/{contact_id}", WRITE, shapes.ContactOut)
def change_contact(request: HttpRequest, contact_id: str, payload: shapes.ContactIn) -> Any:
    """Correct a contact; what is not sent stays as it is."""
    found = _contact(request, contact_id)
    correct_contact(by=actor(request), at=timezone.now(), contact=found, given=payload.texts())
    return found


@endpoint(router, "POST", "/contacts/{contact_id}/end", WRITE, shapes.ContactOut)
def finish_contact(request: HttpRequest, contact_id: str, payload: shapes.EndIn) -> Any:
    """Note that somebody is no contact any longer."""
    found = _contact(request, contact_id)
    end_contact(by=actor(request), at=timezone.now(), contact=found, on=payload.ended_on)
    return found


@endpoint(router, "GET", "/customers/{customer_id}/services", READ, shapes.ServicesOut)
def list_services(request: HttpRequest, customer_id: str) -> Any:
    """The services of a customer."""
    found = services_of(customer_at(request, customer_id))
    _noted(request, "service", len(found), customer_id)
    return {"items": found}


@endpoint(router, "POST", "/customers/{customer_id}/services", WRITE, shapes.ServiceOut, 201)
def new_service(request: HttpRequest, customer_id: str, payload: shapes.NewServiceIn) -> Any:
    """A service that a customer ordered."""
    customer, given = customer_at(request, customer_id), payload.texts()
    product, server = given.pop("product").replace("\x00", ""), given.pop("server", "").replace("\x00", "")
    sold = Product.objects.filter(processor=customer.processor, slug=product).first()
    machine = Server.objects.filter(processor=customer.processor, code=server).first() if server else None
    if sold is None:
        raise Refused([Fault("product", "web.wrong.product", {"found": product[:60]})])
    if server and machine is None:
        raise Refused([Fault("server", "web.wrong.server", {"found": server[:60]})])
    made = add_service(
        by=actor(request), at=timezone.now(), customer=customer, product=sold, given=given, server=machine
    )
    return Status(201, made)


@endpoint(router, "PATCH", "/services/{service_id}", WRITE, shapes.ServiceOut)
def change_service(request: HttpRequest, service_id: str, payload: shapes.ServiceIn) -> Any:
    """Correct a service; another country needs the customer's consent."""
    found = _service(request, service_id)
    correct_service(by=actor(request), at=timezone.now(), service=found, given=payload.texts())
    return found


@endpoint(router, "POST", "/services/{service_id}/end", WRITE, shapes.ServiceOut)
def finish_service(request: HttpRequest, service_id: str, payload: shapes.EndIn) -> Any:
    """Note the last day of a service."""
    found = _service(request, service_id)
    end_service(by=actor(request), at=timezone.now(), service=found, on=payload.ended_on)
    return found


@endpoint(router, "PUT", "/services/{service_id}/declaration", WRITE, shapes.ServiceOut)
def declare(request: HttpRequest, service_id: str, payload: shapes.DeclarationIn) -> Any:
    """What data of whom the customer says are in a service."""
    found = _service(request, service_id)
    declare_data(
        by=actor(request),
        at=timezone.now(),
        service=found,
        categories=payload.data_categories,
        subjects=payload.data_subjects,
    )
    return found


@endpoint(router, "GET", "/search", READ, shapes.SearchOut)
def find(request: HttpRequest, asked: Query[shapes.SearchAsked]) -> Any:
    """Customers by words, a number, an id or an address."""
    found = search(token_of(request).processor, asked.q)
    _noted(request, "customer", len(found))
    return {"items": [{"customer": one.customer, "contact": one.contact} for one in found]}
