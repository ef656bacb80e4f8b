"""Companies of schema.org and of DPV → the fields of a draft."""

from __future__ import annotations

from dataclasses import replace

from ketju.core.model.document import Record, Text
from ketju.core.reading.draft import Draft
from ketju.core.reading.linked.nodes import Node
from ketju.core.reading.texts import flat, joined
from ketju.core.vocabulary.labels import label_for

ORGANIZATIONS = frozenset(
    {
        "Organization", "Corporation", "LocalBusiness", "OnlineBusiness", "OnlineStore", "ProfessionalService", "NGO",
        "GovernmentOrganization", "LegalEntity", "OrganisationalUnit", "DataProcessor", "DataSubProcessor", "Recipient",
        "ThirdParty", "DataImporter",
    }
)  # fmt: skip
"""Classes of companies, of schema.org and DPV."""
SURE = 0.95
"""How sure the name of a further property must name a field."""
_PARTS = ("streetAddress", "postOfficeBoxNumber", "postalCode", "addressLocality", "addressRegion")
_NUMBERS = ("taxID", "leiCode", "duns", "iso6523Code", "globalLocationNumber")


def is_company(node: Node) -> bool:
    """Whether a node is a company with a name."""
    if not node.types & ORGANIZATIONS:
        return False
    return node.literal("name") is not None or node.literal("legalName") is not None


def add_company(draft: Draft, node: Node) -> None:
    """Name, numbers, address, seat and links of a company."""
    name, legal = node.literal("name") or node.literal("hasName"), node.literal("legalName")
    for key, text in (("name", name or legal), ("legal_entity", legal if name else None)):
        if text:
            draft.add(key, text)
    if name and (brand := node.text("alternateName", "brand")):
        draft.add("brand", brand)
    _add_numbers(draft, node)
    _add_address(draft, node)
    for text in node.texts("url", "sameAs"):
        draft.add("link", text)
    add_properties(draft, node)


def _add_numbers(draft: Draft, node: Node) -> None:
    for value in node.values("identifier", "hasIdentifier"):
        if isinstance(value, Record):
            own = Node(value, node.by_id)
            scheme, number = own.literal("propertyID"), own.literal("value")
            if number:
                draft.add("identifier", number, scheme.text if scheme else "")
        elif isinstance(value, Text):
            draft.add("identifier", value)
    for name in _NUMBERS:
        for text in node.texts(name):
            draft.add("identifier", text, name)
    for text in node.texts("vatID"):
        draft.add("vat_id", text)


def _add_address(draft: Draft, node: Node) -> None:
    for value in node.values("address", "hasAddress"):
        if isinstance(value, Text):
            draft.add("address", value)
            continue
        own = Node(value, node.by_id) if isinstance(value, Record) else None
        if own is None:
            continue
        parts = [part for name in _PARTS if (part := own.text(name))]
        if parts:
            whole = parts[0]
            for part in parts[1:]:
                whole = joined(whole, part, ", ")
            draft.add("address", whole)
        if country := own.text("addressCountry"):
            draft.add("seat", country)
    for text in node.texts("location"):
        draft.add("seat", text)


def add_properties(draft: Draft, node: Node) -> None:
    """Further properties, each with a name that names a field and a value, or several."""
    for own in node.nodes("additionalProperty"):
        name = own.literal("name") or own.literal("propertyID")
        label = label_for(flat(name.text), least=SURE) if name else None
        if name is None or label is None:
            continue
        values = own.texts("value")
        if values:
            whole = replace(values[0], marks=())
            for value in values[1:]:
                whole = joined(whole, value, "\n")
            draft.add(label.field, whole, name.text)
