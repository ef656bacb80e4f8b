"""``ketju serve``: a published folder, shown to this machine alone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ketju.cli.command import Command
from ketju.text.render import Phrasebook

PORT = 8028


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", metavar="DIR", help=phrases("help.serve.folder"))
    parser.add_argument("--port", type=int, default=PORT, metavar="PORT", help=phrases("help.serve.port"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Serve until Ctrl-C; 2 when there is no such folder or the port is taken."""
    from ketju.cli.serving import server_for

    with server_for(arguments.folder, arguments.port) as server:
        print(phrases("serve.address", address=server.address), flush=True)
        print(phrases("serve.end"), flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


COMMAND = Command(configure, run)
