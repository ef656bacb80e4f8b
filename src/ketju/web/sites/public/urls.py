"""Addresses for everybody."""

from __future__ import annotations

from ketju.web.base.access.policy import OPERATOR, PUBLIC, route
from ketju.web.sites.public import front, health, metrics

urlpatterns = [
    route("", front.show, PUBLIC, "front"),
    route("healthz", health.alive, OPERATOR, "healthz"),
    route("readyz", health.ready, OPERATOR, "readyz"),
    route("metrics", metrics.show, OPERATOR, "metrics"),
]
