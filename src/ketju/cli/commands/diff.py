"""``ketju diff``: what changed between two lists or registers, and whether notice is owed before it takes effect."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ketju.cli.command import Command
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from ketju.core.model.change import Change
    from ketju.core.model.register import Register

CHANGED = 1


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("old", metavar="OLD", help=phrases("help.diff.old"))
    parser.add_argument("new", metavar="NEW", help=phrases("help.diff.new"))
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help=phrases("help.diff.format")
    )
    parser.add_argument("--output", metavar="FILE", help=phrases("help.diff.output"))
    parser.add_argument("--force", action="store_true", help=phrases("help.diff.force"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Compare two files: 0 when nothing changed, 1 when something did, 2 when one of them cannot be compared."""
    from ketju.cli.lists import register_of_any
    from ketju.cli.output import check_free, print_pieces, print_utf8, write_whole
    from ketju.core.register.comparison.changes import changes_between

    if arguments.output:
        check_free(arguments.output, force=arguments.force)
    old, old_is_right = register_of_any(arguments.old, phrases)
    new, new_is_right = register_of_any(arguments.new, phrases)
    if old is None or new is None or not (old_is_right and new_is_right):
        return 2
    changes = changes_between(old, new)
    text = _shown(changes, old, new, arguments, phrases)
    if arguments.output:
        write_whole(arguments.output, text, force=arguments.force)
    elif arguments.format == "text":
        print_pieces(text)
    else:
        print_utf8(text)
    return CHANGED if changes else 0


def _shown(
    changes: Sequence[Change], old: Register, new: Register, arguments: Namespace, phrases: Phrasebook
) -> str | Iterable[str]:
    if arguments.format == "json":
        from ketju.formats.changes.data import changes_data
        from ketju.formats.writers.json_text import json_pieces

        return json_pieces(changes_data(changes, old, new, phrases), item_by_line=True)
    if arguments.format == "markdown":
        from ketju.formats.changes.markdown import changes_markdown

        return changes_markdown(changes, old, new, phrases)
    from ketju.cli.render.changes import changes_lines
    from ketju.cli.render.style import Style, style_for

    style = Style() if arguments.output else style_for()
    names = arguments.old, arguments.new
    return (f"{line}\n" for line in changes_lines(changes, old, new, names, phrases, style))


COMMAND = Command(configure, run)
