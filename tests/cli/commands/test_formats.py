from __future__ import annotations

import json

from ketju.formats.reading import formats
from tests.cli.conftest import Run


def test_every_format_is_listed_with_its_endings(ketju: Run) -> None:
    ran = ketju("formats")

    assert (ran.code, ran.err) == (0, "")
    for known in formats():
        assert any(
            line.split()[:1] == [known.id] and known.suffixes[0] in line for line in ran.out.splitlines()
        )


def test_programs_get_json(ketju: Run) -> None:
    found = json.loads(ketju("formats", "--format", "json").out)

    assert {
        "id": "json",
        "name": "JSON",
        "suffixes": [".json", ".jsonl", ".ndjson", ".json5", ".jsonc"],
    } in found
