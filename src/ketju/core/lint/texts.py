"""The texts of a register that people read, each with the path of the value it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.register import Entry, Register


def entry_texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """(path, text) of each printed text of an entry, its name first; empty ones are left out."""
    at = f"entries/{entry.id}"
    single = (
        ("name", entry.name),
        ("legal_entity", entry.legal_entity),
        ("service", entry.service),
        ("address", entry.address),
        ("places_printed", entry.places_printed),
        ("retention", entry.retention),
        ("status", entry.status),
    )
    yield from ((f"{at}/{name}", text) for name, text in single if text)
    yield from ((f"{at}/function", text) for _, text in entry.function.texts if text)
    yield from ((f"{at}/purpose", text) for _, text in entry.purpose.texts if text)
    yield from ((f"{at}/data", item.printed) for item in entry.data)
    if entry.transfer and entry.transfer.printed:
        yield f"{at}/transfer", entry.transfer.printed
    if entry.condition:
        yield from ((f"{at}/condition", text) for _, text in entry.condition.printed.texts if text)
    yield from ((f"{at}/notes", note) for note in entry.notes)


def statement_texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """(path, text) of what an entry says of its company: the texts without names, addresses and places."""
    skipped = ("name", "legal_entity", "address", "places_printed")
    return ((path, text) for path, text in entry_texts(entry) if path.rpartition("/")[2] not in skipped)


def register_texts(register: Register) -> Iterator[tuple[str, str]]:
    """(path, text) of each printed text of the register itself, its entries left out."""
    yield from (("title", text) for _, text in register.title.texts if text)
    if register.notice and register.notice.printed:
        yield "notice", register.notice.printed
    if register.objection and register.objection.printed:
        yield "objection", register.objection.printed
    for service in register.services:
        yield from ((f"services/{service.id}", text) for _, text in service.name.texts)
    for group in register.groups:
        yield from ((f"groups/{group.id}", text) for _, text in group.name.texts)
