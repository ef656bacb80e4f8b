"""``ketju push``: a register file in git → a draft where it is published, signed; a person looks at it there."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ketju.cli.command import Command
from ketju.text.render import Phrasebook


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="REGISTER", help=phrases("help.register"))
    parser.add_argument("--to", required=True, metavar="URL", help=phrases("help.push.to"))
    parser.add_argument("--key", required=True, metavar="FILE", help=phrases("help.push.key"))
    parser.add_argument("--key-id", required=True, metavar="ID", help=phrases("help.push.key-id"))
    parser.add_argument("--commit", default="", metavar="SHA", help=phrases("help.push.commit"))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=phrases("help.push.format")
    )


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Send the file: 0 when it was taken; 2 when it has mistakes, is refused, or nobody answers."""
    import json
    import secrets
    import time
    from pathlib import Path

    from ketju.cli.pushing import Pushed, answer_to, request_for, signer_from
    from ketju.cli.registers import register_of_source
    from ketju.cli.sources import source_from

    source = source_from(arguments.file)
    register, is_right = register_of_source(source, phrases)
    if register is None or not is_right:
        return 2
    name = Path(source.name).name if source.suffix in (".yaml", ".yml", ".json") else "ketju.yaml"
    sign = signer_from(arguments.key)
    pushed = Pushed(
        arguments.to,
        source.data,
        name,
        arguments.commit,
        arguments.key_id,
        int(time.time()),
        secrets.token_hex(16),
    )
    found = answer_to(request_for(pushed, sign))
    if arguments.format == "json":
        print(json.dumps(found, ensure_ascii=False))
        return 0
    state = found["state"] if found["state"] in ("draft", "known", "same") else "draft"
    print(phrases(f"push.state.{state}", draft=str(found.get("draft_id", ""))))
    if found.get("needs_look"):
        print(phrases("push.needs-look"))
    return 0


COMMAND = Command(configure, run)
