"""Endpoints for imports: rows are checked first, and written when the program says so."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router, Status
from ninja.files import UploadedFile

from ketju.text.render import phrasebook
from ketju.web.apps.exchange.columns import COLUMNS
from ketju.web.apps.exchange.importing import problems_of, receive, receive_table, run
from ketju.web.apps.exchange.models import Import
from ketju.web.apps.exchange.reading import MOST_BYTES, table_from
from ketju.web.apps.parties.reads import is_id
from ketju.web.base.pages.uploads import Kind, check_upload, safe_name
from ketju.web.sites.api import shapes
from ketju.web.sites.api.doors import actor, token_of
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.problems import NotFound

router = Router(tags=["imports"])
IMPORT = "customers.import"
KINDS: tuple[Kind, ...] = ("text", "xlsx", "ods")


def _shown(made: Import) -> dict[str, Any]:
    phrases = phrasebook("en")
    problems = [
        {
            "row": one.row,
            "column": one.column,
            "code": one.key.removeprefix("web."),
            "detail": phrases(one.key, **one.params),
        }
        for one in problems_of(made)
    ]
    plain = ("name", "found", "missing", "total", "done", "checked_at", "begun_at", "finished_at")
    return {"id": made.public_id, "problems": problems, **{name: getattr(made, name) for name in plain}}


def _import(request: HttpRequest, public_id: str) -> Import:
    rows = Import.objects.select_related("processor").filter(processor=token_of(request).processor)
    found = rows.filter(public_id=public_id).first() if is_id(public_id) else None
    if found is None:
        raise NotFound
    return found


@endpoint(router, "POST", "/imports", IMPORT, shapes.ImportOut, 201)
def check_rows(request: HttpRequest, payload: shapes.RowsIn) -> Any:
    """Check rows: nothing is written, every problem is told by row and column. Rows count from 2, as in files."""
    columns = list(dict.fromkeys(column for row in payload.rows for column in row)) or list(COLUMNS)
    lines = [columns, *([row.get(column, "") for column in columns] for row in payload.rows)]
    made = receive_table(
        by=actor(request),
        at=timezone.now(),
        processor=token_of(request).processor,
        name=payload.name.replace("\x00", ""),
        table=table_from(lines),
    )
    return Status(201, _shown(made))


@endpoint(router, "POST", "/import-files", IMPORT, shapes.ImportOut, 201, {413})
def check_file(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Check a file: CSV or a workbook (XLSX, ODS), 60 MB at most. Nothing is written; it is run like rows are."""
    check_upload(file, KINDS, MOST_BYTES)
    made = receive(
        by=actor(request),
        at=timezone.now(),
        processor=token_of(request).processor,
        name=safe_name(file.name or ""),
        data=file.read(),
    )
    return Status(201, _shown(made))


@endpoint(router, "GET", "/imports/{import_id}", IMPORT, shapes.ImportOut)
def get_import(request: HttpRequest, import_id: str) -> Any:
    """An import: what the check found, and how far it has come."""
    return _shown(_import(request, import_id))


@endpoint(router, "POST", "/imports/{import_id}/run", IMPORT, shapes.ImportOut)
def run_import(request: HttpRequest, import_id: str, payload: shapes.RunIn) -> Any:
    """Write an import that was checked and has no problems."""
    made = _import(request, import_id)
    return _shown(run(by=actor(request), at=timezone.now(), made=made, ends_missing=payload.ends_missing))
