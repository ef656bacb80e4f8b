"""Plain data as JSON that can be checked: ``sha256`` in it is that of everything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DIGEST = "sha256"
"""The member that holds the hash."""


def digest_of(data: Mapping[str, Any]) -> str:
    """The SHA-256 of data without its own hash, as JSON with sorted keys in UTF-8."""
    rest = {name: value for name, value in data.items() if name != DIGEST}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def sealed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with their hash, at the end."""
    return {**data, DIGEST: digest_of(data)}


def json_of(data: Mapping[str, Any]) -> bytes:
    """The data as a file."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
