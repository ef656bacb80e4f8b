"""``ketju territory``: whether a place is outside the EEA, what covers a transfer there, what rests on a decision."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ketju.cli.arguments import usage_problem
from ketju.cli.command import Command
from ketju.cli.days import day_from
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from ketju.core.territory.facts import Part
    from ketju.core.vocabulary.places import PlaceFound

RECEIVERS = ("processor", "controller", "employee")


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("place", nargs="*", metavar="PLACE", help=phrases("help.territory.place"))
    parser.add_argument("--at", default="", metavar="DATE", help=phrases("help.territory.at"))
    parser.add_argument(
        "--recipient", action="append", default=[], metavar="FACT", help=phrases("help.territory.recipient")
    )
    parser.add_argument(
        "--access", choices=RECEIVERS, default="processor", help=phrases("help.territory.access")
    )
    parser.add_argument("--register", default="", metavar="FILE", help=phrases("help.territory.register"))
    parser.add_argument("--decision", default="", metavar="NUMBER", help=phrases("help.territory.decision"))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=phrases("help.territory.format")
    )
    parser.add_argument(
        "--json", dest="format", action="store_const", const="json", help=phrases("help.period.json")
    )


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Answer for each place, or judge anew what rests on a decision: 0, or 2 for what has no answer."""
    from ketju.cli.sources import today

    on = day_from(arguments.at) if arguments.at else today()
    facts = [fact.strip() for text in arguments.recipient for fact in text.split(",") if fact.strip()]
    if arguments.register or arguments.decision:
        return _flows(arguments, on, facts, phrases)
    if not arguments.place:
        raise usage_problem("the following arguments are required: PLACE", "ketju territory")
    from ketju.core.territory.transfers import transfer_to

    answers = [transfer_to(_place(place), on, facts, arguments.access) for place in arguments.place]
    if arguments.format == "json":
        from ketju.formats.territory import answer_data

        found = [answer_data(one, phrases) for one in answers]
        _print_json(found[0] if len(found) == 1 else found)
        return 0
    from ketju.cli.render.style import style_for
    from ketju.cli.render.territory import answer_lines

    style = style_for()
    print("\n".join(line for one in answers for line in answer_lines(one, phrases, style)))
    return 0


def _flows(arguments: Namespace, on: date, facts: list[str], phrases: Phrasebook) -> int:
    from ketju.cli.registers import register_in
    from ketju.core.territory.flows import decision_named, judged_flows

    for name, given in (("--register", arguments.register), ("--decision", arguments.decision)):
        if not given:
            raise usage_problem(f"the following arguments are required: {name}", "ketju territory")
    if arguments.place:
        raise usage_problem(f"unrecognized arguments: {' '.join(arguments.place)}", "ketju territory")
    decision = decision_named(arguments.decision, on)
    register, is_right = register_in(arguments.register, phrases)
    if register is None:
        return 2
    flows = judged_flows(register, decision, on, facts, arguments.access)
    if arguments.format == "json":
        from ketju.formats.territory import flows_data

        _print_json(flows_data(decision, on, flows, phrases))
    else:
        from ketju.cli.render.style import style_for
        from ketju.cli.render.territory import flow_lines

        print("\n".join(flow_lines(decision, on, flows, phrases, style_for())))
    return 0 if is_right else 2


def _place(text: str) -> str | Part:
    """The code of a place, or the part of one, that is given as a code or by its name in any language that is read."""
    from ketju.core.problems.territory import PlaceUnknown
    from ketju.core.territory.facts import decisions
    from ketju.core.territory.membership import is_place_code, iso_code
    from ketju.core.territory.names import code_named, part_named, part_with_code
    from ketju.core.vocabulary.places import find_places

    bare = iso_code(text.strip().upper())
    if bare != "GLOBAL" and (is_place_code(bare) or any(one.destination == bare for one in decisions())):
        return bare
    if known := part_named(text) or code_named(text):
        return known
    found = find_places(text)
    codes = {place.code for place in found} - {"GLOBAL"}
    code = codes.pop() if len(codes) == 1 and _is_named_whole(text, found) else ""
    if not (is_place_code(code) or part_with_code(code)):
        raise PlaceUnknown(found=text)
    return code


def _is_named_whole(text: str, found: Sequence[PlaceFound]) -> bool:
    """Whether a text names a place and nothing else: “Channel Islands” is not Iceland, “Europe” not the EU."""
    named = {index for place in found for index in range(place.start, place.end)}
    return all(index in named for index, letter in enumerate(text) if letter.isalnum()) and not any(
        place.kind == "bloc" and not place.printed.isupper() for place in found
    )


def _print_json(data: Any) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=2))


COMMAND = Command(configure, run)
