"""The page of the register file ``ketju.yaml`` and its JSON Schema: every key of every record, from the model."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.register import Register
from ketju.core.register.shape import (
    SHORT,
    ChoiceKind,
    DateKind,
    FlagKind,
    Kind,
    ListKind,
    MapKind,
    Member,
    NumberKind,
    RecordKind,
    TextKind,
    WordsKind,
    members,
    required,
)
from ketju.formats.registerfile.descriptions import DESCRIPTIONS
from ketju.formats.registerfile.schema import schema_text
from tools.reference.markdown import block, code, page, table

ABOUT = """The register as a file that people edit and review in git. [ketju.schema.json](ketju.schema.json) describes \
it to editors, `ketju hash` and `ketju resolve` read it, `ketju read --format yaml` makes one of a list.

- Every value is a text: `NO` is Norway, `yes` and `no` are answers, dates are `2015`, `2015-04` or `2015-04-01`.
- The keys of `entries`, `services`, `regions`, `groups`, `options` and `sites` are ids: small letters, digits and \
single hyphens. Once published they stay, whatever the name becomes.
- What is left out has no value, or the one in the column "without it".
- Words are one text in the first of the `languages`, or texts by language: `{fi: Posti, sv: Post}`; `source` then \
names the original where it is not the first language.
- A record with one main value may be written as that value alone: `DE` for `{code: DE}`.
- Not hashed are the keys marked so; [why](../decisions/what-the-content-hash-covers.md).
- Comments and the order of keys are kept when Ketju changes the file."""

EXAMPLE = """\
ketju: 1
publisher: Ruskoilves
languages: [fi]

regions: {eu: EU, uk: Britannia}

services:
  ilvesposti:
    name: IlvesPosti
    groups:
      - posti
      - {group: posti-uk, regions: [uk]}   # only there

groups:
  posti: {name: Lähetys, groups: [konesali]}   # whoever uses it uses the data centre as well
  posti-uk: Lähetys Britanniassa
  konesali: Konesali

entries:
  lehtokuja-pilvet:
    name: Lehtokuja Pilvet Oy
    places: [FI]
    since: 2026-03
    applies_to: {groups: [konesali]}
  lehtokujan-alihankkija:
    name: Oakenlock Identity Limited
    tier: 2
    engaged_by: lehtokuja-pilvet
    replaces: vanha-alihankkija
    places: [IE]
    applies_to: {groups: [konesali]}

waivers:
  - rule: missing-contact
    entry: lehtokuja-pilvet
    reason: The contact is asked for and promised for January.
    owner: Data protection officer
    since: 2026-11-29
    until: 2027-01-31
"""


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page and of the schema."""
    yield "ketju.schema.json", schema_text()
    sections = [_section(of) for of in _records(Register)]
    yield "register-file.md", page("ketju.yaml", ABOUT, "## Example", block(EXAMPLE, "yaml"), *sections)


def _records(of: type) -> list[type]:
    """The record and all within it, each once, in the order in which they are met."""
    found = [of]
    for one in found:
        for member in members(one):
            inner = member.kind.item if isinstance(member.kind, ListKind) else member.kind
            if isinstance(inner, RecordKind | MapKind) and inner.of not in found:
                found.append(inner.of)
    return found


def _section(of: type) -> str:
    summary = " ".join((of.__doc__ or "").split("\n\n")[0].replace("``", "`").split())
    short = f" May be written as its `{SHORT[of]}` alone." if of in SHORT else ""
    rows = [
        (code(one.name), DESCRIPTIONS[of.__name__][one.name], _kind(one.kind), _default(of, one))
        for one in members(of)
    ]
    return f"## {of.__name__}\n\n{summary}{short}\n\n" + table(
        ("key", "meaning", "value", "without it"), rows
    )


def _default(of: type, one: Member) -> str:
    if one.name in required(of):
        return "required"
    if one.default is None or one.default is False:
        return "no" if one.default is False else ""
    return str(one.default)


def _kind(kind: Kind) -> str:
    match kind:
        case TextKind(_, home) if home:
            return f"an id of `{home}`"
        case TextKind("country"):
            return "ISO 3166-1 alpha-2"
        case TextKind("place"):
            return "ISO 3166-1 alpha-2, EU, EEA or GLOBAL"
        case TextKind("language"):
            return "BCP 47"
        case TextKind("token" | "scheme" as check):
            return {"token": "a name of letters, digits and `_ : . -`", "scheme": "a scheme of numbers"}[
                check
            ]
        case TextKind():
            return "text"
        case ChoiceKind(values):
            return " / ".join(values)
        case FlagKind(maybe):
            return "yes / no" + (" / unknown" if maybe else "")
        case NumberKind():
            return "whole number"
        case DateKind():
            return "date"
        case WordsKind():
            return "words"
        case RecordKind(of):
            return f"[{of.__name__}](#{of.__name__.lower()})"
        case MapKind(of):
            return f"[{of.__name__}](#{of.__name__.lower()}) by id"
        case ListKind(item, ordered):
            return f"list of {_kind(item)}" + (", in order" if ordered else "")
