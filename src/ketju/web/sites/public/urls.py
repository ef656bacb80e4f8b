"""Addresses for everybody."""

from __future__ import annotations

from ketju.web.base.access.policy import OPERATOR, PUBLIC, SIGNED_IN, route
from ketju.web.sites.public import (
    calendar,
    confirm,
    description,
    front,
    health,
    links,
    mail_events,
    metrics,
    objecting,
    places,
)

urlpatterns = [
    route("", front.show, PUBLIC, "front"),
    route("language/", places.choose_language, PUBLIC, "language"),
    route("places/", places.show_places, SIGNED_IN, "places"),
    route("description/<slug:publisher>/", description.choose, PUBLIC, "description-of"),
    route("description/<slug:publisher>/<slug:language>/", description.show, PUBLIC, "description"),
    route("confirm/<str:secret>/", confirm.answer, PUBLIC, "confirm"),
    route("objection/<str:secret>/", objecting.confirm, PUBLIC, "objection-confirm"),
    route("follow/<str:secret>/", links.show, PUBLIC, "signed-link"),
    route("follow/<str:secret>/changes.atom", links.feed, PUBLIC, "signed-link-feed"),
    route("follow/<str:secret>/changes.json", links.changes, PUBLIC, "signed-link-changes"),
    route("follow/<str:secret>/sub-processors.json", links.as_json, PUBLIC, "signed-link-list"),
    route("calendar/<str:feed>/changes.ics", calendar.feed, PUBLIC, "calendar-feed"),
    route("mail/events/<slug:provider>/", mail_events.receive, PUBLIC, "mail-events"),
    route("healthz", health.alive, OPERATOR, "healthz"),
    route("readyz", health.ready, OPERATOR, "readyz"),
    route("metrics", metrics.show, OPERATOR, "metrics"),
]
