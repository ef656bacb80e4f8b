"""Endpoints for records of a draft: read, added, changed, ended, removed, looked at. Nobody's work is lost silently.

A change says which revision of the draft the program had read. Where somebody else changed other members since then,
both changes are kept; where both changed the same one, nothing is written and the answer (409) has what stands there.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from ketju.core.register.slugs import is_slug
from ketju.formats.writers.reading import span_data
from ketju.web.apps.registers.checking import faults_in, grave_entries, settled_data
from ketju.web.apps.registers.content import FACTS, KINDS, Record, record_from
from ketju.web.apps.registers.models import Draft, DraftRecord
from ketju.web.apps.registers.naming import id_for
from ketju.web.apps.registers.problems import RecordWrong
from ketju.web.apps.registers.reads.staff import read_of, record_at
from ketju.web.apps.registers.writes.editing import remove_record, review_record, save_record
from ketju.web.apps.registers.writes.rechecking import check_again
from ketju.web.apps.registers.writes.reviewing import accept_sure
from ketju.web.sites.api import drafts_shapes, registers_shapes
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import draft_at, note_read, said
from ketju.web.sites.api.given import Asked
from ketju.web.sites.api.problems import NotFound, Outdated

router = Router(tags=["records"])
READ, WRITE = "registers.read", "registers.write"
OF_FACTS = "-"
"""What stands in an address for the id of the facts of a list, which have none."""


class RecordsAsked(Asked):
    """Records of one kind: entries, services, regions, groups, options, sites …; words of their names."""

    kind: str = Field("entries", max_length=20)
    q: str = Field("", max_length=100)


class RevisionAsked(Schema):
    """The revision of the draft when the record was read."""

    revision: int = Field(ge=0, lt=2**31)


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise NotFound
    return kind


def _row(draft: Draft, kind: str, slug: str) -> DraftRecord | None:
    is_facts = _kind(kind) == FACTS
    if is_facts != (slug == OF_FACTS) or not (is_facts or is_slug(slug)):
        raise NotFound
    return draft.records.filter(kind=kind, slug="" if is_facts else slug).first()


def _there(draft: Draft, kind: str, slug: str) -> DraftRecord:
    found = _row(draft, kind, slug)
    if found is None:
        raise NotFound
    return found


def _tag(row: DraftRecord) -> str:
    return f'"{row.revision}"'


def _check_tag(request: HttpRequest, row: DraftRecord | None) -> None:
    """Hold a change against If-Match, where the program sent it. Raises Outdated."""
    asked = request.headers.get("If-Match", "").strip()
    if asked and (
        row is None or (asked != "*" and _tag(row) not in {one.strip() for one in asked.split(",")})
    ):
        raise Outdated


def _places(draft: Draft, slugs: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Where in the document the values of entries stand, by the ids of the entries."""
    reading, book = read_of(draft.snapshot), said()
    found: dict[str, list[dict[str, Any]]] = {}
    for one in reading[0].result.provenance if reading else ():
        kind, _, rest = one.path.partition("/")
        slug, _, field = rest.partition("/")
        if reading and kind == "entries" and slug in slugs:
            found.setdefault(slug, []).append(
                {
                    "field": field, "place": span_data(one.span, reading[0].document),
                    "confidence": one.confidence, "reason": book(one.reason) if one.reason else "",
                }
            )  # fmt: skip
    return found


def _shown(draft: Draft, rows: list[DraftRecord]) -> list[dict[str, Any]]:
    places = _places(draft, {one.slug for one in rows if one.kind == "entries"})
    return [
        {
            "kind": one.kind, "id": one.slug or OF_FACTS, "name": one.name, "data": record_from(one).data,
            "revision": draft.revision, "review": one.review, "doubts": one.doubts,
            "places": places.get(one.slug, []) if one.kind == "entries" else [],
        }
        for one in rows
    ]  # fmt: skip


@endpoint(router, "GET", "/drafts/{draft_id}/records", READ, registers_shapes.RecordsOut)
def list_records(request: HttpRequest, draft_id: str, asked: Query[RecordsAsked]) -> Any:
    """The records of one kind, in the order of the list, each value of an entry with its place in the document."""
    one = draft_at(request, draft_id)
    rows = one.records.filter(kind=_kind(asked.kind))
    if asked.q:
        rows = rows.filter(name__icontains=asked.q.replace("\x00", ""))
    if asked.after:
        last = _there(one, asked.kind, asked.after)
        rows = rows.filter(Q(position__gt=last.position) | Q(position=last.position, pk__gt=last.pk))
    found = list(rows[: asked.size + 1])
    shown = found[: asked.size]
    note_read(request, "draft", one.public_id, len(shown))
    return {"items": _shown(one, shown), "next": shown[-1].slug if len(found) > asked.size else None}


@endpoint(router, "POST", "/drafts/{draft_id}/records/{kind}", WRITE, registers_shapes.RecordOut, 201)
def add_record(request: HttpRequest, draft_id: str, kind: str, payload: registers_shapes.NewRecordIn) -> Any:
    """A new record."""
    one = draft_at(request, draft_id)
    if _kind(kind) == FACTS:
        raise NotFound
    slug = id_for(one, kind, payload.id, payload.data)
    return Status(201, _saved(request, one, Record(kind, slug, payload.data), None))


@endpoint(router, "GET", "/drafts/{draft_id}/records/{kind}/{record_id}", READ, registers_shapes.RecordOut)
def get_record(request: HttpRequest, draft_id: str, kind: str, record_id: str, response: HttpResponse) -> Any:
    """A record. The facts of the list are the kind "facts" with the id "-"."""
    one = draft_at(request, draft_id)
    row = _there(one, kind, record_id)
    note_read(request, "draft", one.public_id, 1)
    response["ETag"] = _tag(row)
    return _shown(one, [row])[0]


@endpoint(
    router, "PUT", "/drafts/{draft_id}/records/{kind}/{record_id}", WRITE, registers_shapes.RecordOut, wrong={412}
)  # fmt: skip
def put_record(
    request: HttpRequest, draft_id: str, kind: str, record_id: str, payload: registers_shapes.RecordIn,
    response: HttpResponse,
) -> Any:  # fmt: skip
    """Write a record as it should stand, whole."""
    one = draft_at(request, draft_id)
    row = _row(one, kind, record_id)
    _check_tag(request, row)
    slug = "" if kind == FACTS else record_id
    saved = _saved(request, one, Record(kind, slug, payload.data), payload.revision)
    response["ETag"] = _tag(_there(one, kind, record_id))
    return saved


@endpoint(
    router, "POST", "/drafts/{draft_id}/records/entries/{record_id}/end", WRITE, registers_shapes.RecordOut
)
def end_entry(request: HttpRequest, draft_id: str, record_id: str, payload: drafts_shapes.EndIn) -> Any:
    """Note the last day of an entry. It stays in the list as one that ended."""
    one = draft_at(request, draft_id)
    row = _there(one, "entries", record_id)
    opened = record_at(one, "entries", record_id, payload.revision)
    data = {**(opened.data if opened else record_from(row).data), "until": payload.until.isoformat()}
    return _saved(request, one, Record("entries", record_id, data), payload.revision)


def _saved(request: HttpRequest, draft: Draft, record: Record, revision: int | None) -> dict[str, Any]:
    if faults := faults_in(draft, record):
        raise RecordWrong(faults)
    opened = None if revision is None else record_at(draft, record.kind, record.slug, revision)
    data = settled_data(record, opened.data if opened else None)
    wanted = Record(record.kind, record.slug, data)
    now = timezone.now()
    row = save_record(
        by=actor(request), at=now, draft=draft, record=wanted, opened=opened.data if opened else None
    )
    check_again(by=actor(request), at=now, draft=draft)
    draft.refresh_from_db(fields=("revision",))
    return _shown(draft, [row])[0]


@endpoint(
    router, "DELETE", "/drafts/{draft_id}/records/{kind}/{record_id}", WRITE, drafts_shapes.DraftLineOut, wrong={412}
)  # fmt: skip
def delete_record(
    request: HttpRequest, draft_id: str, kind: str, record_id: str, asked: Query[RevisionAsked]
) -> Any:
    """Take a record out. Undoing brings it back; an entry that is over is better ended."""
    one = draft_at(request, draft_id)
    row = _there(one, kind, record_id)
    if kind == FACTS:
        raise NotFound
    _check_tag(request, row)
    opened, now = record_at(one, kind, record_id, asked.revision), timezone.now()
    remove_record(
        by=actor(request), at=now, draft=one, kind=kind, slug=record_id, opened=opened.data if opened else {}
    )
    check_again(by=actor(request), at=now, draft=one)
    left = draft_at(request, draft_id)
    plain = ("kind", "state", "revision", "errors", "warnings", "publish_at", "created_at", "changed_at")
    return {
        "id": left.public_id, "register_id": left.register.public_id,
        **{name: getattr(left, name) for name in plain},
    }  # fmt: skip


@endpoint(
    router, "POST", "/drafts/{draft_id}/records/entries/{record_id}/review", WRITE, registers_shapes.RecordOut
)
def review_entry(request: HttpRequest, draft_id: str, record_id: str, payload: drafts_shapes.ReviewIn) -> Any:
    """Note that somebody looked at an entry and takes it as it is, or take that back."""
    one = draft_at(request, draft_id)
    _there(one, "entries", record_id)
    review_record(
        by=actor(request), at=timezone.now(), draft=one, kind="entries", slug=record_id, review=payload.review
    )
    return _shown(one, [_there(one, "entries", record_id)])[0]


@endpoint(router, "POST", "/drafts/{draft_id}/accept-sure", WRITE, drafts_shapes.AcceptedOut)
def accept_every_sure(request: HttpRequest, draft_id: str, payload: drafts_shapes.EmptyIn) -> Any:
    """Accept every entry of which nothing was guessed and of which the rules say nothing."""
    one = draft_at(request, draft_id)
    count = accept_sure(by=actor(request), at=timezone.now(), draft=one, besides=grave_entries(one))
    return {"count": count}
