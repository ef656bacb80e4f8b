"""The register description (GDPR Art. 13, 14, 30(1)), made from the declaration of columns. Source: D-154 to D-183."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ketju.text.render import Phrasebook
from ketju.web.apps.retention.declaration import declaration
from ketju.web.apps.retention.models import rules_of
from ketju.web.base.access.models import Processor

RECIPIENTS = ("staff", "accounting", "partners", "authorities", "vendors")
RIGHTS = ("access", "correct", "erase", "restrict", "object", "move", "complain")
SECURITY = ("encrypted", "audit", "undertaking", "transport")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its paragraphs and its points."""

    heading: str
    texts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


def description(processor: Processor, phrases: Phrasebook) -> tuple[Part, ...]:
    """What the register description says, in a language."""
    rules = rules_of(processor)
    at = processor.business_id and f"{processor.name} ({processor.business_id})"
    who = [at or processor.name, *rules.postal_address.splitlines()]
    return (
        Part(phrases("web.description.controller"), tuple(one for one in who if one)),
        Part(
            phrases("web.description.contact"), (rules.contact or phrases("web.description.contact-missing"),)
        ),
        Part(
            phrases("web.description.name"), (phrases("web.description.name.text", processor=processor.name),)
        ),
        Part(
            phrases("web.description.people"),
            (phrases("web.description.people.text", processor=processor.name),),
        ),
        Part(phrases("web.description.purposes"), points=tuple(_purposes(phrases))),
        Part(phrases("web.description.data"), points=tuple(_data(phrases))),
        Part(phrases("web.description.sources"), (phrases("web.description.sources.text"),)),
        Part(
            phrases("web.description.recipients"),
            (phrases("web.description.recipients.text"),),
            tuple(phrases(f"web.recipient.{one}") for one in RECIPIENTS),
        ),
        Part(phrases("web.description.transfers"), (phrases("web.description.transfers.text"),)),
        Part(phrases("web.description.kept"), points=tuple(_kept(phrases, rules.months_after))),
        Part(
            phrases("web.description.security"),
            points=tuple(phrases(f"web.security.{one}") for one in SECURITY),
        ),
        Part(phrases("web.description.rights"), points=tuple(phrases(f"web.right.{one}") for one in RIGHTS)),
        Part(phrases("web.description.decisions"), (phrases("web.description.decisions.text"),)),
    )


def _purposes(phrases: Phrasebook) -> Iterator[str]:
    for name, basis in declaration().purposes.items():
        yield f"{phrases(f'web.purpose.{name}')}: {phrases(f'web.legal-basis.{basis}')}"


def _data(phrases: Phrasebook) -> Iterator[str]:
    """The personal columns by category, each once."""
    found: dict[str, list[str]] = {}
    for table in declaration().tables.values():
        for column in table.personal:
            if not column.name.endswith("_index"):
                name = phrases(f"web.column.{column.called}")
                names = found.setdefault(column.category, [])
                names += [name] if name not in names else []
    for category, names in found.items():
        yield f"{phrases(f'web.category.{category}')}: {', '.join(names)}"


def _kept(phrases: Phrasebook, months: int) -> Iterator[str]:
    yield phrases("web.kept.service", count=months)
    yield phrases("web.kept.vouchers")
    yield phrases("web.kept.books")
    yield phrases("web.kept.account", count=months)
    yield phrases("web.kept.days")
    yield phrases("web.kept.trail")
