"""Every address. Each states its policy (``base.access.policy``); allauth's own are listed in the walk of addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ketju.web.sites.public import urls as public
from ketju.web.sites.staff import outbox_urls as outbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(public)),
    path("", include(outbox)),
    path("account/", include("allauth.urls")),
]
