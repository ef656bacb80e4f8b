"""Truncated and mutated lists are read, or refused with a Problem; never anything else."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import ROOT, mutate, seeds, survive
from tests.fuzz.targets import targets

NAMES = tuple(
    f"list{suffix}" for suffix in (".txt", ".md", ".html", ".rst", ".adoc", ".csv", ".yml", ".json", "")
)
FUZZER = Path(__file__).with_name("fuzz_reading.py")

relaxed = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@relaxed
@given(st.sampled_from(seeds()), st.integers(0, 1_000_000), st.sampled_from(("", *NAMES)))
def test_a_truncated_list_is_read_or_refused(seed: tuple[str, bytes], cut: int, name: str) -> None:
    own, data = seed
    survive(data[: cut % (len(data) + 1)], name or own)


@relaxed
@given(st.sampled_from(seeds()), st.integers(0, 1_000_000_000), st.sampled_from(("", *NAMES)))
def test_a_mutated_list_is_read_or_refused(seed: tuple[str, bytes], chance: int, name: str) -> None:
    own, data = seed
    survive(mutate(data, Random(chance)), name or own)


@relaxed
@given(st.binary(max_size=300), st.sampled_from(NAMES))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    survive(data, name)


@pytest.mark.parametrize(
    "text",
    [
        "Purpose:\n\n:\n\n*: *\n",
        "<dl><dt></dt><dd>Purpose: x</dd></dl>",
        "- **\n  - Purpose: x\n- ****\n  - Purpose: y\n",
        "| | |\n|---|---|\n| | |\n",
        "Name:\nPurpose:\n\nName:\nPurpose:\n",
        "[]",
        "{}",
        "- \n- \n",
        "\t\t\n\t\t\n",
        ";;;\n;;;\n",
        "# \n\n## \n\nPurpose: x\n",
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_blank_names_terms_and_cells_make_no_reader_fail(text: str, name: str) -> None:
    survive(text.encode(), name)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_many_mutated_lists_are_read_or_refused(seed: int) -> None:
    chance, end = Random(seed), time.monotonic() + 60
    while time.monotonic() < end:
        own, data = chance.choice(seeds())
        spoilt = mutate(data, chance)
        survive(spoilt, chance.choice((own, *NAMES)))


@pytest.mark.soak
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed: `make fuzz` installs it")
@pytest.mark.parametrize("target", targets())
def test_a_fuzz_target_runs(target: str, tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(FUZZER),
        target,
        "-max_total_time=20",
        "-runs=2000",
        f"-artifact_prefix={tmp_path}/",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("target", targets())
def test_a_fuzz_target_survives_what_it_begins_with(target: str) -> None:
    seeds = list(targets()[target].seeds())
    assert seeds
    for data in (b"", *seeds[:3]):
        targets()[target].survive(data)
