"""The same list in every format: what each costs."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.child import warm_up
from benchmarks.convert import ToolMissing, convert_all
from benchmarks.generated import FORMATS, as_html
from benchmarks.measuring import Benchmark, Options, Table, middle
from ketju.core.reading.reader import read
from ketju.formats.format import Format, Source
from ketju.formats.isolation import read_isolated
from ketju.formats.reading import choose_format, formats, read_document

ROWS = 300
REPEATS = 7
CONVERTED = ("docx", "odt", "xlsx", "ods", "xls", "pdf-office", "pdf-browser")


def measure(options: Options) -> list[Table]:
    """Milliseconds for each format, in this process once it is warm."""
    warm_up()
    repeats = 2 if options.quick else REPEATS
    notes = [
        f"The same {ROWS} rows of 4 columns everywhere; the median of {repeats} readings in a warm process. Binary "
        "formats are read in a child process, which starts anew each time: “in process” is what the reader itself "
        "takes."
    ]
    with tempfile.TemporaryDirectory(prefix="ketju-formats-") as folder:
        sources = {name: Source(made(ROWS).encode(), f"list{end}") for name, (end, made) in FORMATS.items()}
        try:
            sources |= _converted(Path(folder))
        except ToolMissing as missing:
            notes.append(f"Office formats and PDF are left out: {missing}.")
        rows = tuple(_row(name, source, repeats) for name, source in sources.items())
    columns = ("format", "KiB", "document ms", "in process ms", "register ms", "entries")
    return [Table(f"{ROWS} rows in each format", columns, rows, tuple(notes))]


def _converted(folder: Path) -> dict[str, Source]:
    """The list in the formats that office programs and browsers write. Raises ToolMissing."""
    page = folder / "list.html"
    page.write_text(as_html(ROWS), encoding="utf-8")
    convert_all([page], folder, list(CONVERTED))
    made = {name: sorted((folder / name).glob("list.*")) for name in CONVERTED}
    return {name: Source(files[0].read_bytes(), files[0].name) for name, files in made.items() if files}


def _row(name: str, source: Source, repeats: int) -> tuple[str | int | float, ...]:
    chosen = next((one for one in formats() if one.id == name), None) or choose_format(source)
    document_ms, inside_ms, register_ms, entries = [], [], [], 0
    for _ in range(repeats):
        fresh = Source(source.data, source.name)
        begin = time.perf_counter()
        document = read_document(fresh, chosen.id)
        between = time.perf_counter()
        entries = len(read(document).register.entries)
        document_ms.append((between - begin) * 1000)
        register_ms.append((time.perf_counter() - between) * 1000)
        inside_ms.append(_in_process(chosen, source))
    inside = round(middle(inside_ms), 1) if chosen.binary else "–"
    times = round(middle(document_ms), 1), inside, round(middle(register_ms), 1)
    return (name, round(len(source.data) / 1024), *times, entries)


def _in_process(chosen: Format, source: Source) -> float:
    if not chosen.binary:
        return 0.0
    begin = time.perf_counter()
    read_isolated(chosen, Source(source.data, source.name), read_in_process=True)
    return (time.perf_counter() - begin) * 1000


BENCHMARK = Benchmark("formats", "the same list in every format", measure)
