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
from pathlib import Path
from typing import Any

from tests.web.oracle.plan import combinations, plan_of
from tests.web.postgres import running as running_postgres

JUDGE = Path(__file__).parent / "judge"
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
        finally:
            busy.close()
            connections.close_all()
    mails = {name: count for name, count in post.arrived.items() if name.startswith("dlv_")}
    twice, dropped = sum(mails.values()) - len(mails), post.faults["gone after the content"]
    return {
        "mails": len(mails), "twice": twice, "kills": busy.killed, "lost answers": dropped,
        "at most": busy.killed * 2 * WINDOW + dropped, "objections": sum(one["kind"] == "objection" for one in actors.log),
        "reports": sum(one["kind"] == "bounced" for one in actors.log),
    }  # fmt: skip


def main() -> int:
    """Live, judge, print; 1 where there is a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=5000)
    parser.add_argument("--kinds", type=int, default=28, help="agreements of each processor")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", type=float, default=0.02, help="seconds that the mail server takes for a message at most")
    parser.add_argument("--trouble", type=float, default=0.01, help="how often it fails")
    parser.add_argument("--keep", type=Path, help="a folder for what is judged")
    given = parser.parse_args()
    plan = plan_of(given.seed, given.customers, given.kinds)
    print(f"{given.customers:,} customers in {combinations(plan):,} combinations", flush=True)
    with tempfile.TemporaryDirectory() as made, running_postgres() as address:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "clock").unlink(missing_ok=True)
        os.environ["KETJU_TEST_DATABASE_URL"] = address
        began = time.monotonic()
        figures = lived(given, plan, folder)
        print(f"lived in {time.monotonic() - began:,.0f} s: {figures}", flush=True)
        ran = subprocess.run([sys.executable, "-I", "-S", str(JUDGE), str(folder)], check=False)
    return ran.returncode or int(figures["twice"] > figures["at most"])


if __name__ == "__main__":
    sys.exit(main())
