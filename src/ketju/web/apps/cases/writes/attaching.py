"""Files are kept with notices of suppliers, with evidence and with objections, as they came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from ketju.web.apps.cases.models import Attachment, ObjectionFile, ObjectionStep
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.pages.uploads import Upload

MOST: Final = 10
"""So many files come with an objection or a message at most."""
TOGETHER: Final = 25_000_000
"""Bytes that they have together at most, as many as a mail may have."""


def attach(*, by: Actor, at: datetime, processor: Processor, upload: Upload | None) -> Attachment | None:
    """Keep a file, in the transaction of what it belongs to, whose audit entry names it. None for none."""
    if upload is None:
        return None
    return Attachment.objects.create(processor=processor, **_kept(by, at, upload))


def attach_to_step(*, by: Actor, at: datetime, step: ObjectionStep, uploads: Iterable[Upload]) -> None:
    """Keep the files of a step of a talk, in the transaction in which the step is added."""
    for one in uploads:
        ObjectionFile.objects.create(step=step, **_kept(by, at, one))


def read_file(*, by: Actor, at: datetime, file: ObjectionFile) -> None:
    """Note that somebody took a file of an objection out, the customer's people as well as staff."""
    one = file.step.objection
    audited(
        by, "objections.file", "attachment", at=at, processor=one.processor, customer=one.customer.public_id,
        subject=file.public_id,
    )  # fmt: skip


def _kept(by: Actor, at: datetime, upload: Upload) -> dict[str, Any]:
    return {
        "name": upload.name[:200], "form": upload.form, "size": len(upload.data), "data": upload.data,
        "sha256": hashlib.sha256(upload.data).hexdigest(), "by": by.user, "kept_at": at,
    }  # fmt: skip
