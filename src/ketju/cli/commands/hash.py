"""``ketju hash``: the identity of a register's content."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ketju.cli.command import Command
from ketju.text.render import Phrasebook


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="REGISTER", help=phrases("help.register"))
    parser.add_argument("--canonical", action="store_true", help=phrases("help.hash.canonical"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Print the hash, or what it is taken of; a register with a mistake in it has none."""
    from ketju.cli.output import print_bytes
    from ketju.cli.registers import register_in
    from ketju.core.register.canonical import canonical_bytes, content_hash

    register, is_right = register_in(arguments.file, phrases)
    if register is None or not is_right:
        return 2
    if arguments.canonical:
        print_bytes(canonical_bytes(register))
    else:
        print(content_hash(register))
    return 0


COMMAND = Command(configure, run)
