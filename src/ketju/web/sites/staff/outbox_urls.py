"""Addresses of the outbox."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff import outbox

_HERE = "staff/<slug:processor>/outbox/"
urlpatterns = [
    route(_HERE, outbox.listed, staff("outbox.read"), "outbox"),
    route(f"{_HERE}pause", outbox.pause, staff("outbox.manage"), "outbox-pause"),
    route(f"{_HERE}resume", outbox.resume, staff("outbox.manage"), "outbox-resume"),
    route(f"{_HERE}<str:message>", outbox.shown, staff("outbox.read"), "outbox-message"),
    route(f"{_HERE}<str:message>/retry", outbox.retry, staff("outbox.manage"), "outbox-retry"),
]
