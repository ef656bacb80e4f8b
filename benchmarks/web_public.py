"""Lists for the public: how fast a version with a long history is published, and how fast its pages are served.

make bench-web-public                    2,000 entries, 200 versions
python -m benchmarks.web_public --entries 200 --versions 5
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from benchmarks.measuring import Table
from benchmarks.publishing import register as invented
from benchmarks.web_clock import took
from benchmarks.web_frame import parser, told
from ketju.core.model.date import PartialDate

FIRST = date(2022, 1, 3)
MAY_TAKE = 10
SERVED = 2_000


def with_versions(entries: int, versions: int) -> Any:
    """A register in the database with so many versions, each of which changed four entries.

    What each version did is kept, as it is when it was published here; the content of the last two alone is looked at.
    """
    from django.utils import timezone

    from ketju.core.register.projection import public_register
    from ketju.formats.writers.steps import names_after, step_from, text_of_step
    from ketju.web.apps.registers.content import text_of
    from ketju.web.apps.registers.models import Register, Version, VersionStep
    from ketju.web.base.access.models import Processor

    processor = Processor.objects.create(slug="bench", name="Bench Oy")
    register = Register.objects.create(processor=processor, slug="main", languages=["en", "fi", "sv"])
    content, before = invented(entries), None
    names: dict[str, list[str]] = {}
    at = timezone.now()
    for number in range(1, versions + 1):
        on = FIRST + timedelta(days=number)
        content = replace(content, version=str(number), version_on=PartialDate(on.year, on.month, on.day))
        content = replace(content, entries=_changed(content.entries, number))
        digest = hashlib.sha256(str(number).encode()).hexdigest()  # that of the content takes half a second
        made = Version.objects.create(
            processor=processor, register=register, number=number, on=on, content_hash=digest, public_hash=digest,
            content=text_of(content) if number >= versions - 1 else "", entries=entries, published_at=at,
        )  # fmt: skip
        if number < versions:
            old, new = _without_the_same(before, content)
            if number in (1, versions - 1):
                names = names_after(names, public_register(content))
            step = step_from(public_register(old) if old else None, public_register(new))
            VersionStep.objects.create(version=made, text=text_of_step(step), names=json.dumps(names))
        before = content
    return register


def _without_the_same(old: Any, new: Any) -> tuple[Any, Any]:
    """Two registers without the entries that are the same: what a version did is the same between these."""
    if old is None:
        return None, new
    before, after = ({one.id: one for one in register.entries} for register in (old, new))
    told = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
    return tuple(
        replace(register, entries=tuple(one for one in register.entries if one.id in told))
        for register in (old, new)
    )


def _changed(entries: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    """One entry moves, one says something else of itself, one goes and one comes."""
    found = list(entries)
    size = len(found)
    one, other = number * 7 % size, number * 11 % size
    found[one] = replace(
        found[one], places=(*found[one].places[:1], replace(found[one].places[0], code="IE"))
    )
    found[other] = replace(found[other], retention=f"{number} days")
    gone = found.pop(number * 13 % size)
    found.append(replace(gone, id=f"new-{number}", name=f"New company {number} Oy", identifiers=()))
    return tuple(found)


def publishing(entries: int, versions: int) -> list[tuple[str, str, str]]:
    """How long the files of the newest version take when those before it were published before."""
    from django.utils import timezone

    from ketju.web.apps.registers.content import _kept, _shown
    from ketju.web.apps.registers.models import Publishing
    from ketju.web.apps.registers.published import versions_of
    from ketju.web.apps.registers.writes.filing import make_files, make_slow_files

    register = with_versions(entries, versions)
    listed = list(versions_of(register))
    _kept.cache_clear()
    _shown.cache_clear()
    on, at = FIRST + timedelta(days=400), timezone.now()
    time_of = took(lambda: make_files(listed[-1], on, at))
    made = Publishing.objects.get(register=register)
    size = sum(made.files.values_list("size", flat=True)) / (1 << 20)
    start = time.perf_counter()
    make_slow_files(made)
    slow = time.perf_counter() - start
    what = f"{entries:,} entries, {versions} versions, three languages"
    missed = "" if time_of.processor <= MAY_TAKE else ": missed"
    return [
        (
            f"publishing all but PDF: {what}, {made.files.count():,} files, {size:.0f} MiB",
            f"{time_of.seconds:.1f} s, {time_of.seconds - time_of.waited:.1f} s without waits"
            f" ({time_of.processor:.1f} s of the processor, with the database)",
            f"≤ {MAY_TAKE} s{missed}",
        ),
        ("PDF of the same, in the background, three languages", f"{slow:.1f} s", "–"),
    ]


def serving(path: str) -> list[tuple[str, str, str]]:
    """Requests a second of granian with a load tool beside it on the same cores, and of what it can do at most."""
    if shutil.which("wrk") is None:
        return [("serving: wrk is not installed (apt-get install wrk)", "–", "–")]
    limit = "benchmarks.web_bare:application"
    rows = []
    for workers in (1, 2):
        with server("ketju.web.config.wsgi:application", workers) as port:
            first = asked(port, path)
            tag = first.headers["ETag"]
            many = "worker" if workers == 1 else "workers"
            known = load(port, path, f"If-None-Match: {tag}")
            rows.append(
                (f"public list with ETag, not changed (304), {workers} {many}", *rated(known, SERVED))
            )
            rows.append(
                (
                    f"public list, whole ({len(first.read()) / 1024:.0f} KiB packed), {workers} {many}",
                    *rated(load(port, path), 0),
                )
            )
            if workers == 2:
                rows.append(
                    ("for comparison: a file of whitenoise", *rated(load(port, "/static/icon.svg"), 0))
                )
                rows.append(("for comparison: /healthz through Django", *rated(load(port, "/healthz"), 0)))
    with server(limit, 2) as port:
        rows.append(
            ("for comparison: granian with three lines of WSGI, 2 workers", *rated(load(port, "/"), 0))
        )
    return rows


def rated(rate: float, limit: int) -> tuple[str, str]:
    """A rate with its limit."""
    missed = "" if rate >= limit else ": missed"
    return f"{rate:,.0f}/s", f"≥ {limit:,}/s{missed}" if limit else "–"


@contextmanager
def server(target: str, workers: int) -> Iterator[int]:
    """The port of a granian that runs while the context is open."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "ketju.web.config.settings", "KETJU_HOSTS": "127.0.0.1"}
    given["DATABASE_URL"] = given["KETJU_TEST_DATABASE_URL"]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(workers), "--blocking-threads", "4",
        "--backlog", "1024", "--log-level", "error", "--port", str(port), target,
    ]  # fmt: skip
    process = subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with suppress(OSError):
                asked(port, "/healthz" if "bare" not in target else "/")
                break
            time.sleep(0.2)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def asked(port: int, path: str) -> Any:
    """The answer of the server."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    return urllib.request.urlopen(request, timeout=20)


def load(port: int, path: str, header: str = "X-None: 1") -> float:
    """Requests a second that are answered, with 32 connections, after two seconds to get warm."""
    command = ["wrk", "-t1", "-c32", "-H", "Accept-Encoding: gzip", "-H", header]
    subprocess.run([*command, "-d2s", f"http://127.0.0.1:{port}{path}"], capture_output=True, check=True)
    done = subprocess.run(
        [*command, "-d6s", f"http://127.0.0.1:{port}{path}"], capture_output=True, check=True, text=True
    )
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])  # type: ignore[index]


def collected() -> None:
    """Static files where the server looks for them."""
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "ketju.web.config.settings"}
    given["DATABASE_URL"] = given["KETJU_TEST_DATABASE_URL"]
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v0"]
    subprocess.run(command, env=given, check=True, stdout=subprocess.DEVNULL)


def measure(entries: int, versions: int) -> list[Table]:
    """Everything, on the database that the settings name."""
    collected()
    rows = publishing(entries, versions)
    rows += serving("/lists/bench/main/en/places.html")
    note = (
        f"Measured on {time.strftime('%Y-%m-%d')} on 2 cores, on PostgreSQL on the same machine; wrk with 32"
        f" connections takes its part of the same cores. {os.getloadavg()[1]:.1f} programs wanted a core on average."
    )
    return [Table("Lists for the public", ("what", "figure", "limit"), tuple(rows), (note,))]


def main() -> int:
    """Measure and print."""
    asked_for = parser(__doc__, customers=False)
    asked_for.add_argument("--entries", type=int, default=2_000)
    asked_for.add_argument("--versions", type=int, default=200)
    given = asked_for.parse_args()
    return told(given, lambda _: measure(given.entries, given.versions))


if __name__ == "__main__":
    sys.exit(main())
