"""``ketju work``: do background work and send mail, until it is told to end."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ketju.text.render import Phrasebook

SENDERS = 2
"""Connections for notices, each from a thread of its own: one waits for the mail server while another works."""


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("--no-mail", action="store_true", help=phrases("help.work.no-mail"))
    parser.add_argument("--once", action="store_true", help=phrases("help.work.once"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Work. Mail leaves from a thread of its own, so that long work does not keep it."""
    import gc

    from ketju.web.config.commands.opening import check_migrated, open_application

    gc.enable()
    open_application(phrases)
    check_migrated()
    if arguments.once:
        return _once(arguments, phrases)
    from django.core.management import call_command, get_commands

    from ketju.web.apps.notices.sending import Sending
    from ketju.web.base.outbox.draining import Drainer

    drainer = Drainer()
    threads: list[Drainer | Sending] = [drainer, *(Sending() for _ in range(SENDERS))]
    if "work" not in get_commands():
        drainer.run()
        return 0
    if not arguments.no_mail:
        for one in threads:
            one.start()
    try:
        call_command("work")
    finally:
        for one in threads:
            one.stop()
    return 0


def _once(arguments: Namespace, phrases: Phrasebook) -> int:
    from django.core.management import call_command, get_commands

    from ketju.web.apps.notices.sending import send_all
    from ketju.web.base.outbox.draining import drain

    if "work" in get_commands():
        call_command("work", until_empty=True)
    sent = 0 if arguments.no_mail else drain() + send_all()
    print(phrases("operate.sent", count=sent))
    return 0
