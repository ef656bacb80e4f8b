"""The evidence of a change as it is frozen: that of ``evidence_pack``, every customer in a line, words as hashes.

What people wrote goes when they are erased, and the proof stays: it holds the SHA-256 of each text, so that whoever has
the text can show that it is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ketju.core.problems.publishing import WriterMissing
from ketju.text.render import Phrasebook
from ketju.web.apps.cases.evidence_pack import pdf_of_pack, plain_pack
from ketju.web.apps.cases.models import CaseChange, Touched

WRITTEN = frozenset({"reason", "text", "by_name", "exits", "file_name"})
"""Members that hold words of people, in waivers, objections, their steps and files, and decisions."""
PERSONAL = ("waivers", "objections", "risk")
OF_CUSTOMERS = ("authorisations", "besides")
"""Members of a customer that name writings of people: what it said, and what it agreed besides."""
NAMED = WRITTEN | {"document", "basis"}
_LINE = (
    "customer__public_id", "group__key", "reach", "delivered_at", "window_ends", "free_at", "joined_at", "consented_at",
    "condition_at", "effective_at", "is_excluded", "waits",
)  # fmt: skip


def frozen_text(change: CaseChange, at: datetime) -> str:
    """The evidence of a change as JSON with sorted keys."""
    pack = plain_pack(change, None, at)
    for name in PERSONAL:
        pack[name] = hashed(pack[name])
    for one in pack["customers"]:
        one |= {name: hashed(one[name], NAMED) for name in OF_CUSTOMERS}
    pack["lines"] = {"columns": list(_LINE), "rows": list(_lines(change))}
    return json.dumps(pack, ensure_ascii=False, sort_keys=True)


def frozen_pdf(text: str, phrases: Phrasebook) -> bytes:
    """Frozen evidence for people to read, with the hash of ``text``, its JSON; b"" where no PDF can be made here."""
    pack = json.loads(text)
    pack["sha256"] = sha256_of(text)
    try:
        return pdf_of_pack(pack, phrases)
    except WriterMissing:
        return b""


def sha256_of(data: str | bytes) -> str:
    """The SHA-256 of bytes, or of a text in UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def hashed(value: Any, written: frozenset[str] = WRITTEN) -> Any:
    """The same data with ``<name>_sha256`` in place of each text that somebody wrote."""
    if isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for name, held in value.items():
            if name in written and isinstance(held, str):
                found[f"{name}_sha256"] = sha256_of(held) if held else ""
            else:
                found[name] = hashed(held, written)
        return found
    return [hashed(one, written) for one in value] if isinstance(value, list) else value


def _lines(change: CaseChange) -> Any:
    rows = Touched.objects.filter(change=change).order_by("pk").values_list(*_LINE)
    for row in rows.iterator(5000):
        yield [one.isoformat() if isinstance(one, datetime) else one for one in row]
