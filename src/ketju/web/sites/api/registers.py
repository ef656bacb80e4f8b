"""Endpoints for registers: which there are, their settings, who follows them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from ketju.web.apps.parties.checking import Fault, Refused
from ketju.web.apps.registers.models import Register, SignedLink, Version
from ketju.web.apps.registers.published import home_of, languages_of
from ketju.web.apps.registers.reads.staff import open_drafts, registers_of
from ketju.web.apps.registers.writes.drafting import newest_version
from ketju.web.apps.registers.writes.receiving import add_register
from ketju.web.apps.registers.writes.settings import PATH, change_register, untitled
from ketju.web.sites.api import registers_shapes as shapes
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import processor_of, register_at

router = Router(tags=["registers"])
READ, WRITE = "registers.read", "registers.write"
_VERSION = (
    "number", "kind", "on", "entries", "content_hash", "public_hash", "counts", "owed", "why", "agreement",
    "published_at",
)  # fmt: skip
_REGISTER = ("slug", "titles", "languages", "source", "is_public", "old_paths")


def version_data(version: Version) -> dict[str, Any]:
    """A version for ``VersionOut``."""
    return {"id": version.public_id, **{name: getattr(version, name) for name in _VERSION}}


def _data(register: Register, version: Version | None, drafts: int, *, has_files: bool) -> dict[str, Any]:
    address = f"{home_of(register)}{languages_of(register)[0]}/" if register.is_public and has_files else ""
    return {
        "id": register.public_id, **{name: getattr(register, name) for name in _REGISTER}, "address": address,
        "open_drafts": drafts, "version": version_data(version) if version else None,
    }  # fmt: skip


def _one(register: Register) -> dict[str, Any]:
    drafts = open_drafts(register.processor).filter(register=register).count()
    return _data(register, newest_version(register), drafts, has_files=register.files.exists())


def _check_titles(titles: dict[str, str], languages: list[str]) -> None:
    faults = [Fault(f"titles.{code}", "web.registers.title-missing") for code in untitled(titles, languages)]
    if faults:
        raise Refused(faults)


@endpoint(router, "GET", "/registers", READ, shapes.RegistersOut)
def list_registers(request: HttpRequest) -> Any:
    """The registers of the processor, each with its newest version."""
    processor = processor_of(request)
    live = Register.objects.filter(processor=processor, publishings__live_at__isnull=False)
    shown = set(live.values_list("pk", flat=True))
    rows = registers_of(processor)
    for row in rows:
        row.register.processor = processor
    return {
        "items": [
            _data(row.register, row.version, len(row.drafts), has_files=row.register.pk in shown) for row in rows
        ]
    }  # fmt: skip


@endpoint(router, "POST", "/registers", WRITE, shapes.RegisterOut, 201)
def create_register(request: HttpRequest, payload: shapes.NewRegisterIn) -> Any:
    """A new register, without any version."""
    titles = {str(code): text for code, text in payload.titles.items()}
    _check_titles(titles, [*payload.languages])
    made = add_register(
        by=actor(request), at=timezone.now(), processor=processor_of(request), slug=payload.slug,
        titles=titles, languages=payload.languages, source=payload.source,
    )  # fmt: skip
    return Status(201, _one(made))


@endpoint(router, "GET", "/registers/{register_id}", READ, shapes.RegisterOut)
def get_register(request: HttpRequest, register_id: str) -> Any:
    """A register with its newest version."""
    return _one(register_at(request, register_id))


@endpoint(router, "PATCH", "/registers/{register_id}", WRITE, shapes.RegisterOut)
def set_register(request: HttpRequest, register_id: str, payload: shapes.SettingsIn) -> Any:
    """Write the settings of a register; what is not sent stays as it is."""
    one = register_at(request, register_id)
    wanted = {
        name: getattr(one, name) if (sent := getattr(payload, name)) is None else sent
        for name in ("titles", "languages", "old_paths", "is_public")
    }
    _check_titles(wanted["titles"], wanted["languages"])
    wrong = [path for path in wanted["old_paths"] if not PATH.fullmatch(path)]
    if wrong:
        raise Refused([Fault("old_paths", "web.registers.old-path-wrong", {"path": wrong[0][:80]})])
    return _one(change_register(by=actor(request), at=timezone.now(), register=one, **wanted))


@endpoint(router, "GET", "/registers/{register_id}/followers", READ, shapes.FollowersOut)
def count_followers(request: HttpRequest, register_id: str) -> Any:
    """How many follow a list. Their addresses are told to nobody."""
    one = register_at(request, register_id)
    found = one.subscribers.aggregate(
        confirmed=Count("pk", Q(confirmed_at__isnull=False, ended_at=None)),
        unconfirmed=Count("pk", Q(confirmed_at=None, ended_at=None)),
        ended=Count("pk", Q(ended_at__isnull=False)),
    )  # fmt: skip
    links = SignedLink.objects.filter(processor_id=one.processor_id, revoked_at=None)
    return {**found, "open_links": links.count()}
