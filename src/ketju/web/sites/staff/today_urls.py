"""Addresses of the staff's first page and of corrections."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff import corrections, today

urlpatterns = [
    route("", today.show, staff("today.read"), "today"),
    route("corrections/", corrections.show, staff("customers.read"), "corrections"),
    route(
        "corrections/<str:correction>/seen/", corrections.seen, staff("customers.write"), "correction-seen"
    ),
]
