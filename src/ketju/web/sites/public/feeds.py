"""The feed of one service: the changes of what it uses, for programs that read feeds."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from urllib.parse import urlencode

from ketju.core.model.publication import Publication, Step
from ketju.core.model.register import Register as Content
from ketju.core.problems import Problem
from ketju.core.register.resolution import option_ids, resolve
from ketju.formats.writers.listing import title_of
from ketju.formats.writers.outputs.atom import WRITER
from ketju.text.render import phrasebook
from ketju.web.apps.registers.models import Publishing
from ketju.web.apps.registers.published import languages_of, publication_of
from ketju.web.apps.registers.serving import Query, makers

NAME = "feed.atom"


def feed_of(service: str) -> str:
    """Where the feed of a service is, from the pages of a language."""
    return f"{NAME}?{urlencode({'service': service})}"


def feed(live: Publishing, language: str, name: str, query: Query) -> tuple[int, bytes] | None:
    """The feed of the service that is asked for; None where there is no such service."""
    service = next(iter(query.get("service", ())), "")
    if language not in languages_of(live.register):
        return None
    publication = publication_of(live.version, live.on)
    named = {one.id: one.name for one in publication.register.services}
    if service not in named:
        return None
    phrases = phrasebook(language)
    own = named[service].in_language(language)
    title = f"{title_of(publication, phrases)} – {own[1] if own else service}"
    return 200, WRITER.write(_of_service(publication, service, title), phrases)


def _of_service(publication: Publication, service: str, title: str) -> Publication:
    """The publication as somebody sees it who uses one service: another list, with a name of its own."""
    versions = tuple(
        replace(
            one,
            register=_within(one.register, service) if at == len(publication.versions) - 1 else one.register,
            digest=hashlib.sha256(f"{one.digest}/{service}".encode()).hexdigest(),
        )
        for at, one in enumerate(publication.versions)
    )
    steps = tuple(_step(one, service) for one in publication.steps)
    return replace(publication, versions=versions, steps=steps, title=title, base_url="")


def _step(step: Step, service: str) -> Step:
    old = _within(step.old, service) if step.old else None
    return replace(step, old=old, new=_within(step.new, service))


def _within(register: Content, service: str) -> Content:
    """The register with the entries that a service uses, wherever and with whatever options."""
    ids: set[str] = set()
    if all(one.id != service for one in register.services):
        return replace(register, entries=())
    sold = next(one.regions for one in register.services if one.id == service)
    for region in [one.id for one in register.regions if not sold or one.id in sold] or [""]:
        try:
            found = resolve(register, service, region, option_ids(register))
        except Problem:
            continue
        ids |= {one.entry.id for one in (*found.applying, *found.withheld)}
    return replace(register, entries=tuple(one for one in register.entries if one.id in ids))


makers[NAME] = feed
