"""Every address. Each states its policy (``base.access.policy``); allauth's own are listed in the walk of addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ketju.web.sites.portal import urls as portal
from ketju.web.sites.public import urls as public
from ketju.web.sites.staff import today_urls as today

handler400 = "ketju.web.base.pages.errors.bad_request"
handler403 = "ketju.web.base.pages.errors.forbidden"
handler404 = "ketju.web.base.pages.errors.not_found"
handler500 = "ketju.web.base.pages.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(public)),
    path("staff/<slug:processor>/", include(today)),
    path("portal/<str:customer>/", include(portal)),
    path("account/", include("allauth.urls")),
]
