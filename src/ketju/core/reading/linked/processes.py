"""Processes of DPV → drafts: a company with what it does, with which data, where, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketju.core.model.document import Record, Text, Value
from ketju.core.reading.draft import Draft
from ketju.core.reading.linked.companies import add_company, add_properties
from ketju.core.reading.linked.nodes import Node, local_name, term_words
from ketju.core.reading.texts import joined
from ketju.core.vocabulary.lexicon import lexicon

ENGAGED = ("hasDataProcessor", "hasDataSubProcessor", "hasSubProcessor", "hasRecipient", "hasDataImporter")
CONTROLLERS = ("hasDataController", "hasJointDataControllers")
"""Properties that lead from a process to a company."""
_PLACES = ("hasLocation", "hasProcessingLocation", "hasStorageLocation", "hasCountry")
_KINDS = {"backup": "backup_place", "access": "access_place", "storage": "storage_place"}


def drafts_of(process: Node) -> list[Draft]:
    """A draft for each company of a process."""
    found = []
    for role, properties in (("", ENGAGED), ("controller", CONTROLLERS)):
        for company in process.nodes(*properties):
            if not (company.literal("name") or company.literal("hasName") or company.literal("legalName")):
                continue
            draft = Draft([])
            add_company(draft, company)
            if role:
                _add_role(draft, company)
            _add_what(draft, process)
            _add_where(draft, process)
            add_properties(draft, process)
            found.append(draft)
    return found


def _add_role(draft: Draft, company: Node) -> None:
    """That the company is a controller, told by the class that it is of."""
    types = [value for value in company.values("@type") if isinstance(value, Text)]
    at = next((one for one in types if "Controller" in one.text), draft.fields[0].text)
    joint = "JointDataControllers" in company.types
    draft.add("role", replace(at, text="joint controller" if joint else "controller", marks=()))


def _add_what(draft: Draft, process: Node) -> None:
    for value in process.values("hasPurpose"):
        _add_purpose(draft, value, process)
    for key, property_ in (("data", "hasPersonalData"), ("data_subjects", "hasDataSubject")):
        if texts := process.texts(property_):
            draft.add(key, _in_a_row(texts, "\n"))
            draft.fields[-1].listed = True
    for key, property_ in (("since", "startDate"), ("until", "endDate")):
        if day := process.text(property_):
            draft.add(key, day)


def _add_purpose(draft: Draft, value: Value, process: Node) -> None:
    """What a purpose says of itself, else the words of the terms that it is."""
    if isinstance(value, Text):
        draft.add("purpose", term_words(value) if ":" in value.text and " " not in value.text else value)
    elif isinstance(value, Record):
        node = Node(value, process.by_id)
        said, name = node.literal("description"), node.literal("name")
        if said and name and name.text != said.text:
            draft.add("function", name)
        terms = node.terms()
        if told := said or name or (_in_a_row(terms, ", ") if terms else None):
            draft.add("purpose", told)


def _in_a_row(texts: Sequence[Text], glue: str) -> Text:
    """Several texts as one."""
    whole = texts[0]
    for text in texts[1:]:
        whole = joined(whole, text, glue)
    return whole


def _add_where(draft: Draft, process: Node) -> None:
    for value in process.values(*_PLACES):
        if isinstance(value, Text):
            draft.add("place", replace(value, text=local_name(value.text), marks=()))
        elif isinstance(value, Record):
            _add_place(draft, Node(value, process.by_id))
    for one in process.nodes("isOutsideOfLocation"):
        for term in one.terms():
            if local_name(term.text).startswith(("EEA", "EU")):
                draft.add("outside_eea", replace(term, text="yes", marks=()))
    for transfer in process.nodes("hasProcessing", "hasTransfer", "hasLegalMeasure"):
        if "Transfer" not in transfer.types:
            continue
        if told := transfer.literal("description") or transfer.literal("name"):
            draft.add("transfer", told)


def _add_place(draft: Draft, node: Node) -> None:
    """A place with its country and what it is for: "Helsinki, FI"."""
    country = next((one for own in node.nodes("hasCountry", "hasLocation") for one in own.terms()), None)
    country = country or node.text("hasCountry", "addressCountry")
    inner = node.literal("name")
    whole = joined(inner, country, ", ") if inner and country else inner or country
    whole = whole or next(iter(node.terms()), None)
    if whole is None:
        return
    key = "storage_place" if "StorageLocation" in node.types else "place"
    if use := node.literal("description"):
        meanings = {match.meaning for match in lexicon("kinds").find(use.text)}
        key = next((key for meaning, key in _KINDS.items() if meaning in meanings), key)
    draft.add(key, whole)
