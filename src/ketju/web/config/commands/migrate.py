"""``ketju migrate``: bring the database to what this version needs, and collect style sheets and scripts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from time import perf_counter

from ketju.text.render import Phrasebook


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("--check", action="store_true", help=phrases("help.migrate.check"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Migrate, or say what waits: 0 when nothing does, else 1. Raises DatabaseSilent."""
    from ketju.web.config.commands.opening import open_application, waiting_migrations

    open_application(phrases)
    from ketju.web.base.encryption.rotating import take_over

    waiting = waiting_migrations()
    if arguments.check:
        print(phrases("operate.waiting", count=waiting))
        return 1 if waiting else 0
    began = perf_counter()
    migrate()
    if taken := take_over():
        print(phrases("operate.keys", count=taken))
    seconds = f"{perf_counter() - began:.1f}"
    print(phrases("operate.migrated", count=waiting, seconds=seconds))
    return 0


def migrate() -> None:
    """Run every migration that waits, and collect what pages need beside them."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    collect_static()


def collect_static() -> None:
    """Collect style sheets and scripts into the folder that they are served from."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
