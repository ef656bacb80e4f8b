"""Checks of events of mail providers: they are awaited where mail leaves by such a provider, and come over https."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register

from ketju.web.base.outbox.marks import is_by_interface, is_report_needed, known_providers
from ketju.web.config.checks import INSTALL, fault


@register(INSTALL, deploy=True)
def check_events(**options: Any) -> list[CheckMessage]:
    """What becomes of mail is heard of, by nobody who could change it on the way."""
    if settings.IS_DEMO or settings.IS_REHEARSAL:
        return []
    found = []
    name = provider_of_mail()
    if name and not settings.MAIL_EVENTS.get(name):
        variable = f"KETJU_EVENTS_{name.upper()}"
        address = f"{settings.PUBLIC_URL}/mail/events/{name}/"
        found.append(fault("W", 50, "events-none", provider=name, variable=variable, address=address))
    if any(settings.MAIL_EVENTS.values()) and not settings.PUBLIC_URL.startswith("https://"):
        found.append(fault("W", 51, "events-open"))
    if settings.MAIL_LEAVES and not _is_heard_of():
        found.append(fault("W", 52, "proof-unheard"))
    return found


def _is_heard_of() -> bool:
    """Whether anything can say that mail was delivered, where a report of it is what counts."""
    is_asked = is_report_needed() and settings.INBOX is None
    return not is_asked or any(settings.MAIL_EVENTS.values())


def provider_of_mail() -> str:
    """The provider by which mail leaves, as far as it is one that we understand; "" for none."""
    if not settings.MAIL_LEAVES:
        return ""
    host = "" if is_by_interface() else str(settings.EMAIL_HOST).lower()
    for name, one in known_providers().items():
        is_host = any(host == end or host.endswith(f".{end}") for end in one.hosts)
        if is_host or (is_by_interface() and settings.MAIL_BACKEND.split(".")[2] in (name, f"amazon_{name}")):
            return name
    return ""
