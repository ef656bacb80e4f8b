"""``ketju formats``: what can be read."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ketju.cli.command import Command
from ketju.text.render import Phrasebook


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=phrases("help.formats.format")
    )


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """List the formats with the endings of their files."""
    from ketju.formats.reading import formats

    if arguments.format == "json":
        import json

        listed = [{"id": f.id, "name": f.name, "suffixes": list(f.suffixes)} for f in formats()]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    from ketju.cli.render.style import style_for
    from ketju.cli.render.table import Table, table_lines

    headers = tuple(phrases(f"table.{name}") for name in ("id", "format", "suffixes"))
    rows = tuple((f.id, f.name, " ".join(f.suffixes)) for f in formats())
    print("\n".join(table_lines(Table(headers, rows), style_for())))
    print(f"\n{phrases('formats.note')}")
    return 0


COMMAND = Command(configure, run)
