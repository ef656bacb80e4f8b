"""Addresses of public lists. Files and pages below them are answered by ``lists.ListPages`` before any of these."""

from __future__ import annotations

from ketju.web.base.access.policy import PUBLIC, route
from ketju.web.sites.public import following, lists

_AT = "lists/<slug:processor>/<slug:register>/"

urlpatterns = [
    route(f"{_AT}<slug:language>/subscribe/", following.ask, PUBLIC, "list-subscribe"),
    route(f"{_AT}<slug:language>/confirm/<str:secret>/", following.confirm, PUBLIC, "list-confirm"),
    route(
        f"{_AT}<slug:language>/unsubscribe/<str:secret>/", following.unsubscribe, PUBLIC, "list-unsubscribe"
    ),
    route(_AT, lists.file, PUBLIC, "list"),
    route(f"{_AT}<path:path>", lists.file, PUBLIC, "list-file"),
]
