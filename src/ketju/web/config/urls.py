"""Every address. Each states its policy (``base.access.policy``); allauth's own are listed in the walk of addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ketju.web.config import accounts_urls
from ketju.web.sites.api import urls as api
from ketju.web.sites.portal import urls as portal
from ketju.web.sites.public import account_urls, lists_urls
from ketju.web.sites.public import urls as public
from ketju.web.sites.staff import campaigns_urls as campaigns
from ketju.web.sites.staff import inbox_urls as inbox
from ketju.web.sites.staff import outbox_urls as outbox
from ketju.web.sites.staff import people_urls, register_urls
from ketju.web.sites.staff import today_urls as today
from ketju.web.sites.staff import urls as staff
from ketju.web.sites.staff.changes import urls as changes
from ketju.web.sites.staff.companies import urls as companies

handler400 = "ketju.web.base.pages.errors.bad_request"
handler403 = "ketju.web.base.pages.errors.forbidden"
handler404 = "ketju.web.base.pages.errors.not_found"
handler500 = "ketju.web.base.pages.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(public)),
    path("", include(account_urls)),
    path("", include(lists_urls)),
    path("account/", include(accounts_urls)),
    path("staff/<slug:processor>/", include(today)),
    path("staff/<slug:processor>/", include(people_urls)),
    path("staff/<slug:processor>/", include(register_urls)),
    path("portal/<str:customer>/", include(portal)),
    path("staff/", include(staff)),
    path("", include(outbox)),
    path("", include(inbox)),
    path("", include(campaigns)),
    path("", include(changes)),
    path("", include(companies)),
    path("api/v1/", include((api.urlpatterns, "api"))),
]
