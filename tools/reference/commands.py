"""The page of the command line: each command with its arguments, as its own help tells them."""

from __future__ import annotations

from argparse import SUPPRESS, Action
from collections.abc import Iterator

from ketju.cli.arguments import Parser, add_general
from ketju.cli.command import command_names, command_of
from ketju.text.render import LANGUAGES, phrasebook
from tools.reference.markdown import block, code, page, table

EXIT_CODES = (
    ("0", "done; of a list that was read: also when parts of it were not"),
    ("2", "what was asked cannot be done: wrong arguments, a file that cannot be read, no list in it"),
    ("130", "interrupted"),
)

GENERAL = "All of them but `--version` may stand after a command as well."


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page."""
    phrases = phrasebook("en")
    listed = [
        (f"[{code(f'ketju {name}')}](#ketju-{name})", phrases(f"command.{name}")) for name in command_names()
    ]
    general = Parser("ketju", phrases)
    general.add_argument("--version", action="store_true", help=phrases("help.version"))
    add_general(general, phrases)
    about = (
        f"{phrases('about')}\n\nIt speaks {', '.join(LANGUAGES)}, as the locale or `--lang` says. "
        "Results go to standard output, problems to standard error. A file is written whole or not at all."
    )
    yield (
        "cli.md",
        page(
            "Command line",
            about,
            table(("command", "what it does"), listed),
            f"## Exit codes\n\n{table(('code', 'meaning'), EXIT_CODES)}",
            f"## General options\n\n{_arguments(general._actions)}\n\n{GENERAL}",
            *map(_section, command_names()),
        ),
    )


def _section(name: str) -> str:
    phrases = phrasebook("en")
    command = command_of(name)
    assert command is not None
    parser = Parser(f"ketju {name}", phrases)
    command.configure(parser, phrases)
    actions = [action for action in parser._actions if action.dest != "help"]
    usage = " ".join([f"ketju {name}", *map(_usage, sorted(actions, key=lambda one: not one.option_strings))])
    about = phrases(f"command.{name}.about")
    return "\n\n".join([f"## ketju {name}", about, block(usage), _arguments(actions)])


def _usage(action: Action) -> str:
    if not action.option_strings:
        name = str(action.metavar or action.dest)
        return {"*": f"[{name} …]", "+": f"{name} …", "?": f"[{name}]"}.get(str(action.nargs), name)
    return f"[{_option(action)}]"


def _option(action: Action) -> str:
    longest = max(action.option_strings, key=len)
    if action.nargs == 0:
        return longest
    value = str(action.metavar) if action.metavar else "|".join(map(str, action.choices or ()))
    return f"{longest} {value or action.dest.upper()}"


def _arguments(actions: list[Action]) -> str:
    rows = [
        (
            code(_option(action) if action.option_strings else str(action.metavar or action.dest)),
            str(action.help or ""),
        )
        for action in actions
        if action.help != SUPPRESS
    ]
    return table(("argument", "what it means"), rows) if rows else ""
