"""Addresses of the pages for people, confidentiality and the audit trail, under /staff/<processor>/."""

from __future__ import annotations

from ketju.web.base.access.policy import MEMBER, route, staff
from ketju.web.sites.staff import audit, confidentiality, people

_CUSTOMER = "people/customers/<str:customer>/"
_MANAGE = staff("people.manage")
_CUSTOMERS = staff("customers.people")

urlpatterns = [
    route("confidentiality/", confidentiality.show, MEMBER, "confidentiality"),
    route("people/", people.show_all, staff("people.read"), "people"),
    route("people/invite/", people.invite, _MANAGE, "people-invite"),
    route(_CUSTOMER, people.show_customers_people, _CUSTOMERS, "people-customer"),
    route(f"{_CUSTOMER}invite/", people.invite, _CUSTOMERS, "people-customer-invite"),
    route("people/grants/<str:membership>/review/", people.review, _CUSTOMERS, "people-review"),
    route("people/grants/<str:membership>/end/", people.end, _CUSTOMERS, "people-end"),
    route("people/invitations/<str:invitation>/withdraw/", people.withdraw, _CUSTOMERS, "people-withdraw"),
    route("audit/", audit.show, staff("audit.read"), "audit"),
]
