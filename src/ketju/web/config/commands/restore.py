"""``ketju restore``: an archive into an empty database, or a copy for rehearsal that sends no mail."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from ketju.text.render import Phrasebook


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    from ketju.web.config.commands.backup import add_secret

    parser.add_argument("file", metavar="FILE", help=phrases("help.restore.file"))
    add_secret(parser, phrases)
    parser.add_argument("--rehearsal", action="store_true", help=phrases("help.restore.rehearsal"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Migrate the empty database and fill it. Raises the problems of restoring."""
    from ketju.web.config.commands.backup import secret_from
    from ketju.web.config.commands.opening import check_migrated, open_application

    open_application(phrases)
    from ketju.web.apps.retention.again import Again, erase_again
    from ketju.web.base.backup.restoring import restore_backup
    from ketju.web.base.backup.writing import applied_migrations
    from ketju.web.config.commands.migrate import migrate

    if not applied_migrations():
        migrate()
    check_migrated()
    path, secret = Path(arguments.file), secret_from(arguments) or None
    at, again = datetime.now(UTC), Again()
    manifest = restore_backup(
        path, secret, at, is_rehearsal=arguments.rehearsal, afterwards=lambda: erase_again(again, at)
    )
    print(phrases("backup.restored", rows=manifest.rows, files=manifest.files, at=manifest.made_at))
    print(phrases("backup.erased-again", count=again.done))
    if again.unknown:
        print(phrases("backup.ledger-lacks", count=again.unknown))
    if arguments.rehearsal:
        print(phrases("backup.rehearsal"))
    return 0
