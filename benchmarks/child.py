"""What is measured inside a child process: ``python -m benchmarks.child WHAT …`` prints one JSON object.

WHAT is ``read FILE …`` (each file once, after a warm-up), ``grow FILE FORMAT`` (one large file), ``baseline FORMAT
FILE`` (the same parsed by a plain library) or ``memory ROUNDS FILE …`` (all files again and again).
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.generated import FORMATS

WARM_ROWS = 3


def peak() -> int:
    """The most memory that this process ever had, in bytes.

    What ``resource`` tells begins with the memory of the process that started this one, so Linux is asked itself.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.M)
        if found:
            return int(found[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def warm_up() -> None:
    """Load the vocabulary and the readers, as a process has them that has read lists before."""
    from ketju.core.reading.reader import read
    from ketju.formats.format import Source
    from ketju.formats.reading import read_document

    extra = "\n\nAcme Oy\nBusiness ID: 1234567-1\nLocation: Helsinki, eu-north-1, US\nSince: 1.2.2020\nTransfers: SCC\n"
    for suffix, made in FORMATS.values():
        read(read_document(Source(made(WARM_ROWS).encode(), f"warm{suffix}")))
    read(read_document(Source(f"Sub-processors{extra}".encode(), "warm.txt")))


def read_each(files: list[str]) -> dict[str, Any]:
    """Milliseconds of the processor for each file: for its document, and for the register in it."""
    from ketju.core.reading.reader import read
    from ketju.formats.format import Source
    from ketju.formats.reading import read_document

    warm_up()
    found = []
    for file in files:
        source = Source(Path(file).read_bytes(), Path(file).name)
        begin = time.process_time()
        document = read_document(source)
        between = time.process_time()
        result = read(document)
        end = time.process_time()
        found.append(
            {
                "file": Path(file).name,
                "document": (between - begin) * 1000,
                "register": (end - between) * 1000,
                "entries": len(result.register.entries),
            }
        )
    return {"lists": found, "memory": peak()}


def grow(file: str, format_id: str) -> dict[str, Any]:
    """Seconds of the processor and peak memory for one file, the loading of the program left out."""
    from ketju.core.reading.reader import read
    from ketju.formats.format import Source
    from ketju.formats.reading import read_document

    warm_up()
    before = peak()
    source = Source(Path(file).read_bytes(), Path(file).name)
    begin = time.process_time()
    document = read_document(source, format_id)
    between = time.process_time()
    result = read(document)
    end = time.process_time()
    return {
        "document": between - begin,
        "register": end - between,
        "memory": peak(),
        "before": before,
        "entries": len(result.register.entries),
        "problems": sorted({problem.code for problem in result.problems}),
    }


def _csv(text: str) -> int:
    import csv
    import io

    return len(list(csv.reader(io.StringIO(text))))


def _markdown(text: str) -> int:
    from markdown_it import MarkdownIt

    return len(MarkdownIt("commonmark").enable("table").parse(text))


def _yaml(text: str) -> int:
    import yaml

    return len(yaml.load(text, Loader=yaml.CSafeLoader))


def _html(text: str) -> int:
    from lxml import html

    return sum(1 for cell in html.fromstring(text).iter("td") if cell.text_content())


def _json(text: str) -> int:
    return len(json.loads(text))


BASELINES: dict[str, tuple[str, Callable[[str], int]]] = {
    "csv": ("csv", _csv),
    "markdown": ("markdown-it-py", _markdown),
    "yaml": ("PyYAML CSafeLoader", _yaml),
    "html": ("lxml", _html),
    "json": ("json", _json),
}
"""Format → (the plain library, how it parses a text)."""


def baseline(format_id: str, file: str) -> dict[str, Any]:
    """Seconds of the processor for parsing a file with a library that keeps no places and looks for no list."""
    parse = BASELINES[format_id][1]
    text = Path(file).read_text(encoding="utf-8")
    parse(FORMATS[format_id][1](1))
    begin = time.process_time()
    parse(text)
    return {"seconds": time.process_time() - begin, "memory": peak()}


def remember(rounds: int, files: list[str]) -> dict[str, Any]:
    """Peak memory after the imports, after the warm-up, and after each round over all files."""
    from ketju.core.reading.reader import read
    from ketju.formats.format import Source
    from ketju.formats.reading import read_document

    imported = peak()
    warm_up()
    warm = peak()
    after = []
    for _ in range(rounds):
        for file in files:
            read(read_document(Source(Path(file).read_bytes(), Path(file).name)))
        after.append(peak())
    return {"imported": imported, "warm": warm, "rounds": after}


def main(arguments: list[str]) -> int:
    """Measure what the first argument names."""
    what, *rest = arguments
    if what == "read":
        print(json.dumps(read_each(rest)))
    elif what == "grow":
        print(json.dumps(grow(rest[0], rest[1])))
    elif what == "baseline":
        print(json.dumps(baseline(rest[0], rest[1])))
    elif what == "memory":
        print(json.dumps(remember(int(rest[0]), rest[1:])))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
