"""The one place where core reads packaged data. Tables are compiled from TOML files and CLDR by ``make data``."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Any:
    """The compiled table ``name`` ("labels", "places" …), loaded once per process.

    Raises FileNotFoundError for a table that was never compiled.
    """
    return json.loads((files(__package__) / "compiled" / f"{name}.json").read_bytes())
