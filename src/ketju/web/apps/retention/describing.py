"""The register description (GDPR Art. 13, 14, 30(1)), made from the declaration of columns. Source: D-154 to D-183."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ketju.core.territory.authorities import authorities, authority_of
from ketju.text.render import Phrasebook
from ketju.web.apps.retention.declaration import declaration
from ketju.web.apps.retention.holders import holders_on
from ketju.web.apps.retention.models import RetentionRules, RoleHolder, rules_of
from ketju.web.base.access.models import Processor

RECIPIENTS = ("staff", "accounting", "partners", "authorities", "vendors")
RIGHTS = ("access", "correct", "erase", "restrict", "object", "move", "complain")
SECURITY = ("encrypted", "audit", "undertaking", "transport")

HEADED = {
    "officer": "web.description.officer",
    "representative": "web.description.representative",
}
"""Roles with a part of their own, and its heading."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its paragraphs and its points."""

    heading: str
    texts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


def description(processor: Processor, phrases: Phrasebook, on: date) -> tuple[Part, ...]:
    """What the register description says on a day, in a language."""
    rules, holders = rules_of(processor), holders_on(processor, on)
    at = processor.business_id and f"{processor.name} ({processor.business_id})"
    who = [at or processor.name, *rules.postal_address.splitlines()]
    return (
        Part(phrases("web.description.controller"), tuple(one for one in who if one)),
        Part(phrases("web.description.contact"), _contact(rules, holders, phrases)),
        *_officer(holders, phrases),
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
        *_authority(rules, phrases),
        Part(phrases("web.description.decisions"), (phrases("web.description.decisions.text"),)),
    )


def _contact(rules: RetentionRules, holders: Sequence[RoleHolder], phrases: Phrasebook) -> tuple[str, ...]:
    """Who answers for the register: the address of the role, and the people who hold it (D-156)."""
    people = [_reached(one, phrases) for one in holders if one.role == "register-contact"]
    found = [one for one in (rules.contact, *people) if one]
    return tuple(found) or (phrases("web.description.contact-missing"),)


def _officer(holders: Sequence[RoleHolder], phrases: Phrasebook) -> Iterator[Part]:
    """The data protection officer and the representative, where there are any (Art. 13(1)(a), (b))."""
    for role, heading in HEADED.items():
        texts = tuple(_reached(one, phrases) for one in holders if one.role == role)
        if texts:
            yield Part(phrases(heading), texts)


def _reached(one: RoleHolder, phrases: Phrasebook) -> str:
    """How a role is reached: by name where it is to be told, else by the role alone."""
    who = one.name if one.is_named else phrases(f"web.holder.{one.role}")
    return ", ".join(part for part in (who, one.email, one.phone) if part)


def _authority(rules: RetentionRules, phrases: Phrasebook) -> Iterator[Part]:
    """Where to complain (Art. 13(2)(d))."""
    known = authorities().get(rules.authority) or authority_of(rules.processor.country)
    if rules.authority and rules.authority not in authorities():
        yield Part(phrases("web.description.authority"), (rules.authority,))
    elif known is not None:
        yield Part(phrases("web.description.authority"), (known.name_in(phrases.language), known.site))


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


def published(slug: str) -> Processor | None:
    """The processor whose description is public; None for any other, as for one that does not exist."""
    return Processor.objects.filter(slug=slug, retention__is_public=True).first()


def publishing() -> frozenset[str]:
    """The slugs of processors whose description is public."""
    found = Processor.objects.filter(retention__is_public=True)
    return frozenset(found.values_list("slug", flat=True))
