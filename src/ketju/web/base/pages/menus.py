"""The menus: which pages stand in them, and who sees which. A page that is not there yet is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from ketju.web.base.access.permission import Standing
from ketju.web.base.pages.addresses import address_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a menu: the name of its address, and what one may do to see it. Its words are ``web.menu.<name>``."""

    name: str
    action: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a template shows it; ``is_page``: it is this very page, not one below it."""

    key: str
    address: str
    is_current: bool = False
    is_page: bool = False


STAFF: Final = (
    Entry("today", "today.read"),
    Entry("customers", "customers.read"),
    Entry("registers", "registers.read"),
    Entry("agreements", "agreements.read"),
    Entry("cases", "cases.read"),
    Entry("companies", "cases.read"),
    Entry("corrections", "customers.read"),
    Entry("people", "people.read"),
    Entry("imports", "customers.import"),
    Entry("campaigns", "customers.read"),
    Entry("inbox", "inbox.read"),
    Entry("outbox", "outbox.read"),
    Entry("audit", "audit.read"),
    Entry("tokens", "tokens.manage"),
    Entry("settings", "settings.read"),
)
PORTAL: Final = (
    Entry("portal", "portal.read"),
    Entry("portal-organisation", "portal.read"),
    Entry("portal-contacts", "portal.read"),
    Entry("portal-services", "portal.read"),
    Entry("portal-registers", "portal.read"),
    Entry("portal-changes", "portal.read"),
    Entry("portal-consents", "portal.read"),
    Entry("portal-agreements", "portal.read"),
    Entry("portal-people", "portal.people"),
    Entry("portal-seen", "portal.read"),
    Entry("portal-export", "portal.export"),
)
STARTS: Final = ("today", "portal")
PERSON: Final = ("places", "profile", "account_email", "mfa_index", "usersessions_list")


def menu_of(request: HttpRequest) -> tuple[Link, ...]:
    """The menu of the page's side: staff, the portal of a customer, or none."""
    standing: Standing | None = getattr(request, "standing", None)
    if standing is None:
        return ()
    customer = getattr(request, "customer_id", "")
    if customer:
        allowed = [one for one in PORTAL if standing.may(one.action, customer)]
        return _links(request, allowed, {"customer": customer})
    allowed = [one for one in STAFF if standing.may(one.action)]
    return _links(request, allowed, {"processor": standing.processor.slug})


def person_menu() -> tuple[Link, ...]:
    """Pages about oneself."""
    found = ((name, address_of(name)) for name in PERSON)
    return tuple(Link(f"web.menu.{name.replace('_', '-')}", address) for name, address in found if address)


def _links(request: HttpRequest, entries: list[Entry], parts: dict[str, str]) -> tuple[Link, ...]:
    found = [(one, address) for one in entries if (address := address_of(one.name, **parts))]
    above = [address for one, address in found if _is_at(request.path, address, one)]
    current = max(above, key=len, default="")
    return tuple(
        Link(f"web.menu.{one.name}", address, address == current, address == request.path)
        for one, address in found
    )


def _is_at(path: str, address: str, entry: Entry) -> bool:
    """Whether a page is the entry's, or one below it; below a start page is everything, which says nothing."""
    return path == address or (entry.name not in STARTS and path.startswith(address))
