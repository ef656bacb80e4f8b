"""Look up products, servers, services, consents and values that vary by customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import is_id
from ketju.web.apps.services.models import Consent, EntryValue, Product, Server, Service
from ketju.web.base.access.models import Processor


def products_of(processor: Processor) -> Sequence[Product]:
    """The products of a processor."""
    return tuple(Product.objects.filter(processor=processor))


def product_names(processor: Processor) -> dict[str, dict[str, str]]:
    """The names of a processor's products, by language, by their ids."""
    return dict(Product.objects.filter(processor=processor).values_list("slug", "names"))


def servers_of(processor: Processor) -> Sequence[Server]:
    """The servers of a processor."""
    return tuple(Server.objects.filter(processor=processor))


def services_of(customer: Customer) -> Sequence[Service]:
    """The services of a customer, those that have ended last."""
    found = Service.objects.filter(customer=customer).select_related("product", "server")
    return tuple(sorted(found, key=lambda one: (one.ended_on is not None, one.pk)))


def service_of(processor: Processor, public_id: str) -> Service | None:
    """A service of a processor's customer."""
    if not is_id(public_id):
        return None
    found = Service.objects.select_related(
        "customer", "customer__processor", "product", "server", "processor"
    )
    return found.filter(processor=processor, public_id=public_id).first()


def consents_of(customer: Customer) -> Sequence[Consent]:
    """Consents of a customer, also those taken back."""
    return tuple(Consent.objects.filter(customer=customer).select_related("service", "service__product"))


def entry_values_of(customer: Customer) -> Sequence[EntryValue]:
    """What varies by customer, for this one; the newest day first for each."""
    return tuple(EntryValue.objects.filter(customer=customer))


def entry_value(customer: Customer, entry: str, field: str, on: date) -> str:
    """What something that varies by customer is for this one on a day; "" where nobody has said."""
    found = EntryValue.objects.filter(customer=customer, entry=entry, field=field, since__lte=on)
    newest = found.order_by("-since", "-pk").first()
    return newest.value if newest else ""


def product_name(product: Product, language: str) -> str:
    """What a product is called in a language, else in any, else its id."""
    names: dict[str, str] = product.names
    return names.get(language) or next(iter(names.values()), product.slug)


def customers_on(server: Server, on: date) -> Sequence[Customer]:
    """The customers whose services run on a server: whom its failure reaches (D-30)."""
    running = Service.objects.filter(server=server).exclude(ended_on__lte=on)
    return tuple(Customer.objects.filter(pk__in=running.values("customer")).select_related("processor"))


def services_named(processor: Processor, text: str, most: int = 20) -> Sequence[Service]:
    """Services whose id, here or in another system, is a text."""
    same = Service.objects.filter(Q(external_id=text) | Q(public_id=text), processor=processor)
    return tuple(same.select_related("customer", "product").order_by("pk")[:most])
