"""Every address. Each states its policy (``base.access.policy``); allauth's own are listed in the walk of addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ketju.web.config import accounts_urls
from ketju.web.sites.public import account_urls
from ketju.web.sites.public import urls as public
from ketju.web.sites.staff import people_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(public)),
    path("", include(account_urls)),
    path("account/", include(accounts_urls)),
    path("staff/<slug:processor>/", include(people_urls)),
]
