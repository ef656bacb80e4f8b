"""Lists for the public: how fast a version with a long history is published, and how fast its pages are served.

make bench-web-public                    2,000 entries, 200 versions
python -m benchmarks.web_public --entries 200 --versions 5
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from benchmarks.measuring import Table
from benchmarks.publishing import register as invented
from benchmarks.report import section
from ketju.core.model.date import PartialDate

FIRST = date(2022, 1, 3)
MAY_TAKE = 10


def with_versions(entries: int, versions: int) -> Any:
    """A register in the database with so many versions, each of which changed three entries."""
    from django.utils import timezone

    from ketju.core.register.canonical import content_hash
    from ketju.core.register.projection import public_register
    from ketju.web.apps.registers.content import text_of
    from ketju.web.apps.registers.models import Register, Version
    from ketju.web.base.access.models import Processor

    processor = Processor.objects.create(slug="bench", name="Bench Oy")
    register = Register.objects.create(processor=processor, slug="main", languages=["en", "fi", "sv"])
    content = invented(entries)
    at = timezone.now()
    for number in range(1, versions + 1):
        on = FIRST + timedelta(days=number)
        content = replace(content, version=str(number), version_on=PartialDate(on.year, on.month, on.day))
        content = replace(content, entries=_changed(content.entries, number))
        Version.objects.create(
            processor=processor, register=register, number=number, on=on, content=text_of(content),
            content_hash=content_hash(content), public_hash=content_hash(public_register(content)),
            entries=len(content.entries), published_at=at,
        )  # fmt: skip
    return register


def _changed(entries: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    """One entry moves, one says something else of itself, one goes and one comes."""
    found = list(entries)
    size = len(found)
    one, other = number * 7 % size, number * 11 % size
    found[one] = replace(
        found[one], places=(*found[one].places[:1], replace(found[one].places[0], code="IE"))
    )
    found[other] = replace(found[other], retention=f"{number} days")
    gone = found.pop(number * 13 % size)
    found.append(replace(gone, id=f"new-{number}", name=f"New company {number} Oy", identifiers=()))
    return tuple(found)


def publishing(entries: int, versions: int) -> list[tuple[str, str, str]]:
    """How long the files of the newest version take when those before it were published before."""
    from django.utils import timezone

    from ketju.web.apps.registers.content import _kept, _shown
    from ketju.web.apps.registers.published import kept_steps, versions_of
    from ketju.web.apps.registers.writes.filing import make_files, make_slow_files

    register = with_versions(entries, versions)
    listed = list(versions_of(register))
    start = time.perf_counter()
    kept_steps(listed[:-1])
    summaries = time.perf_counter() - start
    _kept.cache_clear()
    _shown.cache_clear()
    start = time.perf_counter()
    made = make_files(listed[-1], FIRST + timedelta(days=400), timezone.now())
    seconds = time.perf_counter() - start
    size = sum(made.files.values_list("size", flat=True)) / (1 << 20)
    start = time.perf_counter()
    make_slow_files(made)
    slow = time.perf_counter() - start
    what = f"{entries:,} entries, {versions} versions, three languages"
    missed = "" if seconds <= MAY_TAKE else ": missed"
    return [
        (
            f"publishing all but PDF: {what}, {made.files.count():,} files, {size:.0f} MiB",
            f"{seconds:.1f} s",
            f"≤ {MAY_TAKE} s{missed}",
        ),
        ("PDF of the same, in the background, three languages", f"{slow:.1f} s", "–"),
        (
            "summaries of the versions before it, once in their lives, each",
            f"{summaries / max(versions - 1, 1) * 1000:.0f} ms",
            "–",
        ),
    ]


def measure(entries: int, versions: int) -> list[Table]:
    """Everything, on the database that the settings name."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    rows = publishing(entries, versions)
    return [Table("Lists for the public", ("what", "figure", "limit"), tuple(rows), ())]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=2_000)
    parser.add_argument("--versions", type=int, default=200)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
    from tests.web.postgres import running

    with running() as address:
        os.environ["KETJU_TEST_DATABASE_URL"] = address
        found = measure(given.entries, given.versions)
        from django.db import connections

        connections.close_all()
    for table in found:
        print(section(table))
    return 0


if __name__ == "__main__":
    sys.exit(main())
