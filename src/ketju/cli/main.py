"""The command ``ketju``: find the command, run it, and put every error into words."""

from __future__ import annotations

import errno
import gc
import os
import sys
from argparse import REMAINDER, SUPPRESS, Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ketju import __version__
from ketju.cli.arguments import Parser, UsageWrong, add_general, words_of
from ketju.cli.command import added_names, command_names, command_of, own_names
from ketju.core.problems import Problem
from ketju.text.render import Phrasebook

OK, FAILED, INTERRUPTED = 0, 2, 130
_OUTPUT_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What printing ends in where standard output takes no more. Other files raise problems of their own."""


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
        code = _leaving_code(arguments, phrases)
        sys.stdout.flush()
        return code
    except Problem as problem:
        return _failed(problem, phrases)
    except BrokenPipeError:
        _silence_stdout()
        return OK
    except KeyboardInterrupt:
        print(f"\n{phrases('interrupted')}", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OUTPUT_ERRORS and not error.filename:
            from ketju.cli.output import STDOUT_NAME, OutputFailed
            from ketju.cli.sources import file_reason

            _silence_stdout()
            return _failed(OutputFailed(file=STDOUT_NAME, reason=file_reason(error)), phrases)
        if "--debug" in arguments:
            raise
        from ketju.cli.render.problems import print_unexpected

        print_unexpected(error, phrases)
        return FAILED


def _leaving_code(arguments: Sequence[str], phrases: Phrasebook) -> int:
    """The exit code of a command, also where argparse leaves after it has shown help or the version."""
    try:
        return _dispatch(arguments, phrases)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else OK


def _failed(problem: Problem, phrases: Phrasebook) -> int:
    """Say what the problem is, as far as standard error takes it."""
    from ketju.cli.render.problems import print_problem

    with suppress(OSError):
        print_problem(problem, phrases)
        sys.stderr.flush()
    return FAILED


def _dispatch(arguments: Sequence[str], phrases: Phrasebook) -> int:
    chosen = _general_parser(phrases).parse_args(arguments)
    if not chosen.command:
        _general_parser(phrases).print_help()
        return OK
    command = command_of(chosen.command)
    if command is None:
        from ketju.core.register.nearest import nearest

        names = command_names()
        close = ", ".join(nearest(chosen.command, names) or names)
        problem = UsageWrong(found=chosen.command, suggestions=close, prog="ketju")
        problem.code = "usage.command"
        raise problem
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
    parser.epilog = f"{phrases('help.commands')}:\n{_listed(own_names(), phrases)}"
    if added := added_names():
        parser.epilog += f"\n\n{phrases('help.commands.added')}:\n{_listed(added, phrases)}"
    return parser


def _listed(names: Sequence[str], phrases: Phrasebook) -> str:
    width = max(9, *map(len, names))
    return "\n".join(f"  {name:<{width}} {phrases(f'command.{name}')}" for name in names)


def _prepare_streams() -> None:
    """What a terminal's encoding lacks is shown as an escape and stops nothing.

    A stream that was closed before we began is None. Without standard error nothing can be said, which is no
    reason to fail; without standard output a command has nowhere to put its result. Raises OutputFailed.
    """
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- lives as long as we do
    if sys.stdout is None:
        from ketju.cli.output import STDOUT_NAME, OutputFailed

        raise OutputFailed(file=STDOUT_NAME, reason="closed")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _silence_stdout() -> None:
    """Our output has no reader, or no room: the interpreter must not try to flush what is left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):  # closed before we began, or full: said already
            stream.flush()
    os._exit(code)
