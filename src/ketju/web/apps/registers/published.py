"""What the public is shown of a register: its publication, with what earlier versions did as it was kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from ketju.core.model.publication import EntryDates, Publication, PublishedVersion, Step
from ketju.core.model.register import Register as Content
from ketju.formats.writers.steps import names_after, step_from, step_in, text_of_step
from ketju.text.render import LANGUAGES
from ketju.web.apps.registers.content import public_register_of
from ketju.web.apps.registers.models import Register, Version, VersionStep

LIVE = ("mine", "pictures", "compare", "subscribe")
"""Pages that are made on request, or are there in the application alone."""
dated: list[Callable[[Version, date], Mapping[str, EntryDates]]] = []
"""Who knows the four days of the entries of a version, looked at on a day, by their ids."""
_FACTS = ("id", "public_id", "number", "on", "public_hash", "register_id", "published_at", "kind", "why")


def home_of(register: Register) -> str:
    """Where the list of a register stands, with the host: "https://…/lists/acme/main/"."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path_of(register)}"


def path_of(register: Register) -> str:
    """Where the list of a register stands on this host."""
    return f"/lists/{register.processor.slug}/{register.slug}/"


@dataclass(frozen=True, slots=True)
class ListLink:
    """A link to a list that the public sees: whose it is, what it is called, where it stands in a language."""

    processor_id: int
    name: str
    home: str


def public_lists(language: str) -> list[ListLink]:
    """The lists that the public sees, with their names in a language."""
    seen = Register.objects.filter(is_public=True, publishings__live_at__isnull=False)
    return [
        ListLink(
            one.processor_id,
            one.titles.get(language) or next(iter(one.titles.values()), one.slug),
            f"{path_of(one)}{language if language in languages_of(one) else languages_of(one)[0]}/",
        )
        for one in seen.select_related("processor").distinct()
    ]


def languages_of(register: Register) -> tuple[str, ...]:
    """The languages that a register is published in; all that there are where none is chosen."""
    return tuple(one for one in register.languages if one in LANGUAGES) or LANGUAGES


def versions_of(register: Register) -> QuerySet[Version]:
    """The versions of a register, oldest first, without their content."""
    return register.versions.order_by("number").only(*_FACTS)


def publication_of(version: Version, on: date) -> Publication:
    """The publication in which a version is the current one, looked at on a day."""
    earlier = list(versions_of(version.register).filter(number__lte=version.number))
    steps, names = kept_steps(earlier)
    shown = [*(step.new for step in steps[:-1]), public_register_of(version)]
    made = tuple(_published(one, content) for one, content in zip(earlier, shown, strict=True))
    dates = {id: one for known in dated for id, one in known(version, on).items()}
    return Publication(made, on, "", home_of(version.register), tuple(steps), names, LIVE, dates)


def published_alone(version: Version, on: date, live: Sequence[str] = LIVE) -> Publication:
    """The publication as if a version were the only one: for pages of an earlier day."""
    base = home_of(version.register)
    made = _published(version, public_register_of(version))
    return Publication((made,), on, "", base, (Step(None, Content()),), {}, tuple(live))


def _published(version: Version, content: Content) -> PublishedVersion:
    return PublishedVersion(content, version.public_hash, version.number, version.on)


def kept_steps(versions: Sequence[Version]) -> tuple[list[Step], dict[str, list[str]]]:
    """The steps of versions, oldest first, and the names of pages before the last; what is not kept yet is kept now."""
    kept = {one.version_id: one for one in VersionStep.objects.filter(version__in=[v.pk for v in versions])}
    found: list[Step] = []
    names: dict[str, list[str]] = {}
    for at, version in enumerate(versions):
        if version.pk not in kept:
            before = versions[at - 1] if at else None
            earlier = json.loads(kept[before.pk].names) if before else {}
            kept[version.pk] = _keep(version, before, earlier)
        found.append(step_in(kept[version.pk].text))
    if len(versions) > 1:
        names = json.loads(kept[versions[-2].pk].names)
    return found, names


def _keep(version: Version, before: Version | None, earlier: dict[str, list[str]]) -> VersionStep:
    content = public_register_of(version)
    step = step_from(public_register_of(before) if before else None, content)
    names = json.dumps(names_after(earlier, content), ensure_ascii=False)
    made, _ = VersionStep.objects.get_or_create(
        version=version, defaults={"text": text_of_step(step), "names": names}
    )
    return made
