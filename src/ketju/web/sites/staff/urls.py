"""Addresses for the people of a processor, under /staff/<processor>/. Each part adds its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ketju.web.sites.staff import customers_urls, registers_urls, tokens_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:processor>/customers/", include(customers_urls)),
    path("<slug:processor>/registers/", include(registers_urls)),
    path("<slug:processor>/tokens/", include(tokens_urls)),
]
