"""The texts of a register that people read, each with the path of the value it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.register import Entry, Register


def entry_texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """(path, text) of each printed text of an entry, its name first; empty ones are left out."""
    at = f"entries/{entry.id}"
    if entry.name:
        yield f"{at}/name", entry.name
    if entry.legal_entity:
        yield f"{at}/legal_entity", entry.legal_entity
    if entry.address:
        yield f"{at}/address", entry.address
    if entry.places_printed:
        yield f"{at}/places_printed", entry.places_printed
    yield from statement_texts(entry)


def statement_texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """(path, text) of what an entry says of its company: the texts without names, addresses and places."""
    at = f"entries/{entry.id}"
    if entry.service:
        yield f"{at}/service", entry.service
    if entry.retention:
        yield f"{at}/retention", entry.retention
    if entry.status:
        yield f"{at}/status", entry.status
    yield from ((f"{at}/function", text) for _, text in entry.function.texts if text)
    yield from ((f"{at}/purpose", text) for _, text in entry.purpose.texts if text)
    for item in entry.data:
        yield f"{at}/data", item.printed
    if entry.transfer and entry.transfer.printed:
        yield f"{at}/transfer", entry.transfer.printed
    if entry.condition:
        yield from ((f"{at}/condition", text) for _, text in entry.condition.printed.texts if text)
    for note in entry.notes:
        yield f"{at}/notes", note


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
