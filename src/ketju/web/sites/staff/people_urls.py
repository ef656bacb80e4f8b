"""Addresses of the pages for people, confidentiality and the audit trail, under /staff/<processor>/."""

from __future__ import annotations

from ketju.web.base.access.policy import MEMBER, route, staff
from ketju.web.sites.staff import audit, confidentiality, people

_CUSTOMER = "people/customers/<str:customer>/"
_GRANT = "grants/<str:membership>/"
_INVITATION = "invitations/<str:invitation>/"
_MANAGE = staff("people.manage")
_CUSTOMERS = staff("customers.people")

urlpatterns = [
    route("confidentiality/", confidentiality.show, MEMBER, "confidentiality"),
    route("people/", people.show_all, staff("people.read"), "people"),
    route("people/invite/", people.invite, _MANAGE, "people-invite"),
    route(_CUSTOMER, people.show_customers_people, _CUSTOMERS, "people-customer"),
    route(f"{_CUSTOMER}invite/", people.invite, _CUSTOMERS, "people-customer-invite"),
    route(f"people/{_GRANT}review/", people.review, _MANAGE, "people-review"),
    route(f"people/{_GRANT}end/", people.end, _MANAGE, "people-end"),
    route(f"people/{_INVITATION}withdraw/", people.withdraw, _MANAGE, "people-withdraw"),
    route(f"{_CUSTOMER}{_GRANT}review/", people.review, _CUSTOMERS, "people-customer-review"),
    route(f"{_CUSTOMER}{_GRANT}end/", people.end, _CUSTOMERS, "people-customer-end"),
    route(f"{_CUSTOMER}{_INVITATION}withdraw/", people.withdraw, _CUSTOMERS, "people-customer-withdraw"),
    route("audit/", audit.show, staff("audit.read"), "audit"),
]
