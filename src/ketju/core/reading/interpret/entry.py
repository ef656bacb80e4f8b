"""One draft → one entry, with where each value was read."""

from __future__ import annotations

from ketju.core.model.register import Entry, Words
from ketju.core.reading.draft import Draft, Field
from ketju.core.reading.interpret.names import clean_name
from ketju.core.reading.interpret.scope import read_scope
from ketju.core.reading.interpret.values import Reader, Sources, unique
from ketju.core.reading.interpret.what import (
    lines_of,
    purposes_read,
    read_access,
    read_condition,
    read_data,
    read_data_subjects,
    read_purpose,
    varies,
)
from ketju.core.reading.interpret.when import read_notified, read_period
from ketju.core.reading.interpret.where import (
    read_outside,
    read_places,
    read_transfer,
    starts_with_placeholder,
)
from ketju.core.reading.interpret.who import read_contact, read_identifiers, read_links, read_role
from ketju.core.reading.labelling import is_tlp_label
from ketju.core.reading.texts import flat
from ketju.core.reading.whereabouts import reads_as_address
from ketju.core.vocabulary.companies import company_name

_PLACEHOLDER_FIELDS = {
    "identifier": "identifiers", "place": "places", "storage_place": "places", "data": "data", "purpose": "purpose",
    "since": "since", "transfer": "transfer", "address": "address", "vat_id": "identifiers",
}  # fmt: skip


def entry_from(own_id: str, draft: Draft, reader: Reader, sections: tuple[str, ...]) -> tuple[Entry, Sources]:
    """The entry of a draft that has a name. ``sections`` are the headings it applies to."""
    sources = Sources()
    name = draft.first("name")
    assert name is not None
    sources.note("name", name.text.span, min(draft.confidence, name.confidence), draft.reason or name.reason)
    printed_name = clean_name(name.text.text)
    legal_entity, brand = _names(draft, sources, printed_name)
    service = draft.first("service")
    places_printed, places = read_places(draft, sources, reader.languages[0] if reader.languages else "")
    since, until = read_period(draft, reader, sources)
    purpose = read_purpose(draft, sources)
    language = reader.languages[0] if reader.languages else ""
    address = draft.first("address") or _street(draft)
    if address:
        sources.note_field("address", address)
    entry = Entry(
        id=own_id,
        name=printed_name,
        legal_entity=legal_entity,
        brand=brand,
        service=flat(service.text.text) if service else "",
        identifiers=read_identifiers(draft, sources),
        address=flat(address.text.text) if address and any(c.isalnum() for c in address.text.text) else "",
        contact=read_contact(draft, sources),
        role=read_role(draft, reader.languages) or "processor",
        access=read_access(draft),
        function=_function(draft, language),
        purpose=Words(((language, purpose),)) if purpose else Words(),
        purpose_read=purposes_read(draft),
        data=read_data(draft, sources),
        data_subjects=read_data_subjects(draft),
        places_printed=places_printed,
        places=places,
        outside_eea=read_outside(draft, reader, sources),
        transfer=read_transfer(draft, sources),
        condition=read_condition(draft, sources, language),
        varies_by_customer=varies(draft),
        since=since,
        until=until,
        notified=read_notified(draft, reader),
        links=read_links(draft, sources),
        applies_to=read_scope(draft, sections),
        placeholders=_placeholders(draft),
        retention=" ".join(flat(f.text.text) for f in draft.all("retention", "duration")),
        status=" ".join(flat(f.text.text) for f in draft.all("status")),
        notes=_notes(draft),
    )
    return entry, sources


def _street(draft: Draft) -> Field | None:
    """A seat that is printed with street and number is an address too."""
    return next((seat for seat in draft.all("seat") if reads_as_address(flat(seat.text.text))), None)


def _function(draft: Draft, language: str) -> Words:
    """The kind of service, where something else tells the purpose."""
    function = draft.first("function")
    return Words(((language, flat(function.text.text)),)) if function and draft.first("purpose") else Words()


def _names(draft: Draft, sources: Sources, name: str) -> tuple[str, str]:
    """(legal entity, brand): from columns of their own, from the name, or – beside a service – the name itself."""
    entity, brand = draft.first("legal_entity"), draft.first("brand")
    if entity:
        sources.note_field("legal_entity", entity)
    split = company_name(clean_name(name))
    legal = clean_name(entity.text.text) if entity else split.legal_entity
    if not legal and draft.first("service"):
        legal = name
    return legal, clean_name(brand.text.text) if brand else split.brand


def _placeholders(draft: Draft) -> tuple[str, ...]:
    found = [
        _PLACEHOLDER_FIELDS[f.key]
        for f in draft.fields
        if f.key in _PLACEHOLDER_FIELDS and starts_with_placeholder(flat(f.text.text))
    ]
    return unique(found)


def _notes(draft: Draft) -> tuple[str, ...]:
    rest = draft.all("note", "security", "customer_data", "dpa", "tier", "scope", "")
    rest = [f for f in rest if not is_tlp_label(flat(f.text.text))]
    return unique([note for field in rest for note in _remarks(field)])


def _remarks(field: Field) -> list[str]:
    """What a field says, line by line under "Remarks"; any other says first what it is about."""
    if field.key == "note":
        return lines_of(field.text.text)
    said = flat(field.text.text)
    return [f"{flat(field.header)}: {said}" if field.header else said]
