"""Two processors and thousands of customers through half a year: everybody's recipients and dates, judged by another.

    make prove                                  5,000 customers, some twenty minutes
    make prove ARGS="--customers 300"           fewer, for a look
    make prove ARGS="--keep build/prove"        keep what was judged

Real PostgreSQL, ``ketju work`` that is killed while mail leaves, a mail server that is slow and drops connections,
answers and reports by ``ketju receive-mail``. Then ``judge`` recomputes everything from the plan and the facts.
"""

from __future__ import annotations

import argparse
import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT, Table
from benchmarks.report import machine, replaced, section
from tests.web.oracle.plan import combinations, plan_of
from tests.web.postgres import running as running_postgres

JUDGE = ROOT / "tests" / "web" / "oracle" / "judge"
WINDOW = 100
"""After so many messages at most a sender notes that they were taken; a worker has two senders."""


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def lived(given: argparse.Namespace, plan: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Live a plan through on the database that the environment names, and write down what is to be judged."""
    from tests.web.oracle.clock import Clock

    os.environ["KETJU_ORACLE_CLOCK"] = str(folder / "clock")
    os.environ["KETJU_ORACLE_LMTP"] = str(_free_port())
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.oracle.settings"
    os.environ["KETJU_ORACLE_SINK"] = str(_free_port())
    clock = Clock(folder / "clock")
    import django

    django.setup()
    from django.core.management import call_command

    said = logging.getLogger("oracle")
    said.addHandler(logging.StreamHandler())
    said.setLevel(logging.INFO)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return _acted(given, plan, folder, clock)


def _acted(given: argparse.Namespace, plan: dict[str, Any], folder: Path, clock: Any) -> dict[str, Any]:
    from django.db import connections

    from tests.web.oracle.acting import Actors
    from tests.web.oracle.busy import Busy
    from tests.web.oracle.exporting import Looks
    from tests.web.oracle.posting import Post

    post, looks = Post(given.seed, given.trouble, given.slow), Looks()
    post.port = int(os.environ["KETJU_ORACLE_SINK"])
    with post.running():
        busy = Busy(post, clock, int(os.environ["KETJU_ORACLE_LMTP"]), given.kills, given.seed)
        try:
            actors = Actors(plan, busy, looks)
            actors.live()
            looks.write(folder, plan, actors.log, post.kept)
            by_mail = looks.told_by("e-mail")
        finally:
            busy.close()
            connections.close_all()
    mails = {name: count for name, count in post.arrived.items() if name.startswith("dlv_")}
    twice, dropped = sum(mails.values()) - len(mails), post.faults["gone after the content"]
    return {
        "mails": len(mails), "twice": twice, "kills": busy.killed, "by mail": by_mail,
        "at most": busy.killed * 2 * WINDOW + dropped, **Counter(one["kind"] for one in actors.log),
    }  # fmt: skip


def _judged(folder: Path) -> tuple[str, int]:
    """The last line of the judge, and whether it found differences. It sees nothing but the standard library."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(JUDGE), str(folder)], capture_output=True, text=True, check=False
    )
    print(ran.stdout + ran.stderr, flush=True)
    return (ran.stdout.splitlines() or ["nothing"])[-1], ran.returncode


def _table(plan: dict[str, Any], figures: dict[str, Any], said: str) -> Table:
    rows = (
        ("customers of two processors", len(plan["customers"])),
        ("combinations of terms, language, services and countries", combinations(plan)),
        ("changes that were announced", len(plan["cases"])),
        ("of these for all customers at once", sum(one["rollout"] == "all at once" for one in plan["cases"])),
        ("what they change", _sorts(plan)),
        ("corrected, withdrawn", f"{figures.get('corrected', 0)}, {figures.get('withdrawn', 0)}"),
        ("days of the clock", (_day(plan["ticks"][-1]) - _day(plan["ticks"][0])).days),
        ("workers killed while mail left", figures["kills"]),
        ("customers that were told by mail", figures["by mail"]),
        ("messages that the mail server took", figures["mails"]),
        ("of these twice", f"{figures['twice']} (at most {figures['at most']})"),
        ("letters that were posted", figures.get("posted", 0)),
        ("reports of mail that came back", figures.get("bounced", 0)),
        ("objections", figures.get("objection", 0)),
        ("compared, and differences", said),
        ("minutes", round(figures["seconds"] / 60)),
    )
    on = "{python} on {system}, {cores} cores".format(**machine())
    note = (
        f"Lived through on {time.strftime('%Y-%m-%d')} with {on}: PostgreSQL, `ketju work` and `ketju receive-mail` as"
        " processes, a mail server that is slow, refuses, and drops connections, a clock that is moved. A judge in the"
        " standard library alone, with its own holidays and its own counting of periods, recomputes whom notice was"
        " owed, when it was received, and from when each change may take effect, for each customer at every move of"
        " the clock. Not everybody is told by mail: agreements name letters or the application, and some customers have"
        f" nobody with an address. A message leaves at least once. It leaves twice where a worker is killed, or a"
        f" connection lost, after the mail server took it and before that was noted: {WINDOW} messages at most for each"
        " of the two senders of a worker, and one for each answer that is lost; both have the same Message-ID."
    )
    return Table("Notices: judged by another", ("what", "figure"), rows, (note,))


def _sorts(plan: dict[str, Any]) -> str:
    sorts = Counter(change["sort"] for one in plan["cases"] for change in one["changes"])
    return ", ".join(f"{count} × {name}" for name, count in sorts.most_common())


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def main() -> int:
    """Live, judge, print; 1 where there is a difference."""
    given = _given()
    plan = plan_of(
        given.seed, given.customers, given.kinds, tuple(given.cases.split(",")) if given.cases else ()
    )
    print(f"{given.customers:,} customers in {combinations(plan):,} combinations", flush=True)
    with tempfile.TemporaryDirectory() as made, running_postgres() as address:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "clock").unlink(missing_ok=True)
        os.environ["KETJU_TEST_DATABASE_URL"] = address
        began = time.monotonic()
        figures = lived(given, plan, folder) | {"seconds": time.monotonic() - began}
        said, code = _judged(folder)
    table = _table(plan, figures, said)
    print(section(table))
    if given.page:
        given.page.write_text(replaced(given.page.read_text("utf-8"), [table]), encoding="utf-8")
    return code or int(figures["twice"] > figures["at most"])


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=5000)
    parser.add_argument("--kinds", type=int, default=28, help="agreements of each processor")
    parser.add_argument("--cases", default="", help="some of the cases alone, between commas")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--slow", type=float, default=0.02, help="seconds that the mail server takes for a message at most"
    )
    parser.add_argument("--trouble", type=float, default=0.01, help="how often it fails")
    parser.add_argument("--keep", type=Path, help="a folder for what is judged")
    parser.add_argument("--page", type=Path, metavar="FILE", help="put the table into this page, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
