"""``ketju resolve``: which entries apply to a product, in a region, for a customer with certain options, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from ketju.cli.command import Command
from ketju.cli.days import day_from
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from ketju.core.model.register import Register
    from ketju.core.register.resolution import Applicability


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="REGISTER", help=phrases("help.register"))
    parser.add_argument("--service", default="", metavar="ID", help=phrases("help.resolve.service"))
    parser.add_argument("--region", default="", metavar="ID", help=phrases("help.resolve.region"))
    parser.add_argument(
        "--option", action="append", default=[], metavar="ID", help=phrases("help.resolve.option")
    )
    parser.add_argument("--as-of", default="", metavar="DATE", help=phrases("help.resolve.as-of"))
    parser.add_argument("--matrix", action="store_true", help=phrases("help.resolve.matrix"))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=phrases("help.resolve.format")
    )


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Answer for one product, for each of its regions, or for everything at once."""
    from ketju.cli.registers import register_in
    from ketju.cli.sources import today

    on = day_from(arguments.as_of) if arguments.as_of else today()
    register, is_right = register_in(arguments.file, phrases)
    if register is None:
        return 2
    if arguments.format == "json":
        import json

        print(json.dumps(_data(register, arguments, on), ensure_ascii=False, indent=2))
    else:
        from ketju.cli.render.style import style_for

        style = style_for()
        if arguments.matrix:
            from ketju.cli.render.resolution import matrix_lines

            lines = matrix_lines(register, on, phrases, style)
        else:
            from ketju.cli.render.resolution import resolution_lines

            lines = [
                line
                for region in _regions(register, arguments)
                for line in resolution_lines(
                    register, (arguments.service, region, arguments.option), on, phrases, style
                )
            ]
        print("\n".join(lines))
    return 0 if is_right else 2


def _regions(register: Register, arguments: Namespace) -> list[str]:
    """The region asked about, or every region where the product is sold."""
    if arguments.region or not register.regions:
        return [arguments.region]
    sold = next((s.regions for s in register.services if s.id == arguments.service), ())
    return [region.id for region in register.regions if not sold or region.id in sold]


def _data(register: Register, arguments: Namespace, on: date) -> dict[str, Any]:
    from ketju.core.register.resolution import matrix, resolve

    if arguments.matrix:
        cells = [
            {
                "service": cell.service,
                "region": cell.region,
                "option": cell.option or None,
                "entries": [one.entry.id for one in cell.entries],
            }
            for cell in matrix(register, on)
        ]
        return {"as_of": str(on), "cells": cells}
    answers = []
    for region in _regions(register, arguments):
        found = resolve(register, arguments.service, region, arguments.option, on)
        answers.append(
            {
                "region": region or None,
                "applying": [_applicability(one) for one in found.applying],
                "withheld": [_applicability(one) for one in found.withheld],
                "controller_side": [_applicability(one) for one in found.controller_side],
            }
        )
    return {
        "as_of": str(on),
        "service": arguments.service or None,
        "options": arguments.option,
        "answers": answers,
    }


def _applicability(one: Applicability) -> dict[str, Any]:
    reasons = [
        {
            name: list(value) if isinstance(value, tuple) else str(value)
            for name in ("kind", "service", "via", "group", "option", "on")
            if (value := getattr(reason, name))
        }
        for reason in one.reasons
    ]
    return {"id": one.entry.id, "name": one.entry.name, "reasons": reasons}


COMMAND = Command(configure, run)
