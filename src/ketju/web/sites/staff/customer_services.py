"""Services of a customer, what it says is in them, and products and servers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from ketju.core.problems import Problem
from ketju.web.apps.parties.checking import Fault, Refused
from ketju.web.apps.services.declaring import ask_for_data, declare_data, undeclared
from ketju.web.apps.services.models import Product, Service
from ketju.web.apps.services.reads import product_name, products_of, servers_of, service_of
from ketju.web.apps.services.writes import add_product, add_server, add_service, correct_service
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.customers import found, note_read, status_of
from ketju.web.sites.staff.forms import Choices, Form

FIELDS = (
    "label", "country", "backup_country", "tenancy", "options", "is_sensitive", "security_level", "started_on",
    "external_id",
)  # fmt: skip


def add(request: HttpRequest, customer: str) -> HttpResponse:
    """A form for a service that a customer ordered."""
    one, processor = found(request, customer), processor_of(request)
    products = {each.slug: each for each in products_of(processor)}
    servers = {each.code: each for each in servers_of(processor)}
    language = translation.get_language() or "en"
    choices: dict[str, Choices] = {
        "product": [(slug, product_name(each, language)) for slug, each in products.items()],
        "server": [("", "–"), *((code, code) for code in servers)],
    }
    form = Form(("product", *FIELDS, "server"), Service(), needed=("product",), choices=choices)
    if request.method == "POST":
        given = form.given(request.POST)
        product, server = products.get(given.pop("product")), servers.get(given.pop("server"))
        try:
            if product is None:
                raise Refused([Fault("product", "web.wrong.missing")])
            add_service(
                by=actor(request),
                at=timezone.now(),
                customer=one,
                product=product,
                given=given,
                server=server,
            )
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer", processor=processor.slug, customer=one.public_id)
    return page(
        request, "customers/form.html", status_of(form), form=form, title="web.services.add", customer=one,
        no_products=not products,
    )  # fmt: skip


def _service(request: HttpRequest, customer: str, service: str) -> Service:
    one = service_of(processor_of(request), service)
    if one is None or one.customer.public_id != customer:
        raise Http404
    return one


def correct(request: HttpRequest, customer: str, service: str) -> HttpResponse:
    """A form with what is known of a service."""
    one = _service(request, customer, service)
    form = Form((*FIELDS, "ended_on"), one)
    if request.method == "POST":
        try:
            by = actor(request, request.POST.get("reason", ""))
            correct_service(by=by, at=timezone.now(), service=one, given=form.given(request.POST))
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer", processor=processor_of(request).slug, customer=customer)
    else:
        note_read(request, one.customer, "service")
    return page(
        request, "customers/form.html", status_of(form), form=form, title="web.services.correct",
        customer=one.customer, asks_reason=True,
    )  # fmt: skip


def declare(request: HttpRequest, customer: str, service: str) -> HttpResponse:
    """A form for what data of whom a customer says are in a service."""
    one = _service(request, customer, service)
    form = Form(("data_categories", "data_subjects"), one, needed=("data_categories", "data_subjects"))
    if request.method == "POST":
        given = {
            name: text.replace(",", "\n").splitlines() for name, text in form.given(request.POST).items()
        }
        try:
            declare_data(
                by=actor(request),
                at=timezone.now(),
                service=one,
                categories=given["data_categories"],
                subjects=given["data_subjects"],
            )
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer", processor=processor_of(request).slug, customer=customer)
    return page(
        request, "customers/form.html", status_of(form), form=form, title="web.services.declare",
        customer=one.customer,
    )  # fmt: skip


@require_POST
def ask(request: HttpRequest, customer: str) -> HttpResponse:
    """Ask the main user what is in the services, or remind of it."""
    one, said = found(request, customer), words()
    count = ask_for_data(by=actor(request), at=timezone.now(), customer=one)
    name = one.name or one.public_id
    if count:
        messages.success(request, said("web.undeclared.asked", customer=name, count=count))
    else:
        messages.warning(request, said("web.undeclared.nobody", customer=name))
    if request.POST.get("back") == "undeclared":
        return redirect("services-undeclared", processor=processor_of(request).slug)
    return redirect("customer", processor=processor_of(request).slug, customer=customer)


def waiting(request: HttpRequest) -> HttpResponse:
    """The work list of services that nobody has said the content of."""
    processor = processor_of(request)
    services = list(undeclared(processor)[:100])
    if services:
        audited(
            actor(request), "customers.read", "service", at=timezone.now(), processor=processor,
            count=len(services),
        )  # fmt: skip
    return page(
        request, "customers/undeclared.html", services=services, may_write=may(request, "customers.write")
    )


def products(request: HttpRequest) -> HttpResponse:
    """Products and servers, with forms for new ones."""
    processor = processor_of(request)
    fields = ("slug", "name", "nature", "tenancy", "storage_forms", "countries")
    product = Form(fields, Product(), needed=("slug",))
    server = Form(("code", "cluster", "country"), needed=("code",))
    if request.method == "POST":
        form, write = (server, add_server) if "code" in request.POST else (product, add_product)
        try:
            write(by=actor(request), at=timezone.now(), processor=processor, given=form.given(request.POST))
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("products", processor=processor.slug)
    language = translation.get_language() or "en"
    named = [(one, product_name(one, language)) for one in products_of(processor)]
    return page(
        request, "customers/products.html", max(status_of(product), status_of(server)), products=named,
        servers=servers_of(processor), product_form=product, server_form=server,
        may_write=may(request, "customers.write"),
    )  # fmt: skip
