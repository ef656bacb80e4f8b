"""Things of addresses, each only for a token of the processor that they belong to."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest
from django.utils import timezone, translation

from ketju.text.render import Phrasebook, phrasebook
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import customer_of, is_id
from ketju.web.apps.registers.models import Draft, Register, Snapshot, Version
from ketju.web.apps.registers.reads.staff import draft_found, register_found, snapshot_found, version_found
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import audited
from ketju.web.sites.api.doors import actor, token_of
from ketju.web.sites.api.problems import NotFound

T = TypeVar("T")


def processor_of(request: HttpRequest) -> Processor:
    """The processor of the token."""
    return token_of(request).processor


def said() -> Phrasebook:
    """The phrasebook of the language that the program asks for (Accept-Language)."""
    return phrasebook(translation.get_language() or "en")


def _there(found: T | None) -> T:
    if found is None:
        raise NotFound
    return found


def customer_at(request: HttpRequest, public_id: str) -> Customer:
    """A customer. Raises NotFound."""
    return _there(customer_of(processor_of(request), public_id))


def register_at(request: HttpRequest, public_id: str) -> Register:
    """A register. Raises NotFound."""
    return _there(register_found(processor_of(request), public_id) if is_id(public_id) else None)


def snapshot_at(request: HttpRequest, public_id: str) -> Snapshot:
    """A document. Raises NotFound."""
    return _there(snapshot_found(processor_of(request), public_id) if is_id(public_id) else None)


def draft_at(request: HttpRequest, public_id: str) -> Draft:
    """A draft. Raises NotFound."""
    return _there(draft_found(processor_of(request), public_id) if is_id(public_id) else None)


def version_at(request: HttpRequest, register_id: str, number: int) -> Version:
    """A version of a register. Raises NotFound."""
    register = register_at(request, register_id)
    return _there(version_found(register, number) if 0 < number < 2**31 else None)


def note_read(request: HttpRequest, kind: str, subject: str, count: int) -> None:
    """Note that a program saw records, which may name contact persons."""
    if count:
        audited(
            actor(request), "registers.read", kind, at=timezone.now(), processor=processor_of(request),
            subject=subject, count=count,
        )  # fmt: skip
