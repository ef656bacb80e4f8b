"""The application for browser tests: its own process, its own SQLite file, its own static files."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
DJANGO = [sys.executable, "-m", "django"]
FILLED_BY = "tests.browser.app.filling"


@dataclass(frozen=True)
class Application:
    """Where it runs, what is in it, and the pages to look at: (who, path)."""

    address: str
    held: dict[str, str]
    log: Path
    env: dict[str, str] = field(default_factory=dict)
    pages: tuple[tuple[str, str], ...] = field(default=())

    def work(self) -> None:
        """Do what waits in the background."""
        ketju = [Path(sys.executable).with_name("ketju"), "work", "--once", "--no-mail"]
        subprocess.run(ketju, check=True, env=self.env, cwd=ROOT, stdout=subprocess.DEVNULL)


@contextmanager
def running(folder: Path, filled_by: str = FILLED_BY, **more: str) -> Iterator[Application]:
    """Migrate, fill by a module that prints what it made, serve; stopped at the end."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    env = {**os.environ, **environment(folder, address), **more}
    (folder / "static").mkdir()
    for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([*DJANGO, *command], check=True, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
    filling = [sys.executable, "-m", filled_by]
    held = json.loads(subprocess.run(filling, check=True, env=env, cwd=ROOT, stdout=subprocess.PIPE).stdout)
    granian = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--blocking-threads",
        "2",
    ]
    log = folder / "server.log"
    with log.open("wb") as target:
        server = subprocess.Popen(
            [*granian, "ketju.web.config.wsgi:application"], env=env, cwd=ROOT, stdout=target, stderr=target,
            start_new_session=True,
        )  # fmt: skip
    try:
        wait_for_server(address, server, log)
        yield Application(address, held, log, env, tuple(pages(held)) if filled_by == FILLED_BY else ())
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def pages(held: dict[str, str]) -> list[tuple[str, str]]:
    """Every page, with who looks at it: nobody, a customer's main user, staff, somebody new."""
    whole, empty = f"/portal/{held['customer']}", f"/portal/{held['empty']}"
    parts = (
        "/", "/organisation/", "/organisation/change/", "/contacts/", "/contacts/new/",
        f"/contacts/{held['contact']}/", "/services/", f"/services/{held['service']}/",
        "/sub-processors/", "/sub-processors/?shelf=planned", "/sub-processors/?on=2026-04-01",
        "/sub-processors/?on=2020-01-01", "/sub-processors/changes/", "/sub-processors/links/",
        "/sub-processors/main/sieve/", "/sub-processors/main/cloudberry/",
        f"/services/{held['service']}/data/", "/consents/", "/agreements/", f"/agreements/{held['version']}/",
        "/agreements/annex/", "/agreements/terms/", "/agreements/terms/?all=1", "/agreements/compare/",
        f"/contacts/{held['contact']}/deputy/", "/contacts/program/", "/people/", "/seen/", "/export/",
    )  # fmt: skip
    of_owner = (
        "search/", "agreements/", "agreements/new/", "agreements/compare/", "agreements/policy/",
        "agreements/policy/new/", "agreements/copies/", f"customers/{held['customer']}/terms/",
        f"customers/{held['customer']}/terms/record/?parameter=authorisation.mode",
        f"customers/{held['customer']}/terms/{held['letter']}/correct/",
        f"customers/{held['customer']}/terms/{held['letter']}/end/", f"customers/{held['customer']}/annex/",
        f"customers/{held['customer']}/agreements/", f"agreements/{held['version']}/", "settings/",
        "settings/retention/", "settings/about/", "settings/holders/", "settings/holders/new/", "machine/jobs/",
        "machine/jobs/?state=done", "machine/backups/", "machine/keys/", "audit/", "tokens/", "customers/products/",
        f"customers/imports/{held['import']}/",
    )  # fmt: skip
    bare = (
        "/",
        "/contacts/",
        "/services/",
        "/consents/",
        "/agreements/",
        "/agreements/annex/",
        "/agreements/terms/",
        "/agreements/compare/",
        "/seen/",
        "/sub-processors/",
        "/sub-processors/changes/",
    )
    return [
        ("", "/"), ("", "/no-such-page/"), ("", f"/follow/{held['secret']}/"), ("main", "/places/"), ("main", "/account/"),
        *(("main", whole + part) for part in parts),
        *(("alone", empty + part) for part in bare),
        ("staff", f"/staff/kite/customers/{held['customer']}/sub-processors/"),
        ("staff", "/staff/kite/customers/touched/"), ("staff", "/staff/kite/customers/touched/main/sequoia/"),
        ("", "/description/kite/fi/"), ("", "/description/kite/sv/"),
        *(("owner", f"/staff/kite/{part}") for part in of_owner),
        ("", held["link"]), ("main", held["link"]),
        *(("staff", f"/staff/kite/inbox/{part}") for part in ("", "?state=all", "?kind=complaint", f"{held['received']}/")),
        *(("staff", f"/staff/kite/campaigns/{part}") for part in ("", f"{held['campaign']}/", f"{held['plan']}/")),
        *(("keeper", f"/staff/kite/registers/{part}") for part in registers(held)),
        *(("staff", f"/staff/kite/changes/{part}") for part in changes(held)),
        *(("owner", f"/staff/kite/customers/{part}") for part in customers(held)),
        *(("owner", f"/staff/kite/{part}") for part in ("people/", "people/invite/", "confidentiality/", "outbox/")),
        *(("owner", f"/staff/kite/people/customers/{held['customer']}/{part}") for part in ("", "invite/")),
        *(("keeper", f"/staff/kite/companies/{part}") for part in companies(held)),
        *(("keeper", f"/staff/kite/changes/{held['change']}/{part}") for part in ("", "gates/")),
        *(("main", f"{whole}/changes/{part}") for part in ("", f"{held['change']}/", "recipients/")), ("alone", f"{empty}/changes/"),
        ("staff", "/staff/kite/"), ("staff", "/staff/kite/corrections/"), ("staff", "/staff/kite/no-such-page/"),
    ]  # fmt: skip


def changes(held: dict[str, str]) -> list[str]:
    """The pages of changes for whoever makes them."""
    told, planned, customer = held["change"], held["planned"], held["customer"]
    return [
        "", "?over=1", "propose/", "calendar/", "contacts/", "letters/", "letters/?state=posted",
        f"letters/{held['notice_letter']}/", "objections/", "objections/?state=ended", f"objections/?change={told}",
        "objections/new/", f"objections/{held['objection']}/", f"objections/{held['upheld']}/", f"customer/{customer}/", f"{planned}/",
        f"{planned}/gates/", f"{planned}/texts/", f"{told}/", f"{told}/gates/", f"{told}/texts/", f"{told}/customers/",
        f"{told}/customers/?state=objected", f"{told}/customers/{customer}/", f"{told}/customers/{held['far']}/", f"{told}/notices/{held['notice']}/",
    ]  # fmt: skip


def companies(held: dict[str, str]) -> list[str]:
    """The pages of companies that are engaged."""
    return [
        "", "rechecks/", "proofs/", "notices/", "notices/new/", f"notices/{held['supplier_notice']}/",
        f"{held['company']}/", f"{held['company_over']}/",
    ]  # fmt: skip


def customers(held: dict[str, str]) -> list[str]:
    """The pages of customers for whoever keeps them."""
    one = held["customer"]
    return [
        "", "new/", "without-agreement/", "undeclared/", "products/new/", "imports/", "erasure/", "description/",
        f"{one}/", f"{one}/correct/", f"{one}/end/", f"{one}/history/", f"{one}/disclosures/", f"{one}/contacts/new/",
        f"{one}/program/",
        f"{one}/contacts/{held['contact']}/", f"{one}/services/new/", f"{one}/services/{held['service']}/",
        f"{one}/services/{held['service']}/data/",
    ]  # fmt: skip


def registers(held: dict[str, str]) -> list[str]:
    """The pages of registers for whoever keeps them."""
    register, draft = held["register"], f"drafts/{held['draft']}"
    entry = f"{draft}/records/entries/sequoia-support-inc"
    return [
        "", "new/", f"{register}/", f"{register}/settings/", f"{register}/import/", f"{register}/compare/", f"{register}/pushes/",
        f"{register}/versions/2/", f"documents/{held['read']}/", f"documents/{held['broken']}/",
        f"documents/{held['nothing']}/", f"{draft}/", f"{draft}/?kind=regions", f"{draft}/review/", f"{draft}/facts/",
        f"{entry}/", f"{entry}/remove/", f"{draft}/records/services/new/", f"{draft}/check/", f"{draft}/publish/",
        f"{draft}/history/",
    ]  # fmt: skip


def environment(folder: Path, address: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "ketju.web.config.settings",
        "KETJU_SECRET_KEY": "only-for-tests-" + "x" * 40,
        "KETJU_ENCRYPTION_KEYS": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=",
        "KETJU_STORAGE_URL": f"file://{folder / 'files'}",
        "KETJU_STATIC_DIR": str(folder / "static"),
        "KETJU_URL": address,
        "KETJU_MAIL_URL": "outbox:",
        "DATABASE_URL": f"sqlite:///{folder / 'app.sqlite3'}",
    }


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for_server(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
        if server.poll() is not None:
            break
    raise RuntimeError(f"the application did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
