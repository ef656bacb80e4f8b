"""The providers whose events are awaited, and the headers by which they name our mail to us."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from ketju.core.discovery import declared
from ketju.web.base.outbox import providers
from ketju.web.base.outbox.events import MARK, Provider


@cache
def known_providers() -> dict[str, Provider]:
    """Every provider that is understood, by its short name."""
    return {one.name: one for one in declared(providers, "PROVIDER", Provider)}


def awaited(name: str) -> tuple[Provider, str] | None:
    """A provider whose events are awaited, with the secret that is agreed with it; None for any other name."""
    secret = settings.MAIL_EVENTS.get(name, "")
    found = known_providers().get(name)
    return (found, secret) if found and secret else None


def marks_of(public_id: str) -> dict[str, str]:
    """The headers of a message that leaves over SMTP: those of each provider whose events are awaited."""
    if is_by_interface():
        return {}
    names = [one for one in known_providers() if settings.MAIL_EVENTS.get(one)]
    return {name: value for one in names for name, value in known_providers()[one].marks(public_id).items()}


def metadata_of(public_id: str) -> dict[str, str]:
    """What goes with a message that leaves by a provider's own interface, which has no use for such headers."""
    return {MARK: public_id} if settings.MAIL_EVENTS and is_by_interface() else {}


def is_report_needed() -> bool:
    """Whether mail counts as delivered by a report alone, and not because the server that we hand it to took it (Q-10).

    That server speaks for the recipient's where nothing stands between them. A provider takes everything and finds out
    afterwards: where its events are taken, it is they that say it, unless the setting says otherwise.
    """
    if settings.MAIL_PROOF == "auto":
        return any(settings.MAIL_EVENTS.values())
    return bool(settings.MAIL_PROOF == "report")


def is_by_interface() -> bool:
    """Whether mail leaves by a provider's interface and not over SMTP."""
    return str(settings.MAIL_BACKEND).startswith("anymail.")
