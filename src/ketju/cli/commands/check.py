"""``ketju check``: what is wrong with a list or a register, by rule."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ketju.cli.command import Command
from ketju.cli.days import day_from
from ketju.core.problems import Problem
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ketju.cli.inputs import Input
    from ketju.core.lint.rule import Rule
    from ketju.core.model.finding import Finding

LEVELS = ("error", "warning", "info")


class RuleUnknown(Problem):
    """There is no such rule. Params: rule, suggestions."""

    code = "rule-unknown"
    hint = "rule-unknown.hint"


class NothingToCheck(Problem):
    """There is no list in the file. Params: file."""

    code = "check-nothing"
    hint = "check-nothing.hint"


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=phrases("help.check.file"))
    parser.add_argument(
        "--with", dest="others", nargs="+", default=[], metavar="FILE", help=phrases("help.check.with")
    )
    parser.add_argument(
        "--format", choices=("text", "json", "sarif"), default="text", help=phrases("help.check.format")
    )
    parser.add_argument("--level", choices=LEVELS, default="warning", help=phrases("help.check.level"))
    parser.add_argument("--fail-on", choices=LEVELS, default="warning", help=phrases("help.check.fail-on"))
    parser.add_argument(
        "--only", action="append", default=[], metavar="RULE", help=phrases("help.check.only")
    )
    parser.add_argument(
        "--skip", action="append", default=[], metavar="RULE", help=phrases("help.check.skip")
    )
    parser.add_argument("--as-of", default="", metavar="DATE", help=phrases("help.check.as-of"))
    parser.add_argument("--waive", action="store_true", help=phrases("help.check.waive"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=phrases("help.check.reason"))
    parser.add_argument("--owner", default="", metavar="NAME", help=phrases("help.check.owner"))
    parser.add_argument("--until", default="", metavar="DATE", help=phrases("help.check.until"))
    parser.add_argument("--output", metavar="FILE", help=phrases("help.read.output"))
    parser.add_argument("--force", action="store_true", help=phrases("help.read.force"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Check the files and show what was found; 1 when a finding reaches the level of ``--fail-on``.

    2 when something in a file cannot be checked: the rest is shown, but no file is written.
    """
    from ketju.cli.output import check_free, print_pieces, print_utf8, write_whole
    from ketju.cli.sources import today

    if arguments.output:
        check_free(arguments.output, force=arguments.force)
    rules = chosen_rules(arguments.only, arguments.skip)
    on = day_from(arguments.as_of) if arguments.as_of else today()
    checked, is_whole = _checked(arguments, rules, on, phrases)
    if not checked or (not is_whole and (arguments.output or arguments.waive)):
        return 2
    findings = [finding for _, found in checked for finding in found]
    if arguments.waive:
        from ketju.cli.baseline import waive

        return waive(findings, arguments, on, phrases)
    pieces = _shown(checked, rules, on, arguments, phrases)
    if arguments.output:
        write_whole(arguments.output, pieces, force=arguments.force)
    elif arguments.format == "text":
        print_pieces(pieces)
    else:
        print_utf8(pieces)
    failing = LEVELS[: LEVELS.index(arguments.fail_on) + 1]
    return 2 if not is_whole else int(any(one.waiver is None and one.level in failing for one in findings))


def _checked(
    arguments: Namespace, rules: Sequence[Rule], on: date, phrases: Phrasebook
) -> tuple[list[tuple[Input, tuple[Finding, ...]]], bool]:
    """Each file that can be checked with its findings, and whether that is all of them.

    What is wrong with the others is said on standard error. Nothing is checked when a document of ``--with`` is unfit:
    what only it would show would seem to be right.
    """
    from ketju.cli.inputs import input_from
    from ketju.core.lint.engine import check
    from ketju.core.lint.subject import Companion, Subject

    others = [input_from(file) for file in arguments.others]
    if [one for one in others if one.complain(phrases)]:
        return [], False
    companions = tuple(Companion(one.name, one.result, one.document) for one in others)
    found, is_whole = [], True
    for file in arguments.files:
        one, is_right = _input(file, phrases)
        is_whole &= is_right
        if one is not None:
            subject = Subject(
                one.result.register, on, result=one.result, document=one.document, others=companions
            )
            found.append((one, check(subject, rules)))
    return found, is_whole


def _input(file: str, phrases: Phrasebook) -> tuple[Input | None, bool]:
    """What is in a file, and whether all of it is right; on standard error what is not.

    Of a register with mistakes the entries without any are checked; None when there are none.
    """
    from ketju.cli.inputs import input_from
    from ketju.cli.render.problems import print_problem

    try:
        given = input_from(file)
        is_right = not given.complain(phrases)
        if given.result.register.entries:
            return given, is_right
        if is_right:
            raise NothingToCheck(file=given.name)
    except Problem as problem:
        print_problem(problem, phrases)
    return None, False


def chosen_rules(only: Sequence[str], skip: Sequence[str]) -> tuple[Rule, ...]:
    """The rules to run, by ids or slugs; commas part several. Raises RuleUnknown."""
    from ketju.core.lint.engine import all_rules

    rules = all_rules()
    wanted, unwanted = (_names(given, rules) for given in (only, skip))
    return tuple(rule for rule in rules if (not only or rule.id in wanted) and rule.id not in unwanted)


def _names(given: Sequence[str], rules: Sequence[Rule]) -> set[str]:
    from ketju.core.register.nearest import nearest

    ids = {name: rule.id for rule in rules for name in (rule.id.lower(), rule.slug)}
    found = set()
    for name in (part.strip().lower() for text in given for part in text.split(",")):
        if name not in ids:
            raise RuleUnknown(rule=name, suggestions=", ".join(nearest(name, ids)))
        found.add(ids[name])
    return found


def _shown(
    checked: Sequence[tuple[Input, tuple[Finding, ...]]],
    rules: Sequence[Rule],
    on: date,
    arguments: Namespace,
    phrases: Phrasebook,
) -> Iterator[str]:
    """The findings of all files in the form that was asked for, piece by piece."""
    if arguments.format == "text":
        return (f"{line}\n" for line in _lines(checked, arguments, phrases))
    from ketju.formats.writers.json_text import json_pieces

    if arguments.format == "sarif":
        from ketju.formats.findings.sarif import sarif_log

        data = sarif_log([(one.name, one.document, found) for one, found in checked], rules, phrases)
    else:
        from ketju.formats.findings.data import findings_data

        each = (findings_data(found, rules, one.document, one.name, on, phrases) for one, found in checked)
        data = next(each) if len(arguments.files) == 1 else {"files": each}
    return json_pieces(data, item_by_line=True)


def _lines(
    checked: Sequence[tuple[Input, tuple[Finding, ...]]], arguments: Namespace, phrases: Phrasebook
) -> Iterator[str]:
    """The findings of all files for people, under the name of the file where there are several."""
    from ketju.cli.render.findings import finding_lines
    from ketju.cli.render.style import Style, style_for

    style = Style() if arguments.output else style_for()
    for one, findings in checked:
        if len(arguments.files) > 1:
            yield from (style.strong(one.name), "")
        yield from finding_lines(findings, arguments.level, one.document, one.name, phrases, style)
        if one is not checked[-1][0]:
            yield ""


COMMAND = Command(configure, run)
