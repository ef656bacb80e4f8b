"""How far the making of the files of a version is, for the staff who published it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from ketju.web.apps.registers.models import Publishing, Version
from ketju.web.base.jobs.models import Job

State = Literal["waiting", "making", "following", "public", "kept", "failed"]
FILES, SLOW_FILES = "registers.write-files", "registers.write-slow-files"
"""The jobs that make files: those for all formats, and those that take long."""


@dataclass(frozen=True, slots=True)
class Making:
    """``done`` of ``total`` parts are made.

    "waiting": not begun; "making"; "following": the public has it, some files follow; "public": all is made; "kept":
    another version came first, so only the pages that last were made; "failed": given up until somebody asks again.
    ``is_trying``: an attempt failed, and it is tried again by itself.
    """

    state: State
    done: int = 0
    total: int = 0
    later: tuple[str, ...] = ()
    is_trying: bool = False

    @property
    def is_running(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in ("waiting", "making", "following")


def making_of(version: Version) -> Making:
    """How far it is, from what was made and from the jobs that make it."""
    made = Publishing.objects.filter(version=version).order_by("-pk").first()
    state = _state(made)
    jobs = [] if state in ("public", "kept") else list(jobs_of(version, made).filter(done_at=None))
    if any(one.failed_at for one in jobs):
        state = "failed"
    is_trying = any(one.failure and not one.failed_at for one in jobs)
    if made is None:
        return Making(state, is_trying=is_trying)
    return Making(state, len(made.done), len(made.parts), tuple(made.later), is_trying)


def jobs_of(version: Version, made: Publishing | None) -> QuerySet[Job]:
    """The jobs that make the files of a version."""
    wanted = Q(name=FILES, key__startswith=version.public_id)
    if made is not None:
        wanted |= Q(name=SLOW_FILES, key=made.public_id)
    return Job.objects.filter(wanted)


def _state(made: Publishing | None) -> State:
    if made is None:
        return "waiting"
    if made.ended_at is None:
        return "making"
    if made.live_at is None:
        return "kept"
    return "following" if made.later else "public"
