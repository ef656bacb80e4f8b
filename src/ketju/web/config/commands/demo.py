"""``ketju demo``: the application on this machine, filled with lists and people to try it out with."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, time
from typing import TYPE_CHECKING, Any

from ketju.core.problems import Problem
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from ketju.web.config.demo_data import SignIn

FOLDER = "build/app"
PUBLISHED = ("000*", "002*", "003*")
"""The lists beside a checkout, in ../shared/spec, that have a publisher each."""
_STATE = "demo.json"


_WORK = "from ketju.web.config.commands.demo import work; raise SystemExit(work())"
"""Background work of the demo, in a process beside the pages: lists are published, imports written, letters taken."""


class DemoListsMissing(Problem):
    """There are no lists to fill the demo with. Params: folder."""

    code = "demo.lists"


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("--folder", default=FOLDER, metavar="DIR", help=phrases("help.demo.folder"))
    parser.add_argument("--port", type=int, default=8000, metavar="N", help=phrases("help.demo.port"))
    parser.add_argument("--fresh", action="store_true", help=phrases("help.demo.fresh"))
    parser.add_argument("--no-serve", action="store_true", help=phrases("help.demo.no-serve"))
    parser.add_argument("--code", action="store_true", help=phrases("help.demo.code"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Prepare the folder once, say how to sign in, serve until Ctrl-C."""
    began = perf_counter()
    folder = Path(arguments.folder).absolute()
    if arguments.fresh and (folder / _STATE).exists():
        shutil.rmtree(folder)
    port = arguments.port if arguments.no_serve or arguments.code else free_port(arguments.port)
    state = _state(folder)
    for name in [name for name in os.environ if name.startswith("KETJU_")]:
        del os.environ[name]  # what is set for an installation is not for the demo
    os.environ.update({**state["environment"], **_environment(folder, port)})
    sign_ins = _filled(folder, state, phrases)
    if arguments.code:
        print("\n".join(f"{one.email}  {code_now(one.totp)}" for one in sign_ins if one.totp))
        return 0
    print("\n".join(_said(sign_ins, port, perf_counter() - began, phrases)), flush=True)
    if not arguments.no_serve:
        from ketju.web.config.commands.serve_app import serve

        worker = subprocess.Popen([sys.executable, "-c", _WORK])
        try:
            with suppress(KeyboardInterrupt):
                serve("127.0.0.1", port, threads=4)
        finally:
            worker.terminate()
            worker.wait()
    return 0


def work() -> int:
    """Do background work until told to end; messages of notices are taken here, as no mail leaves."""
    from ketju.text.render import phrasebook
    from ketju.web.config.commands.opening import open_application
    from ketju.web.config.commands.work import run as run_work

    phrases = phrasebook("en")
    open_application(phrases)
    from ketju.web.config.demo_mail import Taking

    Taking().start()
    return run_work(Namespace(no_mail=True, once=False), phrases)


def free_port(wanted: int) -> int:
    """The port that is wanted, or the next one that is free."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as plug:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                plug.bind(("127.0.0.1", port))
                return port
    return wanted


def _state(folder: Path) -> dict[str, Any]:
    """The secrets and sign-ins of a folder, made when it is new."""
    file = folder / _STATE
    if file.exists():
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found
    for left in folder.glob("demo.sqlite3*"):  # of a first run that was interrupted
        left.unlink()
    environment = {
        "KETJU_SECRET_KEY": secrets.token_urlsafe(48),
        "KETJU_ENCRYPTION_KEYS": b64encode(secrets.token_bytes(32)).decode(),
    }
    return {"environment": environment, "sign_ins": []}


def _environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "ketju.web.config.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "KETJU_STORAGE_URL": f"file://{folder / 'files'}",
        "KETJU_STATIC_DIR": str(folder / "static"),
        "KETJU_URL": f"http://127.0.0.1:{port}",
        "KETJU_HOSTS": "localhost",
        "KETJU_MAIL_URL": "outbox:",
        "KETJU_DEMO": "yes",
        "KETJU_REHEARSAL": "no",
        "KETJU_PROXIES": "0",
        "KETJU_LOG": "text",
        "KETJU_LOG_LEVEL": "WARNING",
    }


def _filled(folder: Path, state: dict[str, Any], phrases: Phrasebook) -> list[SignIn]:
    """Migrate the database and, when it is new, fill it. Raises DemoListsMissing."""
    from ketju.web.config.commands.opening import open_application, waiting_migrations

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    open_application(phrases)
    from ketju.web.config.commands.migrate import collect_static, migrate
    from ketju.web.config.demo_data import SignIn, fill

    if waiting_migrations():
        migrate()
    else:  # the checkout may have another style sheet since the last time
        collect_static()
    if state["sign_ins"]:
        return [SignIn(**one) for one in state["sign_ins"]]
    root = checkout()
    sign_ins = fill(demo_lists(root), root / "examples" / "agreements", datetime.now(UTC))
    state["sign_ins"] = [{name: getattr(one, name) for name in SignIn.__slots__} for one in sign_ins]
    with open(os.open(folder / _STATE, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123
        json.dump(state, file, indent=1)
    return sign_ins


def checkout() -> Path:
    """The root of the checkout that this file is in; the folder we are in where it is installed without one."""
    root = Path(__file__).resolve().parents[5]
    return root if (root / "examples").is_dir() else Path.cwd()


def demo_lists(root: Path) -> list[Path]:
    """Three lists: the published ones beside the checkout, or else examples in it. Raises DemoListsMissing."""
    spec = root.parent / "shared" / "spec"
    found = sorted(path for pattern in PUBLISHED for path in spec.glob(pattern))
    found = found or sorted((root / "examples").glob("*/list.txt"))
    if not found:
        raise DemoListsMissing(folder=root / "examples")
    return found[:3]


def code_now(secret: str) -> str:
    """The code of a second factor at this moment (RFC 6238)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time()) // 30)))


def _said(sign_ins: list[SignIn], port: int, seconds: float, phrases: Phrasebook) -> list[str]:
    home = f"http://127.0.0.1:{port}"
    lines = [phrases("demo.ready", address=f"{home}/", seconds=f"{seconds:.1f}")]
    lines += [phrases("demo.password", password=sign_ins[0].password), ""]
    for publisher in dict.fromkeys(one.publisher for one in sign_ins):
        lines.append(publisher.title())
        own = [one for one in sign_ins if one.publisher == publisher]
        for page in dict.fromkeys(one.page for one in own):
            lines += [f"  {home}{page}", *_people([one for one in own if one.page == page], phrases)]
        lines += [f"  {home}/staff/{publisher}/outbox/", ""]
    lines += [phrases("demo.code"), phrases("demo.end")]
    return lines


def _people(sign_ins: list[SignIn], phrases: Phrasebook) -> list[str]:
    """The people of a page: addresses of one domain on one line, the first in full; then codes of second factors."""
    domains: dict[str, list[str]] = {}
    for one in sign_ins:
        domains.setdefault(one.email.partition("@")[2], []).append(one.email)
    lines = [
        ", ".join([emails[0], *(f"{email.partition('@')[0]}@" for email in emails[1:])])
        for emails in domains.values()
    ]
    for one in sign_ins:
        if one.totp:
            said = phrases("demo.factor", code=code_now(one.totp), secret=one.totp)
            lines.append(f"{one.role}: {said}")
    return [f"    {line}" for line in lines]
