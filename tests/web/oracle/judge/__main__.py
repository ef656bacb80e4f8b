"""Recompute from the plan and the facts whom notice was owed, from when a change may take effect, for each customer.

    python -I tests/web/oracle/judge FOLDER

Only the standard library is used. It prints how much was compared and every difference; 1 where there is one.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from comparing import Comparison, Difference
from judging import Case
from world import World, read

SHOWN = 40


def judged(world: World) -> tuple[Counter[str], list[Difference]]:
    """What was compared how many times, and the differences."""
    checked: Counter[str] = Counter()
    found: list[Difference] = []
    for data in world.plan["cases"]:
        comparison = Comparison(world, Case(world, data))
        found += comparison.differences()
        for what, count in comparison.checked.items():
            checked[what.partition(" at tick")[0]] += count
    return checked, found


def main(folder: Path) -> int:
    """Judge what a folder holds."""
    checked, found = judged(read(folder))
    lines = [f"{count:>8,}  {what}" for what, count in sorted(checked.items())]
    first = {(one.case, one.customer, one.what.partition(" at tick")[0]): one for one in reversed(found)}
    lines += map(str, list(reversed(first.values()))[:SHOWN])
    kinds = Counter(one.what.partition(" at tick")[0] for one in found)
    sums = f"{sum(checked.values()):,} compared, {len(found):,} differences"
    lines.append(f"{sums}: {dict(kinds)}" if found else sums)
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
