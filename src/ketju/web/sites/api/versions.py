"""Endpoints for published versions: facts, content, formats, files, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from ketju.core.model.change import Change
from ketju.core.model.register import Register as Content
from ketju.core.register.canonical import canonical_bytes
from ketju.core.register.comparison.changes import changes_between
from ketju.formats.changes.data import changes_data
from ketju.formats.writers.writer import writers
from ketju.text.render import phrasebook
from ketju.web.apps.registers.content import public_register_of, register_of
from ketju.web.apps.registers.jobs import ask_for_files
from ketju.web.apps.registers.models import PublishedFile, Publishing, Version
from ketju.web.apps.registers.published import home_of, publication_of
from ketju.web.apps.registers.reads_files import file_at, files_of
from ketju.web.apps.registers.serving import media_type
from ketju.web.apps.registers.writes.drafting import newest_version
from ketju.web.apps.registers.writes.filing import live_publishing
from ketju.web.base.access.zones import day_at
from ketju.web.sites.api import registers_shapes as shapes
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import note_read, register_at, said, version_at
from ketju.web.sites.api.problems import NotFound
from ketju.web.sites.api.registers import version_data

router = Router(tags=["versions"])
READ, PUBLISH = "registers.read", "registers.publish"
MADE = tuple(one for one in writers() if one.id != "pdf")
"""Formats that are made of any version when somebody asks; PDF takes long and is among the files."""


def diff_data(old: Content, new: Content, changes: Sequence[Change], after: int, size: int) -> dict[str, Any]:
    """A page of changes for ``DiffOut``."""
    found = changes_data(changes[after : after + size], old, new, said())
    counts = changes_data(changes, old, new, said())["counts"]
    more = after + size < len(changes)
    return {"counts": counts, "items": list(found["changes"]), "next": after + size if more else None}


@endpoint(router, "GET", "/registers/{register_id}/versions", READ, shapes.VersionsOut)
def list_versions(request: HttpRequest, register_id: str, asked: Query[shapes.VersionsAsked]) -> Any:
    """The versions of a register, the newest first."""
    rows = register_at(request, register_id).versions.defer("content", "changes")
    rows = rows.filter(number__lt=asked.after) if asked.after else rows
    found = list(rows[: asked.size + 1])
    more = len(found) > asked.size
    shown = found[: asked.size]
    return {"items": [version_data(one) for one in shown], "next": shown[-1].number if more else None}


@endpoint(router, "GET", "/registers/{register_id}/versions/{number}", READ, shapes.VersionOut)
def get_version(request: HttpRequest, register_id: str, number: int) -> Any:
    """A version by its number."""
    return version_data(version_at(request, register_id, number))


@endpoint(router, "GET", "/registers/{register_id}/version-on", READ, shapes.VersionOut)
def get_version_on(request: HttpRequest, register_id: str, asked: Query[shapes.DayAsked]) -> Any:
    """The version that held on a day."""
    one = register_at(request, register_id)
    on = asked.on or day_at(one.processor)
    rows = one.versions.defer("content", "changes").filter(on__lte=on)
    found = rows.order_by("-on", "-number").first()
    if found is None:
        raise NotFound
    return version_data(found)


@endpoint(router, "GET", "/registers/{register_id}/versions/{number}/content", READ, dict[str, Any])
def get_content(
    request: HttpRequest, register_id: str, number: int, asked: Query[shapes.ContentAsked]
) -> Any:
    """A version in the canonical form, of which its hash is made; contact persons stand in the whole of it alone."""
    version = version_at(request, register_id, number)
    content = register_of(version) if asked.part == "whole" else public_register_of(version)
    note_read(request, "version", version.public_id, 1)
    return HttpResponse(canonical_bytes(content), content_type="application/json; charset=utf-8")


@endpoint(
    router, "GET", "/registers/{register_id}/versions/{number}/file", READ, None,
    media=sorted({one.media_type for one in MADE}),
)  # fmt: skip
def make_version_file(
    request: HttpRequest, register_id: str, number: int, asked: Query[shapes.FormatAsked]
) -> Any:
    """What the public may see of a version, in a format. The PDF of the newest version is among the files."""
    version = version_at(request, register_id, number)
    writer = next(one for one in MADE if one.id == asked.format)
    data = writer.write(
        publication_of(version, day_at(version.register.processor)), phrasebook(asked.language)
    )
    return _file(data, writer.media_type, writer.path(asked.language), version.public_hash)


@endpoint(router, "GET", "/registers/{register_id}/diff", READ, shapes.DiffOut)
def compare_versions(request: HttpRequest, register_id: str, asked: Query[shapes.PairAsked]) -> Any:
    """What changed from one version to another, and what customers are owed notice of."""
    old = register_of(version_at(request, register_id, asked.older))
    new = register_of(version_at(request, register_id, asked.newer))
    return diff_data(old, new, changes_between(old, new), asked.after, asked.size)


@endpoint(router, "GET", "/registers/{register_id}/files", READ, shapes.FilesOut)
def list_files(request: HttpRequest, register_id: str, asked: Query[shapes.FilesAsked]) -> Any:
    """The files that the public gets: pages and the list in every format, and what stays of earlier versions."""
    one = register_at(request, register_id)
    found, more = files_of(one, asked.after, asked.size)
    home = home_of(one) if one.is_public else ""
    return {"items": [_listed(each, home) for each in found], "next": found[-1].path if more else None}


def _listed(one: PublishedFile, home: str) -> dict[str, Any]:
    return {
        "path": one.path, "media_type": media_type(one.path), "size": one.size, "sha256": one.etag,
        "address": f"{home}{one.path}" if home else "", "is_lasting": one.is_lasting,
    }  # fmt: skip


@endpoint(
    router, "GET", "/registers/{register_id}/file", READ, None,
    media=("application/octet-stream", "application/pdf", "application/json", "text/html", "text/csv", "text/*"),
)  # fmt: skip
def get_file(request: HttpRequest, register_id: str, asked: Query[shapes.FileAsked]) -> Any:
    """A file that the public gets, by its path; the PDF is here, too."""
    found = file_at(register_at(request, register_id), asked.path)
    if found is None:
        raise NotFound
    row, data = found
    return _file(data, "application/octet-stream", row.path.rpartition("/")[2], row.etag)


def _file(data: bytes, kind: str, name: str, tag: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["ETag"] = f'"{tag}"'
    return answer


@endpoint(router, "GET", "/registers/{register_id}/publishing", READ, shapes.PublishingOut)
def get_publishing(request: HttpRequest, register_id: str) -> Any:
    """How far the files of the newest version are."""
    one = register_at(request, register_id)
    newest = newest_version(one)
    if newest is None:
        raise NotFound
    return _progress(newest)


def _progress(version: Version) -> dict[str, Any]:
    made = Publishing.objects.filter(version=version).order_by("-id").first() or Publishing(version=version)
    return {
        "version": version.number, "percent": made.percent, "later": made.later, "begun_at": made.begun_at,
        "live_at": made.live_at,
    }  # fmt: skip


@endpoint(router, "POST", "/registers/{register_id}/publishing", PUBLISH, shapes.PublishingOut)
def publish_again(request: HttpRequest, register_id: str) -> Any:
    """Have the files of the newest version made again, in the background. Nothing of the version changes."""
    one = register_at(request, register_id)
    newest = newest_version(one)
    if newest is None:
        raise NotFound
    ask_for_files(by=actor(request), at=timezone.now(), version=newest)
    live = live_publishing(one)
    return _progress(live.version if live and live.version_id == newest.pk else newest)
