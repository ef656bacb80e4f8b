"""Recipients of the Transparency Information Language (TILT) → drafts. Source: requirements 6.3.

A recipient stands with each category of data that it receives, with the purposes of that category; safeguards stand
with the country they are for, so they hold for the recipients there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketju.core.model.document import Record, Text, Value
from ketju.core.reading.draft import Draft
from ketju.core.reading.linked.nodes import Node
from ketju.core.reading.texts import flat
from ketju.core.vocabulary.fold import folded
from ketju.core.vocabulary.phrases import is_whole

DISCLOSED, TRANSFERS = "dataDisclosed", "thirdCountryTransfers"
SAFEGUARDS = ("standardDataProtectionClause", "appropriateGuarantees", "adequacyDecision")
"""What may protect data in a third country, each with whether it is there and a description."""
_NAMES = {
    "standardDataProtectionClause": "Standard contractual clauses",
    "adequacyDecision": "Adequacy decision",
}
"""What a safeguard is called that is there without a description."""


def tilt_drafts(value: Value) -> list[Draft]:
    """The recipients of a document in TILT, each once; [] for anything else."""
    if not isinstance(value, Record):
        return []
    root = Node(value, {})
    found: dict[tuple[str, str, str], Draft] = {}
    for disclosed in root.nodes(DISCLOSED):
        purposes = list(_purposes(disclosed))
        for recipient in disclosed.nodes("recipients"):
            name = recipient.literal("name")
            if name is None:
                continue
            address, country = recipient.literal("address"), recipient.literal("country")
            key = (folded(name.text), _said(address), _said(country))
            draft = found.get(key)
            if draft is None:
                draft = found[key] = _draft(recipient, root)
            else:
                draft.fields[0].more += (name.span,)
            _add_use(draft, disclosed, purposes)
    return list(found.values())


def tilt_facts(value: Value) -> tuple[Text | None, Text | None, str] | None:
    """(who publishes a document in TILT, the day it was changed, its language); None for anything else."""
    root = Node(value, {}) if isinstance(value, Record) else None
    if root is None or not any(key.text == DISCLOSED for key, _ in root.record.pairs):
        return None
    for meta in root.nodes("meta"):
        language = meta.literal("language")
        modified = meta.literal("modified")
        return meta.literal("name"), modified, language.text.casefold() if language else ""
    return None, None, ""


def _said(text: Text | None) -> str:
    return flat(text.text) if text else ""


def _draft(recipient: Node, root: Node) -> Draft:
    draft = Draft([])
    for key, name in (
        ("name", "name"),
        ("address", "address"),
        ("seat", "country"),
        ("function", "category"),
    ):
        text = recipient.literal(name)
        if text and not (key == "function" and is_whole(text.text, "list.subprocessor", "list.supplier")):
            draft.add(key, text)
    country = recipient.literal("country")
    for text in _safeguards(root, country.text if country else ""):
        draft.add("transfer", text)
    return draft


def _purposes(disclosed: Node) -> Iterator[Text]:
    for value in disclosed.values("purposes"):
        if isinstance(value, Text):
            yield value
        elif isinstance(value, Record):
            node = Node(value, {})
            if said := node.literal("description") or node.literal("purpose"):
                yield said


def _add_use(draft: Draft, disclosed: Node, purposes: list[Text]) -> None:
    """What a recipient receives, and what for, in addition to what is known."""
    category = disclosed.literal("category")
    if category and not is_whole(category.text, "placeholder.words", "answers.unknown"):
        _extend(draft, "data", category)
    for purpose in purposes:
        known = {flat(field.text.text) for field in draft.all("purpose")}
        if flat(purpose.text) not in known:
            draft.add("purpose", purpose)


def _extend(draft: Draft, key: str, text: Text) -> None:
    known = draft.first(key)
    if known is None:
        draft.add(key, text)
        draft.fields[-1].listed = True
    elif flat(text.text) not in map(flat, known.text.text.split("\n")):
        known.extend(text, "\n")


def _safeguards(root: Node, country: str) -> Iterator[Text]:
    """What protects data in a country, as described, each once."""
    said: set[str] = set()
    for transfer in root.nodes(TRANSFERS):
        at = transfer.literal("country")
        if not country or at is None or at.text != country:
            continue
        for name in SAFEGUARDS:
            for means in transfer.nodes(name):
                available, text = means.literal("available"), means.literal("description")
                if available is None or available.text.casefold() != "true":
                    continue
                text = text or (replace(available, text=_NAMES[name]) if name in _NAMES else None)
                if text and text.text not in said:
                    said.add(text.text)
                    yield text
