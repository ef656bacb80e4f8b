"""Workers are killed with SIGKILL at any moment: nothing is lost, and nothing is made twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from tests.web.jobs.conftest import ROOT


def wanted(jobs: int) -> Counter[str]:
    """What has to be there when all is done, each once."""
    things: list[str] = []
    for index in range(jobs):
        things += (
            [f"{index}/first", f"{index}/second"],
            [f"{index}/own", f"{index}+/first", f"{index}+/second"],
            [f"{index}/0", f"{index}/1", f"{index}/2"],
        )[index % 3]
    return Counter(things)


def killed(database: dict[str, str], kills: int, workers: int, jobs: int, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.web.jobs.nursery", *map(str, (kills, workers, jobs, seed))]
    run = subprocess.run(command, env=database, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr[-4000:]
    return dict(json.loads(run.stdout))


def check(found: dict[str, Any], jobs: int) -> None:
    assert found["open"] == 0
    assert found["failed"] == 0
    made, all_of_it = Counter(found["made"]), wanted(jobs)
    assert not all_of_it - made, "lost"
    assert not made - all_of_it, "made twice"


def test_nothing_is_lost_or_made_twice_when_a_worker_is_killed(own_database: dict[str, str]) -> None:
    found = killed(own_database, kills=30, workers=1, jobs=450, seed=1)
    check(found, 450)
    assert found["caught"] >= 5, "too few workers were at a job when they died"


def test_nor_when_two_workers_are_killed_at_once(own_database: dict[str, str]) -> None:
    found = killed(own_database, kills=30, workers=2, jobs=450, seed=2)
    check(found, 450)
    assert found["caught"] >= 5


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 16))
def test_nor_in_a_thousand_kills(own_database: dict[str, str], seed: int) -> None:
    found = killed(own_database, kills=1000, workers=1 + seed % 3, jobs=12_000, seed=seed)
    check(found, 12_000)
