"""Accept what is found in a register for a time: the waivers that ``ketju check --waive`` writes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from ketju.cli.days import day_from
from ketju.cli.output import write_whole
from ketju.cli.sources import source_from
from ketju.core.lint.baseline import waivers_for, with_waivers
from ketju.core.model.date import PartialDate
from ketju.core.model.finding import Finding
from ketju.core.problems import Problem
from ketju.formats.registerfile.files import is_register_file, register_from
from ketju.formats.registerfile.rewriting import rewrite
from ketju.text.render import Phrasebook


class WaiverIncomplete(Problem):
    """Findings are to be waived, and somebody or something is not named. Params: option."""

    code = "waiver-incomplete"
    hint = "waiver-incomplete.hint"


class WaiverElsewhere(Problem):
    """Findings are to be waived in a file that is no register file. Params: file."""

    code = "waiver-elsewhere"
    hint = "waiver-elsewhere.hint"


def waive(findings: Sequence[Finding], arguments: Namespace, on: date, phrases: Phrasebook) -> int:
    """Write a waiver for each open finding into the one register file, whose comments and order stay.

    Raises WaiverIncomplete and WaiverElsewhere.
    """
    file = arguments.files[0]

    missing = next((name for name in ("reason", "owner", "until") if not getattr(arguments, name)), "")
    if missing:
        raise WaiverIncomplete(option=f"--{missing}")
    last = day_from(arguments.until)
    source = source_from(file)
    if len(arguments.files) > 1 or source.suffix not in (".yaml", ".yml") or not is_register_file(source):
        raise WaiverElsewhere(file=source.name)
    register, _ = register_from(source)
    assert register is not None, "it was checked"
    waivers = waivers_for(
        findings,
        least=arguments.level,
        reason=arguments.reason,
        owner=arguments.owner,
        since=PartialDate(on.year, on.month, on.day),
        until=PartialDate(last.year, last.month, last.day),
    )
    write_whole(file, rewrite(source.text, with_waivers(register, waivers), source.name))
    print(phrases("check.waived", count=len(waivers), file=source.name, until=arguments.until))
    return 0
