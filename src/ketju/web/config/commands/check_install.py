"""``ketju check-install``: whether an installation is right, point by point, with what to do where it is not."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

WAITS = 90
"""Seconds that a test message may take."""


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("--offline", action="store_true", help=phrases("help.check-install.offline"))
    parser.add_argument("--test-mail", action="store_true", help=phrases("help.check-install.test-mail"))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=phrases("help.check-install.format")
    )


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Check: 0 when nothing is wrong but warnings, 1 for errors."""
    from django.core.checks import ERROR

    from ketju.web.config.commands.opening import open_application

    open_application(phrases)
    if arguments.test_mail and not _mail_arrives(phrases):
        return 1
    found = findings(is_offline=arguments.offline)
    print(_as_json(found) if arguments.format == "json" else _as_text(found, phrases))
    return 1 if any(one.level >= ERROR for one in found) else 0


def _mail_arrives(phrases: Phrasebook) -> bool:
    """Send a test message to our own inbox and see it arrive; whether it did."""
    import sys

    from ketju.web.base.inbox.testing import can_test
    from ketju.web.config.arrival import arrives_within

    if not can_test():
        print(phrases("operate.inbox.no-way"), file=sys.stderr)
        return False
    seconds = arrives_within(WAITS)
    if seconds is None:
        print(phrases("operate.inbox.lost", seconds=WAITS), file=sys.stderr)
        return False
    print(phrases("operate.inbox.arrived", seconds=f"{seconds:.1f}"), file=sys.stderr)
    return True


def findings(*, is_offline: bool = False) -> list[CheckMessage]:
    """What the checks of the installation say, errors first."""
    from django.core.checks import run_checks

    from ketju.web.config.checks import INSTALL, NETWORK

    tags = [INSTALL] if is_offline else [INSTALL, NETWORK]
    found = run_checks(tags=tags, include_deployment_checks=True)
    return sorted((one for one in found if (one.id or "").startswith("ketju.")), key=lambda one: -one.level)


def _as_text(found: list[CheckMessage], phrases: Phrasebook) -> str:
    from django.core.checks import ERROR, WARNING

    if not found:
        return phrases("operate.checked")
    lines = []
    for one in found:
        kind = "error" if one.level >= ERROR else "warning" if one.level >= WARNING else "info"
        lines.append(f"{phrases(f'severity.{kind}')}[{one.id}]: {one.msg}")
        lines += [f"  {one.hint}"] if one.hint else []
    errors = sum(one.level >= ERROR for one in found)
    return "\n".join([*lines, "", phrases("operate.found", count=len(found), errors=errors)])


def _as_json(found: list[CheckMessage]) -> str:
    import json

    rows = [{"id": one.id, "level": one.level, "message": str(one.msg), "hint": one.hint} for one in found]
    return json.dumps(rows, ensure_ascii=False, indent=2)
