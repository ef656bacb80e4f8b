"""Files are kept with notices of suppliers and with evidence, as they came."""

from __future__ import annotations

import hashlib
from datetime import datetime

from ketju.web.apps.cases.models import Attachment
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor
from ketju.web.base.pages.uploads import Upload as Upload


def attach(*, by: Actor, at: datetime, processor: Processor, upload: Upload | None) -> Attachment | None:
    """Keep a file, in the transaction of what it belongs to, whose audit entry names it. None for none."""
    if upload is None:
        return None
    return Attachment.objects.create(
        processor=processor, name=upload.name[:200], form=upload.form, size=len(upload.data), data=upload.data,
        sha256=hashlib.sha256(upload.data).hexdigest(), by=by.user, kept_at=at,
    )  # fmt: skip
