"""The messages with which an objection and the steps of its talk came in, with their files."""

from __future__ import annotations

from dataclasses import dataclass

from ketju.web.apps.cases.models import Objection, ObjectionStep
from ketju.web.base.inbox.models import Received
from ketju.web.base.inbox.parsing import File
from ketju.web.base.inbox.reads import files_of


@dataclass(frozen=True, slots=True)
class Original:
    """A message that came in, kept unaltered: its public id, its SHA-256 as it came, and its files."""

    id: str
    sha256: str
    files: tuple[File, ...]


Talk = list[tuple[ObjectionStep, Original | None]]
"""The steps of a talk, each with the message that it came in."""


def talk_of(objection: Objection) -> Talk:
    """The steps of the talk about an objection; the first one came with the objection itself."""
    return talks_of([objection])[objection.pk]


def talks_of(objections: list[Objection]) -> dict[int, Talk]:
    """The same of several objections, by their numbers; their steps are to be fetched with them."""
    steps = {one.pk: list(one.steps.all()) for one in objections}
    names = {each.original for some in steps.values() for each in some} - {""}
    rows = Received.objects.filter(public_id__in=names) if names else ()
    found = {one.public_id: Original(one.public_id, one.sha256, tuple(files_of(one))) for one in rows}
    return {pk: [(each, found.get(each.original)) for each in some] for pk, some in steps.items()}
