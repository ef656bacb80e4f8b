"""``ketju receive-mail``: take mail that the mail system hands over by LMTP, until it is told to end."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from ketju.text.render import Phrasebook


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("--once", action="store_true", help=phrases("help.receive-mail.once"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Take mail by LMTP; over IMAP, read the box once where that is asked for. 2 where there is no such box."""
    from django.conf import settings

    from ketju.web.config.commands.opening import check_migrated, open_application

    open_application(phrases)
    check_migrated()
    from ketju.web.base.outbox.reads import is_copy

    box = None if is_copy() else settings.INBOX
    if box is None or (box["kind"] == "lmtp") == arguments.once:
        key = "operate.inbox.none" if box is None else f"operate.inbox.{'lmtp' if arguments.once else 'imap'}"
        print(phrases(key), file=sys.stderr)
        return 2
    if arguments.once:
        return _once(phrases)
    from ketju.web.base.inbox import lmtp

    print(phrases("operate.inbox.listens", host=box["host"], port=box["port"]), flush=True)
    lmtp.run()
    return 0


def _once(phrases: Phrasebook) -> int:
    from imaplib import IMAP4

    from ketju.web.base.inbox.imap import BoxClosed, read_box

    try:
        print(phrases("operate.inbox.read", count=read_box()))
    except (BoxClosed, IMAP4.error, OSError) as error:
        print(phrases("operate.inbox.closed", reason=type(error).__name__), file=sys.stderr)
        return 1
    return 0
