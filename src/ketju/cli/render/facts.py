"""What a list says of itself: a block of labelled lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketju.cli.render.entries import shown
from ketju.cli.render.style import Style
from ketju.cli.render.width import pad, width, wrap
from ketju.core.model.register import (
    Group,
    GroupReference,
    NoticeTerms,
    ObjectionTerms,
    Register,
    Service,
    Words,
)
from ketju.text.render import Phrasebook
from ketju.text.terms import language_name, notice_words, objection_words, parent_words

Fact = tuple[str, str]
"""(key of the label, text)"""


def fact_lines(register: Register, phrases: Phrasebook, style: Style) -> list[str]:
    """The facts of the list that are there, a line each or more where they are long."""
    return labelled(
        [(phrases(f"fact.{name}"), text) for name, text in _facts(register, phrases) if text], style
    )


def labelled(facts: Sequence[Fact], style: Style, indent: int = 2) -> list[str]:
    """Labels in a column, texts beside them."""
    columns = max((width(label) for label, _ in facts), default=0)
    lines = []
    for label, text in facts:
        own = wrap(text, style.columns - columns - indent - 2)
        lines.append(" " * indent + style.dim(pad(label, columns)) + "  " + own[0])
        lines += [" " * (indent + columns + 2) + line for line in own[1:]]
    return lines


def _facts(register: Register, phrases: Phrasebook) -> Iterator[Fact]:
    yield "title", shown(register.title)
    yield "publisher", register.publisher
    if register.parent:
        yield "parent", parent_words(register.parent, phrases)
    yield "version", register.version
    yield "version-on", str(register.version_on or "")
    yield "source-revision", register.source_revision
    yield "tlp", register.tlp
    yield "languages", ", ".join(language_name(code, phrases) for code in register.languages)
    yield "notice", _notice(register.notice, phrases)
    yield "objection", _objection(register.objection, phrases)
    yield "regions", "\n".join(_named(r.name, ", ".join(r.places)) for r in register.regions)
    yield "services", "\n".join(_service(service, register, phrases) for service in register.services)
    yield "groups", "\n".join(_group(group, register, phrases) for group in register.groups)
    yield "options", "\n".join(_named(o.name, phrases(f"option.{o.kind}")) for o in register.options)
    yield "sites", ", ".join(f"{site.id} ({site.country})" for site in register.sites)


def _notice(terms: NoticeTerms | None, phrases: Phrasebook) -> str:
    return _with_quote(notice_words(terms, phrases), terms.printed) if terms else ""


def _objection(terms: ObjectionTerms | None, phrases: Phrasebook) -> str:
    return _with_quote(objection_words(terms, phrases), terms.printed) if terms else ""


def _with_quote(read: str, printed: str) -> str:
    return "\n".join(text for text in (read, f"“{printed}”" if printed else "") if text)


def _named(name: Words | str, more: str) -> str:
    return f"{name} ({more})" if more else str(name)


def _service(service: Service, register: Register, phrases: Phrasebook) -> str:
    return _using(str(service.name), service.groups, register, phrases)


def _group(group: Group, register: Register, phrases: Phrasebook) -> str:
    name = phrases("group.all", group=group.name) if group.all_services else str(group.name)
    return _using(name, group.groups, register, phrases)


def _using(name: str, references: Sequence[GroupReference], register: Register, phrases: Phrasebook) -> str:
    """A name with the groups that it refers to, and the regions where it is not all."""
    groups = {group.id: str(group.name) or group.id for group in register.groups}
    regions = {region.id: str(region.name) or region.id for region in register.regions}
    used = [
        _named(groups[one.group], ", ".join(regions.get(region, region) for region in one.regions))
        for one in references
        if one.group in groups
    ]
    return phrases("name.uses", name=name, groups=", ".join(used)) if used else name
