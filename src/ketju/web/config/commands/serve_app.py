"""``ketju serve-app``: serve the application, with granian."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ketju.text.render import Phrasebook

TARGET = "ketju.web.config.wsgi:application"


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help=phrases("help.serve-app.host"))
    parser.add_argument("--port", type=int, default=8000, metavar="N", help=phrases("help.serve-app.port"))
    parser.add_argument("--workers", type=int, default=1, metavar="N", help=phrases("help.serve-app.workers"))
    parser.add_argument("--threads", type=int, default=8, metavar="N", help=phrases("help.serve-app.threads"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Serve until it is told to end. Raises MigrationsWaiting before it serves what the database does not fit."""
    from ketju.web.config.commands.opening import check_migrated, open_application

    open_application(phrases)
    check_migrated()
    serve(arguments.host, arguments.port, arguments.workers, arguments.threads)
    return 0


def serve(host: str, port: int, workers: int = 1, threads: int = 8) -> None:
    """Serve on an address. Connections of this process are closed first: workers have their own."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=1024,
        backpressure=threads * 4,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
    ).serve()
