"""Checks of drafts: of one record as it is saved, by the same questions as a register file; of the whole by rules."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ketju.core.lint.engine import check
from ketju.core.lint.subject import Subject
from ketju.core.model.finding import Finding
from ketju.core.model.register import Register, Waiver
from ketju.core.register.building import built
from ketju.core.register.canonical import settled
from ketju.core.register.shape import Kind, MapKind, RecordKind, TextKind, members, required
from ketju.core.register.slugs import is_slug
from ketju.formats.registerfile.checks import fault_in
from ketju.web.apps.registers.content import FACTS, KINDS, Record, record_from, register_of_draft
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.readings import Reading, reading_in

Faults = list[tuple[str, str, dict[str, str]]]
"""A field, a key for words and its parameters, for each thing that is wrong."""
_OF: dict[str, type] = {FACTS: Register} | {
    one.name: one.kind.of for one in members(Register) if isinstance(one.kind, MapKind)
}


class _Look:
    """Looks at every value of a record, and notes what it refers to and what is not right."""

    def __init__(self) -> None:
        self.field = ""
        self.faults: Faults = []
        self.references: dict[tuple[str, str], str] = {}

    def __call__(self, kind: Kind, data: Any) -> None:
        match kind:
            case TextKind(check, home, former):
                if home and not former:
                    self.references[home, data] = self.field
                found = fault_in(data, check) if check else None
                if found:
                    self.faults.append((self.field, *found))


def faults_in(draft: Draft, record: Record, *, is_removed: bool = False) -> Faults:
    """What keeps a record from standing in a draft: wrong values, references to nothing; of one that is taken out,
    those that refer to it.
    """
    if is_removed:
        return [
            ("", "web.registers.wrong.referred-to", {"name": name})
            for name in _referring(draft, record.kind, record.slug)
        ]
    look = _looked_at(record)
    known = defaultdict(set)
    for kind, slug in draft.records.values_list("kind", "slug"):
        known[kind].add(slug)
    known[record.kind].add(record.slug)
    for (home, slug), field in look.references.items():
        if slug not in known[home]:
            look.faults.append((field, "web.registers.wrong.unknown-id", {"found": slug}))
    if record.kind != FACTS and not is_slug(record.slug):
        look.faults.append(("id", "web.registers.wrong.id", {"found": record.slug}))
    return look.faults


def _looked_at(record: Record) -> _Look:
    """Every member of a record, looked at one by one."""
    look, of = _Look(), _OF[record.kind]
    known = {one.name: one for one in members(of)}
    for name in record.data:
        if name not in known or (record.kind == FACTS and name in KINDS):
            look.faults.append((name, "web.registers.wrong.member", {"found": name}))
            continue
        look.field = name
        try:
            built(known[name].kind, record.data[name], look)
        except (ValueError, TypeError, KeyError, AttributeError):
            look.faults.append((name, "web.registers.wrong.value", {}))
    for name in required(of):
        if not record.data.get(name):
            look.faults.append((name, "web.wrong.missing", {}))
    return look


def _referring(draft: Draft, kind: str, slug: str) -> Iterator[str]:
    """The names of records that refer to one."""
    for row in draft.records.all():
        if (row.kind, row.slug) != (kind, slug) and (kind, slug) in _looked_at(record_from(row)).references:
            yield row.name or row.slug


def settled_data(record: Record, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The data of a record in the form in which they are kept; as they are where they are wrong.

    Sets stay in the order in which they are given, and what says the same as ``before`` in the order that it had: it
    is that of the printed list.
    """
    kind = RecordKind(_OF[record.kind])
    try:
        kept, sets = dict(settled(kind, record.data, as_given=True)), settled(kind, record.data)
        was = settled(kind, before) if before else {}
    except (ValueError, TypeError, KeyError, AttributeError):
        return record.data
    same = (name for name in kept if before and name in before and sets[name] == was.get(name))
    return kept | {name: before[name] for name in same if before}


def is_whole(data: dict[str, Any], kind: str) -> bool:
    """Whether data are a record of a kind at all."""
    try:
        built(RecordKind(_OF[kind]), data)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


def findings_of(draft: Draft, on: date) -> tuple[Finding, ...]:
    """What the rules find in a draft; places in the source are those of the document that it was read from."""
    reading = reading_of(draft)
    register = register_of_draft(draft)
    subject = (
        Subject(register, on, result=reading.result, document=reading.document)
        if reading and reading.result.parts
        else Subject(register, on)
    )
    return check(subject)


def grave_entries(draft: Draft) -> set[str]:
    """The ids of entries of which the last check found an error or a warning that nobody answers for."""
    grave = [one for one, is_waived in findings_in(draft.findings) if not is_waived and one.level != "info"]
    paths = (path.split("/") for one in grave for path in (one.path, *one.related))
    return {parts[1] for parts in paths if parts[0] == "entries" and len(parts) > 1}


def waivers_in(draft: Draft) -> tuple[Waiver, ...]:
    """The waivers of a draft, in the order of its facts."""
    facts = draft.records.filter(kind=FACTS).first()
    if facts is None or '"waivers"' not in facts.data:
        return ()
    try:
        return register_of_draft(draft).waivers
    except ValueError:
        return ()


def reading_of(draft: Draft) -> Reading | None:
    """What the document of a draft gave; None where the draft has none."""
    if draft.snapshot is None or not draft.snapshot.reading:
        return None
    return reading_in(draft.snapshot.reading)


def text_of_findings(findings: tuple[Finding, ...]) -> str:
    """Findings as the text that a draft keeps, each with whether somebody answers for it."""
    return json.dumps(
        [
            {
                "rule": one.rule, "slug": one.slug, "level": one.level, "path": one.path,
                "params": list(one.params), "variant": one.variant, "related": list(one.related),
                "waived": one.waiver is not None,
            }
            for one in findings
        ],
        ensure_ascii=False,
    )  # fmt: skip


def findings_in(text: str) -> tuple[tuple[Finding, bool], ...]:
    """Findings that ``text_of_findings`` wrote, and whether each is waived."""
    return tuple(
        (
            Finding(
                one["rule"], one["slug"], one["level"], one["path"], tuple(map(tuple, one["params"])),
                None, tuple(one["related"]), one["variant"],
            ),
            one["waived"],
        )
        for one in json.loads(text or "[]")
    )  # fmt: skip
