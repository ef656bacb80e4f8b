"""Lists of invented companies of any length, in the formats that grow."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from html import escape

HEADER = ("Sub-processor", "Purpose", "Personal data", "Location")
_FORMS = ("GmbH", "Ltd", "Oy", "Inc.", "AB", "SAS", "ApS")
_NAMES = ("Nordwind", "Kivirinne", "Ashgrove", "Fjordlys", "Belle Rive", "Almlund", "Tarvos")
_PURPOSES = (
    "Hosting of servers",
    "Sending of e-mail",
    "Tickets of customer support",
    "Processing of payments",
    "Monitoring and logs",
)
_DATA = ("name, e-mail address", "IP address, log files", "contact details, invoices")
_PLACES = ("Germany", "Ireland", "Finland", "United States", "Sweden", "France", "Denmark")


def rows(count: int) -> Iterator[tuple[str, str, str, str]]:
    """``count`` entries, no two alike."""
    for at in range(count):
        yield (
            f"{_NAMES[at % 7]} {at} {_FORMS[at // 7 % 7]}",
            f"{_PURPOSES[at % 5]}, part {at % 97}",
            _DATA[at % 3],
            _PLACES[at % 7],
        )


def as_csv(count: int) -> str:
    """Commas, and quotes where they are needed."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([HEADER, *rows(count)])
    return target.getvalue()


def as_tabs(count: int) -> str:
    """Rows as they are copied from a page."""
    return "Sub-processors\n\n" + "".join("\t".join(row) + "\n" for row in [HEADER, *rows(count)])


def as_markdown(count: int) -> str:
    """A pipe table under a heading."""
    lines = ["# Sub-processors", "", "| " + " | ".join(HEADER) + " |", "|---" * len(HEADER) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows(count)), ""])


def as_html(count: int) -> str:
    """A page with one table."""
    head = "".join(f"<th>{name}</th>" for name in HEADER)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows(count)
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Sub-processors</title></head>\n'
        f"<body><h1>Sub-processors</h1>\n<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></body></html>\n"
    )


def as_yaml(count: int) -> str:
    """A sequence of records."""
    keys = ("name", "purpose", "data", "location")
    records = (
        "".join(
            f"{'- ' if key == 'name' else '  '}{key}: {value}\n" for key, value in zip(keys, row, strict=True)
        )
        for row in rows(count)
    )
    return "subprocessors:\n" + "".join(
        "".join(f"  {line}\n" for line in one.splitlines()) for one in records
    )


def as_json(count: int) -> str:
    """A sequence of objects."""
    keys = ("name", "purpose", "data", "location")
    listed = [dict(zip(keys, row, strict=True)) for row in rows(count)]
    return json.dumps({"subprocessors": listed}, indent=1)


def as_restructuredtext(count: int) -> str:
    """A ``list-table``."""
    every = "".join("   * - " + "\n     - ".join(row) + "\n" for row in [HEADER, *rows(count)])
    return f"Sub-processors\n==============\n\n.. list-table::\n   :header-rows: 1\n\n{every}"


def as_asciidoc(count: int) -> str:
    """A table between fences."""
    every = "".join("| " + " | ".join(row) + "\n" for row in rows(count))
    return (
        '= Sub-processors\n\n[cols="4*",options="header"]\n|===\n| '
        + " | ".join(HEADER)
        + f"\n\n{every}|===\n"
    )


FORMATS: dict[str, tuple[str, Callable[[int], str]]] = {
    "csv": (".csv", as_csv),
    "plain": (".txt", as_tabs),
    "markdown": (".md", as_markdown),
    "html": (".html", as_html),
    "yaml": (".yaml", as_yaml),
    "json": (".json", as_json),
    "rst": (".rst", as_restructuredtext),
    "asciidoc": (".adoc", as_asciidoc),
}
"""Id of the format → (suffix of the file, maker of a list of so many entries)."""
