"""Endpoints for what touches whom: the entries of a list with how many customers, the customers, and the reverse."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from ketju.core.register.status import status_of
from ketju.core.vocabulary.fold import folded
from ketju.web.apps.registers.downloads import data_of
from ketju.web.apps.registers.models import Register
from ketju.web.apps.registers.reads_customers import Held, versions_on, view_of
from ketju.web.apps.registers.reads_touched import customers_touched, reaches
from ketju.web.apps.registers.sorting import stale_count
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.api import registers_shapes as shapes
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import customer_at, processor_of, register_at, said
from ketju.web.sites.api.given import Counted
from ketju.web.sites.api.problems import NotFound

router = Router(tags=["touching"])
READ, CUSTOMERS = "registers.read", "customers.read"
MOST_WAITING = 100_000


def _held(register: Register) -> Held:
    """The version of a register that holds today. Raises NotFound."""
    held = versions_on(register.processor_id, day_at(register.processor), has_audience=False)
    found = next((one for one in held if one.register.pk == register.pk), None)
    if found is None:
        raise NotFound
    return found


@endpoint(router, "GET", "/registers/{register_id}/entries", READ, shapes.EntriesOut)
def list_entries(request: HttpRequest, register_id: str, asked: Query[shapes.EntriesAsked]) -> Any:
    """The entries of the version that holds today, by name, with how many customers each touches."""
    one = register_at(request, register_id)
    held, on = _held(one), day_at(one.processor)
    some = [each for each in held.content.entries if folded(asked.q) in folded(each.name)]
    some.sort(key=lambda each: (folded(each.name), each.id))
    if asked.after:
        ids = [each.id for each in some]
        if asked.after not in ids:
            raise NotFound
        some = some[ids.index(asked.after) + 1 :]
    shown = some[: asked.size]
    counted = reaches(one.processor, held, shown, on)
    items = [
        {
            "id": each.id, "name": each.name, "status": status_of(each, on),
            "places": sorted({place.code for place in each.places}),
            "customers": counted[each.id].customers, "in_doubt": counted[each.id].in_doubt,
        }
        for each in shown
    ]  # fmt: skip
    more = len(some) > asked.size
    return {"items": items, "next": shown[-1].id if more else None, "waiting": stale_count(MOST_WAITING)}


@endpoint(
    router, "GET", "/registers/{register_id}/entries/{entry_id}/customers", CUSTOMERS, shapes.TouchedPageOut
)  # fmt: skip
def list_touched(request: HttpRequest, register_id: str, entry_id: str, asked: Query[Counted]) -> Any:
    """The customers that an entry touches, by their ids, and of whom that is certain."""
    one = register_at(request, register_id)
    held, on, processor = _held(one), day_at(one.processor), processor_of(request)
    entry = next((each for each in held.content.entries if each.id == entry_id), None)
    if entry is None:
        raise NotFound
    reach = reaches(processor, held, (entry,), on)[entry.id]
    found = customers_touched(processor, entry.id, reach, asked.after, asked.size)
    audited(
        actor(request), "customers.read", "customer", at=timezone.now(), processor=processor,
        fields=("register",), count=max(len(found.shown), 1),
    )  # fmt: skip
    items = [{"customer": each.public_id, "is_certain": is_certain} for each, is_certain in found.shown]
    return {
        "customers": reach.customers, "in_doubt": reach.in_doubt, "items": items, "next": found.next or None,
    }  # fmt: skip


@endpoint(router, "GET", "/customers/{customer_id}/sub-processors", CUSTOMERS, dict[str, Any])
def list_sub_processors(request: HttpRequest, customer_id: str, asked: Query[shapes.DayAsked]) -> Any:
    """What touches the data of a customer on a day: companies, services, places, safeguards. No contact persons."""
    one, now = customer_at(request, customer_id), timezone.now()
    view = view_of(one, asked.on or day_at(one.processor), now)
    audited(
        actor(request), "customers.read", "register", at=now, processor=one.processor, customer=one.public_id,
        subject=one.public_id, count=max(len(view.lines), 1),
    )  # fmt: skip
    return data_of(view, now, said(), has_contacts=False)
