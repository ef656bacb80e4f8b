"""The one place where core reads packaged data. Tables are compiled from TOML files and CLDR by ``make data``."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@cache
def table(name: str) -> Any:
    """The compiled table ``name`` ("labels", "places" …), loaded once per process.

    Raises FileNotFoundError for a table that was never compiled.
    """
    return json.loads((files(__package__) / "compiled" / f"{name}.json").read_bytes())


@cache
def zone_names() -> frozenset[str]:
    """The names of all time zones of the IANA database, as the package tzdata holds them."""
    return frozenset((files("tzdata") / "zones").read_text(encoding="utf-8").split())


@cache
def zone_data(name: str) -> ZoneInfo:
    """A time zone by its name, from the package tzdata, so that it does not depend on the machine.

    Raises KeyError for a name that the database does not have.
    """
    from zoneinfo import ZoneInfo  # lists are read without it

    if name not in zone_names():
        raise KeyError(name)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)
