"""``ketju period``: when a period expires, under Regulation 1182/71 or as a contract has it, with its working."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ketju.cli.arguments import usage_problem
from ketju.cli.command import Command
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from ketju.core.periods.elapsed import Elapsed
    from ketju.core.periods.period import Period

_PLAIN = (
    ("from", "start", "INSTANT"),
    ("zone", "zone", "ZONE"),
    ("calendar", "calendar", "CODE"),
    ("extension", "extension", "LENGTH"),
    ("delivered", "delivered", "INSTANT"),
    ("margin", "margin", "LENGTH"),
    ("on", "on", "DATE"),
    ("at", "at", "INSTANT"),
)
"""Options with one value: name, where it goes, what it is called."""


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    for name, target, metavar in _PLAIN:
        parser.add_argument(
            f"--{name}", dest=target, default="", metavar=metavar, help=phrases(f"help.period.{name}")
        )
    for name, metavar in (("length", "LENGTH"), ("reading", "ID"), ("seat", "ZONE,CODE")):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar=metavar, help=phrases(f"help.period.{name}")
        )
    for name, choices, default in (
        ("of", ("earlier", "later"), "earlier"),
        ("regime", ("eu", "contract", "national"), "eu"),
        ("side", ("duty", "right", "gate"), "duty"),
        ("format", ("text", "json"), "text"),
    ):
        parser.add_argument(
            f"--{name}", choices=choices, default=default, help=phrases(f"help.period.{name}")
        )
    parser.add_argument("--fold", choices=("0", "1"), help=phrases("help.period.fold"))
    parser.add_argument("--calendars", action="store_true", help=phrases("help.period.calendars"))
    parser.add_argument("--backward", action="store_true", help=phrases("help.period.backward"))
    parser.add_argument(
        "--json", dest="format", action="store_const", const="json", help=phrases("help.period.json")
    )


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Compute what is asked: 0, or 2 for anything that has no one answer."""
    if arguments.calendars:
        return _list_calendars(arguments, phrases)
    if arguments.on:
        return _fixed_date(arguments, phrases)
    missing = [
        name for name, given in (("--from", arguments.start), ("--length", arguments.length)) if not given
    ]
    if missing:
        raise usage_problem(f"the following arguments are required: {', '.join(missing)}", "ketju period")
    from ketju.cli.periods import answer

    answers = [answer(arguments, length) for length in arguments.length]
    if arguments.format == "json":
        _print_json(_data(answers, arguments.of, phrases))
        return 0
    from ketju.cli.render.style import style_for

    style = style_for()
    lines: list[str] = []
    for found in answers:
        lines += [*([""] if lines else []), *_lines(found, phrases, style)]
    if len(answers) > 1:
        lines += ["", phrases(f"period.{arguments.of}", end=_chosen(answers, arguments.of).expires)]
    print("\n".join(lines))
    return 0


def _list_calendars(arguments: Namespace, phrases: Phrasebook) -> int:
    if arguments.format == "json":
        from ketju.formats.periods.data import calendars_data

        _print_json(calendars_data(phrases))
        return 0
    from ketju.cli.render.periods import calendar_lines
    from ketju.cli.render.style import style_for

    print("\n".join(calendar_lines(phrases, style_for())))
    return 0


def _fixed_date(arguments: Namespace, phrases: Phrasebook) -> int:
    from ketju.cli.days import day_from
    from ketju.core.periods.instants import zone_from
    from ketju.core.periods.points import point_on
    from ketju.core.problems.periods import ZoneMissing

    if not arguments.zone:
        raise ZoneMissing(found=arguments.on)
    point = point_on(day_from(arguments.on), zone_from(arguments.zone))
    if arguments.format == "json":
        from ketju.formats.periods.data import point_data

        _print_json(point_data(point, phrases))
        return 0
    from ketju.cli.render.periods import point_lines
    from ketju.cli.render.style import style_for

    print("\n".join(point_lines(point, phrases, style_for())))
    return 0


def _data(answers: Sequence[Period | Elapsed], of: str, phrases: Phrasebook) -> dict[str, Any]:
    """One answer as it is; of several the one that counts, with all of them beside it."""
    from ketju.core.periods.elapsed import Elapsed
    from ketju.formats.periods.data import elapsed_data, period_data

    data = [
        elapsed_data(one, phrases) if isinstance(one, Elapsed) else period_data(one, phrases)
        for one in answers
    ]
    if len(answers) == 1:
        return data[0]
    chosen = answers.index(_chosen(answers, of))
    return {"of": of, **data[chosen], "periods": data}


def _chosen(answers: Sequence[Period | Elapsed], of: str) -> Period:
    """The earlier or the later of several. Raises LengthOpen where one of them has no number."""
    from ketju.core.periods.elapsed import Elapsed
    from ketju.core.periods.readings import earlier_of, later_of
    from ketju.core.problems.periods import LengthOpen

    for one in answers:
        if isinstance(one, Elapsed):
            raise LengthOpen(found=one.haste)
    periods = tuple(one for one in answers if not isinstance(one, Elapsed))
    return earlier_of(periods) if of == "earlier" else later_of(periods)


def _lines(found: Period | Elapsed, phrases: Phrasebook, style: Any) -> list[str]:
    from ketju.cli.render.periods import elapsed_lines, period_lines
    from ketju.core.periods.elapsed import Elapsed

    if isinstance(found, Elapsed):
        return elapsed_lines(found, phrases, style)
    return period_lines(found, phrases, style)


def _print_json(data: Any) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=2))


COMMAND = Command(configure, run)
