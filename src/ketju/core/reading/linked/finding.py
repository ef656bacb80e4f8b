"""Find lists in structured sources whose vocabulary is known: DPV and schema.org as linked data, and TILT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ketju.core.model.document import Block, Record, Records, Text, Value
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.evidence import ACCEPT, names_subprocessors, names_suppliers
from ketju.core.reading.linked.companies import add_company, is_company
from ketju.core.reading.linked.nodes import Node, every_record, local_name, nodes_by_id
from ketju.core.reading.linked.processes import drafts_of
from ketju.core.reading.linked.tilt import tilt_drafts, tilt_facts
from ketju.core.reading.texts import flat

KNOWN = 3.0
"""The evidence, beyond what is enough, of recipients in a vocabulary made for them."""
NAMED = 2.0
LEAST_COMPANIES = 2
"""Companies without processing are a list from so many on: one may be whose page it is."""
_OWNERS = frozenset(
    {
        "publisher",
        "author",
        "creator",
        "maintainer",
        "copyrightHolder",
        "provider",
        "sourceOrganization",
        "brand",
    }
    | {"parentOrganization", "controller", "hasDataProtectionOfficer", "isPartOf"}
)
"""Properties that lead to those behind a list, or behind a company, rather than to one of its companies."""


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What linked data say of the list as a whole, as texts; None where they say nothing."""

    title: Text | None = None
    publisher: Text | None = None
    label: Text | None = None
    modified: Text | None = None
    language: str = ""


def read_linked(value: Record | Records, path: tuple[Text, ...]) -> Found | None:
    """The drafts of a structured source in a known vocabulary; None for any other."""
    if drafts := tilt_drafts(value):
        return _found(drafts, path, ACCEPT + KNOWN)
    if not _is_linked(value):
        return None
    by_id = nodes_by_id(value)
    processes = [Node(record, by_id) for record in every_record(value)]
    drafts = [draft for process in processes for draft in drafts_of(process)]
    if drafts:
        return _found(drafts, path, ACCEPT + KNOWN)
    companies = [node for node in _listed(value, by_id) if is_company(node)]
    for node in companies:
        draft = Draft([])
        add_company(draft, node)
        if said := node.literal("description"):
            draft.add("purpose", said)
        drafts.append(draft)
    if len(drafts) < LEAST_COMPANIES:
        return None
    title = list_facts((value,)).title
    named = title is not None and (names_subprocessors(title.text) or names_suppliers(title.text))
    return _found(drafts, path, ACCEPT + NAMED * named)


def _found(drafts: list[Draft], path: tuple[Text, ...], score: float) -> Found:
    for draft in drafts:
        draft.path = path
    return Found("linked", score, drafts)


def _is_linked(value: Value) -> bool:
    """Whether a source is linked data: it names its context, or the classes of its records."""
    first = value.items[0] if isinstance(value, Records) and value.items else value
    keys = {key.text for key, _ in first.pairs} if isinstance(first, Record) else set()
    return bool(keys & {"@context", "@graph", "@type", "@id"})


def _listed(value: Value, by_id: dict[str, Record]) -> Iterator[Node]:
    """The records of a source that stand in it as its own, and not as the owner of another."""
    work: list[Value] = [value]
    seen: set[int] = set()
    while work:
        current = work.pop()
        if isinstance(current, Records):
            work += reversed(current.items)
        elif isinstance(current, Record):
            node = Node(current, by_id)
            if id(current) in seen:
                continue
            seen.add(id(current))
            yield node
            names = [local_name(key.text) for key, _ in current.pairs]
            for name in reversed([name for name in names if name not in _OWNERS]):
                work += reversed([inner for inner in node.values(name) if isinstance(inner, Record)])


def list_facts(blocks: Sequence[Block]) -> ListFacts:
    """Title, publisher, label and date of the first record that lists something. Source: schema.org, DCAT."""
    for block in blocks:
        if isinstance(block, Record) and (facts := tilt_facts(block)):
            name, modified, language = facts
            return ListFacts(publisher=name, modified=modified, language=language)
        if not isinstance(block, Record | Records) or not _is_linked(block):
            continue
        by_id = nodes_by_id(block)
        for record in every_record(block):
            node = Node(record, by_id)
            if not node.types & {
                "ItemList",
                "Dataset",
                "DigitalDocument",
                "CreativeWork",
                "WebPage",
                "Catalog",
            }:
                continue
            publisher = next((own.literal("name") for own in node.nodes("publisher", "author")), None)
            return ListFacts(
                node.literal("name") or node.literal("title") or node.literal("headline"),
                publisher,
                node.literal("conditionsOfAccess"),
                node.literal("dateModified") or node.literal("modified") or node.literal("datePublished"),
                _language(node),
            )
    return ListFacts()


def _language(node: Node) -> str:
    """The language of the first text of a title."""
    codes = [code for own in node.nodes("name", "title", "headline") if (code := own.literal("@language"))]
    own = node.literal("inLanguage") or (codes[0] if codes else None)
    return own.text.split("-")[0].casefold() if own else ""


def title_in(blocks: Sequence[Block]) -> str:
    """The title that linked data give the list, "" for none."""
    title = list_facts(blocks).title
    return flat(title.text) if title else ""
