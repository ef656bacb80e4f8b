"""What an objection and the steps of its talk came in with: the messages, and the files that were handed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from ketju.web.apps.cases.models import Objection, ObjectionFile, ObjectionStep
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.inbox.models import Received
from ketju.web.base.inbox.parsing import File
from ketju.web.base.inbox.reads import files_of


@dataclass(frozen=True, slots=True)
class Original:
    """A message that came in, kept unaltered: its public id, its SHA-256 as it came, and its files."""

    id: str
    sha256: str
    files: tuple[File, ...]


FILES = Prefetch("steps__files", ObjectionFile.objects.defer("data"))
"""The files of all steps, without their bytes: to be fetched with objections whose talk is shown."""
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


def file_of(owner: Processor | Customer, objection: str, public_id: str) -> ObjectionFile | None:
    """A file of an objection, with its bytes, where it is an objection of a customer, or one to a processor."""
    whose = "customer" if isinstance(owner, Customer) else "processor"
    rows = ObjectionFile.objects.filter(
        public_id=public_id, step__objection__public_id=objection, **{f"step__objection__{whose}": owner}
    )
    return rows.select_related("step__objection__customer", "step__objection__processor").first()
