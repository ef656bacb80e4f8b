"""How long it takes to compare two registers, and what memory that needs, with their length."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.measuring import MIB, Benchmark, Options, Table, command_line, run
from ketju.core.model.date import PartialDate
from ketju.core.model.register import DataCategory, Entry, Place, Register, Transfer, Words
from ketju.formats.registerfile.register_json import write_json

SIZES = (1_000, 10_000, 100_000)
QUICK = (1_000, 10_000)
LIMIT = 600.0
COLUMNS = ("entries", "changes", "s", "× per tenfold", "entries/s", "peak MiB")
NOTE = (
    "`ketju diff --format json` of two registers in canonical JSON, seconds of the processor with the start of the "
    "program: both are read, compared, and every change is printed. The second is in the reverse order; one in fifty "
    "entries went, one in fifty came, one in twenty got another place, one in twenty another spelling of its name. "
    "To keep at 100,000 entries: 30 s and 1024 MiB."
)


def registers(size: int) -> tuple[Register, Register]:
    """A register of so many entries, and what became of it."""
    entries = [_entry(at) for at in range(size)]
    changed = [_changed(entry, at) for at, entry in enumerate(entries) if at % 50]
    whole = Register(publisher="Example", languages=("en",), entries=tuple(entries))
    return whole, replace(whole, entries=tuple(reversed(changed)))


def _entry(at: int) -> Entry:
    return Entry(
        f"company-{at}",
        f"Company {at} Oy",
        function=Words((("en", "Mail"),)),
        purpose=Words((("en", f"Sending of e-mail, part {at % 97}"),)),
        purpose_read=("CommunicationForCustomerCare",),
        data=(DataCategory("e-mail address", ("EmailAddress",)), DataCategory("name", ("Name",))),
        places_printed="Finland, USA",
        places=(Place("FI"), Place("US")),
        since=PartialDate(2020, 1 + at % 12, 1),
        transfer=Transfer("standard contractual clauses", ("SCC",), ("46(2)(c)",)),
    )


def _changed(entry: Entry, at: int) -> Entry:
    match at % 100:
        case 3 | 53:
            return replace(entry, id=f"newcomer-{at}", name=f"Newcomer {at} AB")
        case 1 | 21 | 41 | 61 | 81:
            return replace(entry, places=(*entry.places, Place("IN")))
        case 2 | 22 | 42 | 62 | 82:
            return replace(entry, name=entry.name.replace("Oy", "Osakeyhtiö"))
    return entry


def measure(options: Options) -> list[Table]:
    """Each pair in a process of its own."""
    rows = []
    before = 0.0
    with tempfile.TemporaryDirectory(prefix="ketju-diff-") as folder:
        old, new = Path(folder) / "old.json", Path(folder) / "new.json"
        for size in QUICK if options.quick else SIZES:
            for file, register in zip((old, new), registers(size), strict=True):
                file.write_text(write_json(register), encoding="utf-8")
            found = run(
                [*command_line(), "diff", str(old), str(new), "--format", "json"], limit=LIMIT, together=True
            )
            if found.code != 1:
                raise RuntimeError(f"the comparison failed: {found.complaint[-2000:]}")
            factor: float | str = round(found.processor / before, 1) if before else "–"
            before = found.processor
            rows.append(
                (
                    size,
                    found.output.count('"kind": '),
                    round(found.processor, 2),
                    factor,
                    round(2 * size / found.processor),
                    round(found.memory / MIB),
                )
            )
    return [Table("Comparing two registers", COLUMNS, tuple(rows), (NOTE,))]


BENCHMARK = Benchmark("diff", "time and memory of comparing two registers", measure)
