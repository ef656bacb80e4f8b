"""``ketju read``: a list as somebody published it → the register in it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ketju.cli.command import Command
from ketju.text.phrasebook import Phrasebook


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help=phrases("help.read.file"))
    parser.add_argument(
        "--format", choices=("text", "json", "yaml"), default="text", help=phrases("help.read.format")
    )
    parser.add_argument("--as", dest="form", metavar="FORMAT", help=phrases("help.read.as"))
    parser.add_argument("--name", default="", metavar="NAME", help=phrases("help.read.name"))
    parser.add_argument("--output", metavar="FILE", help=phrases("help.read.output"))
    parser.add_argument("--force", action="store_true", help=phrases("help.read.force"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Read the file and show, print or write what is in it."""
    import json

    from ketju.cli.sources import source_from, today
    from ketju.core.reading.reader import read
    from ketju.formats.reading import read_document
    from ketju.formats.writers.reading import reading_data

    document = read_document(source_from(arguments.file, arguments.name), arguments.form)
    result = read(document)
    print(json.dumps(reading_data(result, document, phrases, today()), ensure_ascii=False, indent=2))
    return 0 if result.register.entries else 2


COMMAND = Command(configure, run)
