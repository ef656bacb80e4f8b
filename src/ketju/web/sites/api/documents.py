"""Endpoints for documents: brought in, read, read again; and the drafts that they become."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from ketju.core.model.document import ReadProblem
from ketju.formats.writers.reading import span_data
from ketju.text.messages import problem_words
from ketju.web.apps.parties.checking import Fault, Refused
from ketju.web.apps.registers.jobs import read_soon
from ketju.web.apps.registers.models import Register, Snapshot
from ketju.web.apps.registers.problems import KeptInGit
from ketju.web.apps.registers.reads.staff import read_of, snapshots_of
from ketju.web.apps.registers.writes.drafting import begin_draft, draft_from_snapshot
from ketju.web.apps.registers.writes.publishing import ELSEWHERE
from ketju.web.apps.registers.writes.receiving import receive
from ketju.web.apps.registers.writes.rechecking import check_again
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.uploads import SIZE, UploadEmpty, UploadTooLarge, safe_name
from ketju.web.sites.api import drafts_shapes as shapes
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.drafts import draft_data
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import draft_at, note_read, processor_of, register_at, said, snapshot_at
from ketju.web.sites.api.given import Counted
from ketju.web.sites.api.registers_shapes import NewDraftIn

router = Router(tags=["documents"])
READ, WRITE = "registers.read", "registers.write"
MOST_NOTES, MOST_TEXT = 20, 400


def _line(one: Snapshot, notes: list[str] | None = None) -> dict[str, Any]:
    book = said()
    problem = ""
    if one.problem:
        problem = problem_words(ReadProblem(one.problem, params=tuple(one.params.items())), book)[0]
    plain = ("name", "address", "size", "sha256", "entries", "unread", "received_at", "read_at")
    return {
        "id": one.public_id, "register_id": one.register.public_id, **{name: getattr(one, name) for name in plain},
        "format": one.form, "problem": problem, "notes": notes or [],
    }  # fmt: skip


def _shown(one: Snapshot) -> dict[str, Any]:
    found, book = read_of(one), said()
    problems = found[0].result.problems[:MOST_NOTES] if found else ()
    return _line(one, [problem_words(each, book)[0] for each in problems])


def _received(request: HttpRequest, register: Register, name: str, data: bytes, address: str = "") -> Any:
    if register.source == "file":
        raise KeptInGit
    made = receive(
        by=actor(request), at=timezone.now(), register=register, name=name, data=data, address=address
    )
    read_soon(made, timezone.now())
    made.refresh_from_db(fields=("read_at",))
    return Status(201, _shown(made))


@endpoint(router, "GET", "/registers/{register_id}/documents", READ, shapes.DocumentsOut)
def list_documents(request: HttpRequest, register_id: str) -> Any:
    """The documents of a register that were received last."""
    one = register_at(request, register_id)
    rows = snapshots_of(one)
    for row in rows:
        row.register = one
    return {"items": [_line(row) for row in rows]}


@endpoint(router, "POST", "/registers/{register_id}/documents", WRITE, shapes.DocumentOut, 201)
def bring_in_text(request: HttpRequest, register_id: str, payload: shapes.TextIn) -> Any:
    """Bring in a list as a text. It is kept as it comes; a short one is read at once, a long one in the background."""
    try:
        data = payload.text.encode()
    except UnicodeEncodeError:
        raise Refused([Fault("text", "web.api.text")]) from None
    one = register_at(request, register_id)
    return _received(request, one, safe_name(payload.name), data, payload.address)


@endpoint(router, "POST", "/registers/{register_id}/document-files", WRITE, shapes.DocumentOut, 201, {413})
def bring_in_file(request: HttpRequest, register_id: str, file: File[UploadedFile]) -> Any:
    """Bring in a list as a file of any format that is read: PDF, XLSX, DOCX, ODS, ODT, HTML, CSV, YAML and others."""
    size = file.size or 0
    if not size:
        raise UploadEmpty
    if size > SIZE:
        raise UploadTooLarge(size=size, limit=SIZE // 1_000_000)
    return _received(request, register_at(request, register_id), safe_name(file.name or ""), file.read())


@endpoint(router, "GET", "/documents/{document_id}", READ, shapes.DocumentOut)
def get_document(request: HttpRequest, document_id: str) -> Any:
    """A document: whether it is read yet (``read_at``), what reading gave, or why it could not be read."""
    return _shown(snapshot_at(request, document_id))


@endpoint(
    router, "GET", "/documents/{document_id}/file", READ, None, media=("application/octet-stream",)
)  # fmt: skip
def get_document_file(request: HttpRequest, document_id: str) -> Any:
    """A document as it was received, byte for byte."""
    one = snapshot_at(request, document_id)
    audited(
        actor(request), "snapshots.read", "snapshot", at=timezone.now(), processor=processor_of(request),
        subject=one.public_id,
    )  # fmt: skip
    answer = HttpResponse(bytes(one.data), content_type="application/octet-stream")
    answer["ETag"] = f'"{one.sha256}"'
    return answer


@endpoint(router, "GET", "/documents/{document_id}/unread", READ, shapes.UnreadPageOut)
def list_unread(request: HttpRequest, document_id: str, asked: Query[Counted]) -> Any:
    """The parts of a document that nobody could make sense of, each with its place and why."""
    one = snapshot_at(request, document_id)
    found, book = read_of(one), said()
    if found is None:
        return {"items": [], "next": None}
    reading = found[0]
    parts = reading.result.unread
    shown = parts[asked.after : asked.after + asked.size]
    note_read(request, "snapshot", one.public_id, len(shown))
    items = [
        {
            "number": asked.after + at, "text": part.text[:MOST_TEXT],
            "place": span_data(part.span, reading.document), "reason": book(part.reason),
        }
        for at, part in enumerate(shown)
    ]  # fmt: skip
    more = asked.after + asked.size < len(parts)
    return {"items": items, "next": asked.after + asked.size if more else None}


@endpoint(router, "POST", "/documents/{document_id}/read", WRITE, shapes.DocumentOut)
def read_again(request: HttpRequest, document_id: str, payload: shapes.EmptyIn) -> Any:
    """Read a document again: a newer version of Ketju may read more."""
    one = snapshot_at(request, document_id)
    read_soon(one, timezone.now())
    return _shown(snapshot_at(request, document_id))


@endpoint(router, "POST", "/documents/{document_id}/drafts", WRITE, shapes.DraftOut, 201)
def begin_from_document(request: HttpRequest, document_id: str, payload: NewDraftIn) -> Any:
    """Make a draft of what was read. A list that held before has the day from which it did."""
    one = snapshot_at(request, document_id)
    is_old = payload.kind in ELSEWHERE
    if is_old and payload.on is None:
        raise Refused([Fault("on", "web.registers.begin.on-missing")])
    made = draft_from_snapshot(
        by=actor(request), at=timezone.now(), snapshot=one, kind=payload.kind,
        on=payload.on if is_old else None, agreement=payload.agreement if is_old else "",
    )  # fmt: skip
    return Status(201, _begun(request, made.public_id))


@endpoint(router, "POST", "/registers/{register_id}/drafts", WRITE, shapes.DraftOut, 201)
def begin_from_version(request: HttpRequest, register_id: str, payload: shapes.EmptyIn) -> Any:
    """Make a draft of what is published, or an empty one."""
    made = begin_draft(by=actor(request), at=timezone.now(), register=register_at(request, register_id))
    return Status(201, _begun(request, made.public_id))


def _begun(request: HttpRequest, public_id: str) -> dict[str, Any]:
    check_again(by=actor(request), at=timezone.now(), draft=draft_at(request, public_id))
    return draft_data(draft_at(request, public_id))
