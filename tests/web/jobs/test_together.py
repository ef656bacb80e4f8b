"""Several processes at once neither do a job twice nor make one twice."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.web.jobs.conftest import ROOT


def together(database: dict[str, str], what: str, processes: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.web.jobs.together", what, str(processes)]
    run = subprocess.run(command, env=database, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr[-4000:]
    found = dict(json.loads(run.stdout))
    assert set(found["ends"]) == {0}, run.stderr[-4000:]
    return found


def test_several_workers_never_do_a_job_twice(own_database: dict[str, str]) -> None:
    found = together(own_database, "work", 3)
    assert found["attempts"] == {"1": 200}
    assert len(found["made"]) == 400
    assert set(found["made"].values()) == {1}
    assert found["holders"] > 1, "one worker did everything"


def test_several_who_tick_at_once_make_one_job_each_hour(own_database: dict[str, str]) -> None:
    found = together(own_database, "tick", 3)
    assert found["due"] == 20
    assert sum(found["attempts"].values()) == 20
