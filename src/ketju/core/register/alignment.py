"""An older register written like a newer one where both mean the same, so that what differs is what changed.

The canonical form of an older version keeps no order of entries, of data categories or of places, and no marks of
inference. Beside the newer version each of them would look like a change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ketju.core.model.register import Register
from ketju.core.register.canonical import meaning
from ketju.core.register.shape import MapKind, members


def aligned(versions: Sequence[Register]) -> tuple[Register, ...]:
    """The registers, oldest first, each written like the next wherever the meaning is the same; the last as it is."""
    found = list(versions[-1:])
    for register in reversed(versions[:-1]):
        found.append(_like(register, found[-1]))
    return tuple(reversed(found))


def _like(older: Register, newer: Register) -> Register:
    """``older`` in the words of ``newer``: members, records by their id, and their order."""
    changes: dict[str, Any] = {}
    for member in members(Register):
        old, new = getattr(older, member.name), getattr(newer, member.name)
        if isinstance(member.kind, MapKind):
            changes[member.name] = _records_like(old, new)
        elif member.meaning and old != new and meaning(member.kind, old) == meaning(member.kind, new):
            changes[member.name] = new
    return replace(older, **changes)


def _records_like(older: Sequence[Any], newer: Sequence[Any]) -> tuple[Any, ...]:
    places = {record.id: at for at, record in enumerate(newer)}
    by_id = {record.id: record for record in newer}
    ordered = sorted(older, key=lambda record: places.get(record.id, len(places)))
    return tuple(_record_like(record, by_id.get(record.id)) for record in ordered)


def _record_like(older: Any, newer: Any) -> Any:
    if newer is None or older == newer:
        return older
    changes = {}
    of: type = type(older)
    for member in members(of):
        old, new = getattr(older, member.name), getattr(newer, member.name)
        if old != new and meaning(member.kind, old) == meaning(member.kind, new):
            changes[member.name] = new
    return replace(older, **changes) if changes else older
