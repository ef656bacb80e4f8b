"""``ketju terms``: what an agreement says, which layer each value is from, what is wrong, what changed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ketju.cli.arguments import usage_problem
from ketju.cli.command import Command
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from ketju.core.terms.layers import Layer
    from ketju.core.terms.resolution import Stack

ACTIONS = ("show", "check", "completeness", "responsibilities", "diff", "account")
_PLAIN = (
    ("customer", "ID"),
    ("at", "DATE"),
    ("agreement", "ID"),
    ("only", "NAME"),
    ("task", "NAME"),
    ("text", "FILE"),
)


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=ACTIONS, help=phrases("help.terms.action"))
    parser.add_argument("path", nargs="*", metavar="PATH", help=phrases("help.terms.path"))
    for name, metavar in _PLAIN:
        parser.add_argument(f"--{name}", default="", metavar=metavar, help=phrases(f"help.terms.{name}"))
    parser.add_argument(
        "--register", action="append", default=[], metavar="FILE", help=phrases("help.terms.register")
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=phrases("help.terms.format")
    )
    parser.add_argument(
        "--json", dest="format", action="store_const", const="json", help=phrases("help.period.json")
    )


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Answer: 0; 1 where something is wrong that was looked for; 2 for a file with mistakes, or no answer."""
    from ketju.cli.days import day_from
    from ketju.cli.sources import today
    from ketju.cli.terms import layers_in

    on = day_from(arguments.at) if arguments.at else today()
    if arguments.action == "diff":
        return _diff(arguments, on, phrases)
    layers, is_right = layers_in(arguments.path or ["."], phrases)
    if not is_right:
        return 2
    if arguments.action == "account":
        return _account(arguments, layers, phrases)
    from ketju.core.terms.resolution import stack_for

    stack = stack_for(layers, on, arguments.customer, arguments.agreement)
    return _ANSWERS[arguments.action](arguments, stack, phrases)


def _show(arguments: Namespace, stack: Stack, phrases: Phrasebook) -> int:
    from ketju.core.terms.resolution import resolve_all

    found = {key: one for key, one in resolve_all(stack).items() if key.startswith(arguments.only)}
    if not found:
        raise _unknown(arguments.only)
    if arguments.format == "json":
        from ketju.formats.termsfile.data import terms_data

        return _print_json(terms_data(stack, found, phrases))
    from ketju.cli.render.terms import terms_lines

    return _print(terms_lines(stack, found, phrases, _style()))


def _check(arguments: Namespace, stack: Stack, phrases: Phrasebook) -> int:
    from ketju.cli.lists import register_of_any
    from ketju.core.terms.checking import check_terms

    registers = [register_of_any(file, phrases) for file in arguments.register]
    if not all(register is not None and is_right for register, is_right in registers):
        return 2
    found = check_terms(stack, [register for register, _ in registers if register])
    if arguments.format == "json":
        from ketju.formats.termsfile.data import findings_data

        _print_json(findings_data(found, phrases))
    else:
        from ketju.cli.render.terms import finding_lines

        _print(finding_lines(found, stack, phrases, _style()))
    return int(any(one.level == "error" for one in found))


def _completeness(arguments: Namespace, stack: Stack, phrases: Phrasebook) -> int:
    from ketju.core.terms.completeness import completeness
    from ketju.core.terms.resolution import resolve_all

    found = completeness(resolve_all(stack))
    if arguments.format == "json":
        from ketju.formats.termsfile.data import completeness_data

        _print_json(completeness_data(found, phrases))
    else:
        from ketju.cli.render.terms import completeness_lines

        _print(completeness_lines(found, stack, phrases, _style()))
    return int(any(one.degree != "met" and not one.requirement.is_optional for one in found))


def _responsibilities(arguments: Namespace, stack: Stack, phrases: Phrasebook) -> int:
    from ketju.core.terms.resolution import resolve_all
    from ketju.core.terms.responsibilities import is_refused, responsibilities

    effective = resolve_all(stack)
    found = responsibilities(effective)
    if arguments.task:
        refused = is_refused(arguments.task, effective)
        found = tuple(one for one in found if one.task == arguments.task)
    if arguments.format == "json":
        from ketju.formats.termsfile.data import responsibilities_data

        _print_json(responsibilities_data(found, phrases))
    else:
        from ketju.cli.render.terms import responsibility_lines

        _print(responsibility_lines(found, stack, phrases, _style()))
    return int(bool(arguments.task) and refused is not None)


_ANSWERS: dict[str, Callable[[Namespace, Stack, Phrasebook], int]] = {
    "show": _show,
    "check": _check,
    "completeness": _completeness,
    "responsibilities": _responsibilities,
}


def _diff(arguments: Namespace, on: date, phrases: Phrasebook) -> int:
    """Two versions beside each other: two files, or folders, and further ones that hold customers."""
    from ketju.cli.terms import layers_in
    from ketju.core.terms.comparison import compare_terms, whom_to_tell

    if len(arguments.path) < 2:
        raise usage_problem("the following arguments are required: PATH PATH", "ketju terms diff")
    old, old_right = layers_in(arguments.path[:1], phrases)
    new, new_right = layers_in(arguments.path[1:2], phrases)
    rest, rest_right = layers_in(arguments.path[2:], phrases)
    if not (old_right and new_right and rest_right):
        return 2
    before, after = _version(old, arguments.path[0]), _version(new, arguments.path[1])
    changes = compare_terms(before, after)
    told = whom_to_tell(changes, (*new, *rest), after.agreement[0].id, on)
    if arguments.format == "json":
        from ketju.formats.termsfile.data import comparison_data

        return _print_json(comparison_data(before, after, changes, told, phrases))
    from ketju.cli.render.terms import comparison_lines

    return _print(comparison_lines(before, after, changes, told, phrases, _style()))


def _version(layers: Sequence[Layer], file: str) -> Stack:
    """The one agreement of a side, on the day it begins to hold."""
    from ketju.core.problems.terms import VersionsTwo
    from ketju.core.terms.parameters import GDPR_APPLIES
    from ketju.core.terms.resolution import Stack

    agreement = tuple(one for one in layers if one.kind == "agreement")
    versions = {(one.id, one.version) for one in agreement}
    if len(versions) != 1:
        raise VersionsTwo(file=file, count=len(versions))
    first = max((one.first for one in agreement if one.first), default=GDPR_APPLIES)
    return Stack(max(first, GDPR_APPLIES), agreement)


def _account(arguments: Namespace, layers: Sequence[Layer], phrases: Phrasebook) -> int:
    from ketju.cli.sources import source_from
    from ketju.core.problems.terms import VersionsTwo
    from ketju.core.terms.account import account

    if not arguments.text:
        raise usage_problem("the following arguments are required: --text", "ketju terms account")
    documents = [one for one in layers if one.kind == "agreement" and arguments.agreement in ("", one.id)]
    if len(documents) != 1:
        raise VersionsTwo(file=", ".join(arguments.path) or ".", count=len(documents))
    source = source_from(arguments.text)
    found = account(documents[0], source.text)
    if arguments.format == "json":
        from ketju.formats.termsfile.data import account_data

        _print_json(account_data(found))
    else:
        from ketju.cli.render.terms import account_lines

        _print(account_lines(found, source.name, phrases, _style()))
    return int(bool(found.unaccounted or found.astray))


def _unknown(name: str) -> Exception:
    from ketju.core.problems.terms import ParameterUnknown
    from ketju.core.register.nearest import nearest
    from ketju.core.terms.parameters import parameters

    return ParameterUnknown(found=name, suggestions=", ".join(nearest(name, parameters(), limit=3)))


def _style() -> Any:
    from ketju.cli.render.style import style_for

    return style_for()


def _print(lines: Sequence[str]) -> int:
    print("\n".join(lines))
    return 0


def _print_json(data: Any) -> int:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=2))
    return 0


COMMAND = Command(configure, run)
