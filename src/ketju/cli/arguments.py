"""Arguments of the command line, with help and complaints in the user's language."""

from __future__ import annotations

import re
import textwrap
from argparse import SUPPRESS, Action, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Mapping
from typing import NoReturn

from ketju.core.problems import Problem
from ketju.text.render import LANGUAGES, Phrasebook, phrasebook

# What argparse says in English, and the key under which we say it. Quotes differ between versions of Python.
_COMPLAINTS = (
    (r"the following arguments are required: (?P<names>.*)", "usage.required"),
    (r"unrecognized arguments: (?P<found>.*)", "usage.unknown"),
    (
        r"argument (?P<name>[^\s/:]+).*?: invalid choice: '(?P<found>.*)' \(choose from (?P<known>.*)\)",
        "usage.choice",
    ),
    (r"argument (?P<name>[^\s/:]+).*?: expected (?:one|at least one) argument", "usage.value"),
    (r"argument (?P<name>[^\s/:]+).*?: invalid \S+ value: '(?P<found>.*)'", "usage.bad-value"),
)


COLUMNS = 100
_LANGUAGE = ("--lang", "--language")


class UsageWrong(Problem):
    """The command was called with arguments that it does not know. Params: those of the complaint, prog."""

    code = "usage"
    hint = "usage.hint"


class Parser(ArgumentParser):
    """An argument parser that raises problems instead of leaving, and speaks the user's language."""

    def __init__(self, prog: str, phrases: Phrasebook, description: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Help,
        )
        self.phrases = phrases
        self.color = False  # Python 3.14 would colour what we have yet to translate
        self._positionals.title = phrases("help.arguments")
        self._optionals.title = phrases("help.options")
        self.add_argument("-h", "--help", action="help", default=SUPPRESS, help=phrases("help.help"))

    def error(self, message: str) -> NoReturn:
        """Raise UsageWrong in place of argparse's own ending."""
        raise usage_problem(message, self.prog)

    def format_usage(self) -> str:
        """The usage line in the user's language."""
        return self._localised(super().format_usage())

    def format_help(self) -> str:
        """The help in the user's language."""
        return self._localised(super().format_help())

    def _localised(self, text: str) -> str:
        return re.sub(r"^usage: ", f"{self.phrases('help.usage')}: ", text)


class _Help(RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=COLUMNS)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(textwrap.fill(line, width, subsequent_indent=indent) for line in text.splitlines())

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Iterable[object],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "usage: ")  # type: ignore[arg-type]


def usage_problem(message: str, prog: str) -> UsageWrong:
    """A complaint of argparse as a problem; one that nobody foresaw keeps argparse's own words."""
    for pattern, code in _COMPLAINTS:
        found = re.fullmatch(pattern, message, re.S)
        if found:
            problem = UsageWrong(**{k: v.replace("'", "") for k, v in found.groupdict().items()}, prog=prog)
            problem.code = code
            return problem
    return UsageWrong(message=message, prog=prog)


def add_general(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Add the options that every command has."""
    parser.add_argument(
        "--lang",
        "--language",
        dest="lang",
        choices=LANGUAGES,
        metavar="LANG",
        default=SUPPRESS,
        help=phrases("help.lang"),
    )
    parser.add_argument("--debug", action="store_true", default=SUPPRESS, help=phrases("help.debug"))


def language_from(arguments: Iterable[str], environment: Mapping[str, str]) -> str:
    """The language to speak: ``--lang`` or ``--language`` wherever it stands, else that of the locale, else English."""
    before = ""
    for word in arguments:
        if word == "--":
            break
        name, _, asked = word.partition("=")
        if before in _LANGUAGE:
            asked = word
        if asked in LANGUAGES and (before in _LANGUAGE or name in _LANGUAGE):
            return asked
        before = word
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            language = re.split(r"[_.@]", environment[name], maxsplit=1)[0].lower()
            return language if language in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def words_of(arguments: Iterable[str], environment: Mapping[str, str]) -> Phrasebook:
    """The phrasebook to speak from."""
    return phrasebook(language_from(arguments, environment))
