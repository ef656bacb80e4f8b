"""The command ``ketju``: find the command, run it, and put every error into words."""

from __future__ import annotations

import gc
import os
import sys
from argparse import REMAINDER, SUPPRESS, Namespace
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from ketju import __version__
from ketju.cli.arguments import Parser, UsageWrong, add_general, words_of
from ketju.cli.command import Command
from ketju.core.problems import Problem
from ketju.text.render import Phrasebook

OK, FAILED, INTERRUPTED = 0, 2, 130
_COMMANDS = Path(__file__).parent / "commands"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; as a program (without ``arguments``) leave at once.

    A short-lived process need not collect garbage, nor take its tables apart before it ends: that took longer
    than reading a list.
    """
    if arguments is not None:
        return run(arguments)
    gc.disable()
    code = run(sys.argv[1:])
    _leave(code)
    return code


def run(arguments: Sequence[str]) -> int:
    """Run one command; whatever goes wrong ends in a message and an exit code."""
    phrases = words_of(arguments, os.environ)
    try:
        _prepare_streams()
        code = _dispatch(arguments, phrases)
        sys.stdout.flush()
        return code
    except Problem as problem:
        from ketju.cli.render.problems import print_problem

        print_problem(problem, phrases)
        return FAILED
    except SystemExit as leaving:  # argparse has shown help or the version
        return leaving.code if isinstance(leaving.code, int) else OK
    except BrokenPipeError:
        _silence_stdout()
        return OK
    except KeyboardInterrupt:
        print(f"\n{phrases('interrupted')}", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        if "--debug" in arguments:
            raise
        from ketju.cli.render.problems import print_unexpected

        print_unexpected(error, phrases)
        return FAILED


def command_names() -> list[str]:
    """The commands that there are: modules of the package ``commands``, found by name and not imported."""
    return sorted(path.stem.replace("_", "-") for path in _COMMANDS.glob("[a-z]*.py"))


def _dispatch(arguments: Sequence[str], phrases: Phrasebook) -> int:
    chosen = _general_parser(phrases).parse_args(arguments)
    if not chosen.command:
        _general_parser(phrases).print_help()
        return OK
    names = command_names()
    if chosen.command not in names:
        from ketju.core.register.nearest import nearest

        close = ", ".join(nearest(chosen.command, names) or names)
        problem = UsageWrong(found=chosen.command, suggestions=close, prog="ketju")
        problem.code = "usage.command"
        raise problem
    module = import_module(f"ketju.cli.commands.{chosen.command.replace('-', '_')}")
    command: Command = module.COMMAND
    parser = Parser(f"ketju {chosen.command}", phrases, phrases(f"command.{chosen.command}.about"))
    command.configure(parser, phrases)
    add_general(parser, phrases)
    return command.run(parser.parse_args(chosen.rest, Namespace(command=chosen.command)), phrases)


def _general_parser(phrases: Phrasebook) -> Parser:
    parser = Parser("ketju", phrases, phrases("about"))
    parser.usage = f"ketju [--lang LANG] {phrases('help.command').upper()} …"
    parser.add_argument(
        "--version", action="version", version=f"ketju {__version__}", help=phrases("help.version")
    )
    add_general(parser, phrases)
    parser.add_argument("command", nargs="?", help=SUPPRESS)
    parser.add_argument("rest", nargs=REMAINDER, help=SUPPRESS)
    listed = "\n".join(f"  {name:<9} {phrases(f'command.{name}')}" for name in command_names())
    parser.epilog = f"{phrases('help.commands')}:\n{listed}"
    return parser


def _prepare_streams() -> None:
    """What a terminal's encoding lacks is shown as an escape and stops nothing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _silence_stdout() -> None:
    """The reader of our output is gone: the interpreter must not try to flush what is left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(code: int) -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    os._exit(code)
