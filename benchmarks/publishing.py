"""How long publishing takes: all formats but PDF, PDF, and the size of what is written."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from benchmarks.measuring import Benchmark, Options, Skipped, Table
from ketju.core.model.date import PartialDate
from ketju.core.model.register import DataCategory, Entry, Identifier, Place, Register, Transfer, Words
from ketju.core.register.projection import public_register
from ketju.formats.publishing import format_ids, missing_formats, next_publication, publication_files
from ketju.text.render import LANGUAGES

SIZES = (200, 2_000)
QUICK = (200,)
ON = date(2026, 11, 1)
COLUMNS = ("entries", "what", "files", "MiB", "seconds", "may take")
LIMITS = {("all", 2_000): "20", ("pdf", 2_000): "10"}
NOTE = "Seconds on the wall in a warm process; what is published has two versions, in English, Finnish and Swedish."


def register(entries: int) -> Register:
    """A register of invented companies; every tenth works outside the EEA."""
    found = tuple(
        Entry(
            f"company-{number}",
            f"Company {number} Oy",
            identifiers=(Identifier(f"{1_000_000 + number}-1"),),
            address=f"Example street {number}, Helsinki",
            purpose=Words(
                (("en", f"Hosting of servers in cluster {number}"), ("fi", "Palvelimet"), ("sv", "Servrar"))
            ),
            data=(DataCategory("names", ("Name",)), DataCategory("e-mail address", ("EmailAddress",))),
            places=(Place("US" if number % 10 == 0 else "FI"), Place("DE", "backup")),
            transfer=Transfer("Standard contractual clauses", ("SCC",), ("46(2)(c)",))
            if number % 10 == 0
            else None,
            since=PartialDate(2020 + number % 6, 1 + number % 12),
        )
        for number in range(entries)
    )
    return Register(publisher="Example Oy", languages=("en",), tlp="TLP:CLEAR", entries=found)


def measure(options: Options) -> list[Table]:
    """Publish lists of each size, first without PDF and then as PDF alone in one language."""
    if "pdf" in missing_formats():
        raise Skipped("typst is not installed")
    rows = []
    for size in QUICK if options.quick else SIZES:
        made = register(size)
        others = [name for name in format_ids() if name != "pdf"]
        for what, languages, formats in (("all", LANGUAGES, others), ("pdf", LANGUAGES[:1], ["pdf"])):
            start = time.perf_counter()
            first = next_publication((), public_register(replace(made, entries=made.entries[1:])), ON)
            second = next_publication(first.versions, public_register(made), ON)
            files = publication_files(second, languages, formats)
            seconds = time.perf_counter() - start
            mib = sum(map(len, files.values())) / (1 << 20)
            name = "all but PDF, three languages" if what == "all" else "PDF, one language"
            rows.append(
                (size, name, len(files), round(mib, 1), round(seconds, 2), LIMITS.get((what, size), "–"))
            )
    return [Table("Publishing", COLUMNS, tuple(rows), (NOTE,))]


BENCHMARK = Benchmark("publishing", "write a register of 2,000 entries in every format", measure)
