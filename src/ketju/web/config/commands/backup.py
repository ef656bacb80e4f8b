"""``ketju backup``: everything into one archive, encrypted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from ketju.text.render import Phrasebook

PASSPHRASE = "KETJU_BACKUP_PASSPHRASE"


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("file", nargs="?", metavar="FILE", help=phrases("help.backup.file"))
    add_secret(parser, phrases)
    parser.add_argument("--plain", action="store_true", help=phrases("help.backup.plain"))
    parser.add_argument("--check", action="store_true", help=phrases("help.backup.check"))


def add_secret(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """The arguments that name the secret, for writing and for restoring alike."""
    parser.add_argument("--passphrase-file", metavar="FILE", help=phrases("help.backup.passphrase"))
    parser.add_argument("--key-file", metavar="FILE", help=phrases("help.backup.key"))


def secret_from(arguments: Namespace) -> bytes:
    """The secret that the arguments or the environment name; nothing for none."""
    from ketju.web.config.commands.opening import secret_of

    return secret_of(arguments.key_file or arguments.passphrase_file, PASSPHRASE)


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Write a backup, or look whether one is whole. Raises SecretMissing, ArchiveExists, ArchiveUnreadable."""
    from ketju.web.config.commands.opening import check_migrated, open_application

    open_application(phrases)
    from ketju.web.base.backup.problems import SecretMissing
    from ketju.web.base.backup.restoring import verified
    from ketju.web.base.backup.writing import note_verified, write_backup

    at = datetime.now(UTC)
    secret = None if arguments.plain else secret_from(arguments)
    path = Path(arguments.file or f"ketju-{at:%Y%m%dT%H%M%SZ}.backup")
    if arguments.check:
        manifest = verified(path, secret)
        note_verified(path, at)
        print(
            phrases("backup.whole", file=path, rows=manifest.rows, files=manifest.files, at=manifest.made_at)
        )
        return 0
    if secret == b"":
        raise SecretMissing
    check_migrated()
    manifest = write_backup(path, secret, at)
    print(phrases("backup.written", file=path, rows=manifest.rows, files=manifest.files))
    return 0
