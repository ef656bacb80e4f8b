"""Measure how fast Ketju reads, what memory it needs, and what it survives: ``make bench``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks import (
    checking,
    cold,
    converted,
    differing,
    formats,
    growth,
    hostile,
    lists,
    memory,
    periods,
    publishing,
    web_jobs,
)
from benchmarks.measuring import Options, Skipped, Table
from benchmarks.report import data, page, section

BENCHMARKS = {
    module.BENCHMARK.name: module.BENCHMARK
    for module in (
        lists,
        cold,
        growth,
        formats,
        converted,
        memory,
        hostile,
        differing,
        checking,
        publishing,
        periods,
        web_jobs,
    )
}


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; what cannot be run here says why and stops nothing."""
    options = _parser().parse_args(arguments)
    found: dict[str, list[Table]] = {}
    skipped: dict[str, str] = {}
    for name in options.only or BENCHMARKS:
        try:
            found[name] = BENCHMARKS[name].run(Options(options.quick, options.converted))
        except Skipped as reason:
            skipped[name] = str(reason)
            print(f"skipped {name}: {reason}", file=sys.stderr)
            continue
        if not options.json:
            print("\n".join(map(section, found[name])), flush=True)
    if options.json:
        print(json.dumps(data(found, skipped), ensure_ascii=False, indent=1))
    if options.page:
        tables = [table for tables in found.values() for table in tables]
        before = options.page.read_text("utf-8") if options.page.exists() else ""
        options.page.write_text(page(tables, list(BENCHMARKS), before), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {one.name:<10} {one.about}" for one in BENCHMARKS.values())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        epilog=f"benchmarks:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--only", action="append", choices=BENCHMARKS, metavar="NAME", help="run this one; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs and shorter lists, for a look")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="write the tables as a page of the reference, too"
    )
    parser.add_argument(
        "--converted",
        type=Path,
        metavar="DIR",
        help="keep converted lists there, and take those that are there",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
