"""What a writer is: how a publication becomes a file of a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

from ketju.core.discovery import declared
from ketju.core.model.publication import Publication
from ketju.core.model.register import Entry
from ketju.core.register.projection import PUBLIC
from ketju.text.render import Phrasebook

STEM = "sub-processors"
"""What published files are called, before their endings."""

EVERYTHING = PUBLIC[Entry]
"""All that the public may see of an entry."""


CONCLUDED = frozenset(
    {"id", "purpose_read", "places_printed", "mentions", "access", "varies_by_customer", "placeholders"}
)
"""Members that a reader concludes from what is printed: they come back as whatever the text says."""


@dataclass(frozen=True)
class Writer:
    """An output format.

    ``write`` gives the bytes for a publication in the language of a phrasebook: the same for the same arguments.
    ``carries`` names the members of an entry that can be read back from the file, "places.city" for a part of one;
    ``facts`` those of the register. ``concluded`` are those that a reader may gather from what is carried. What else
    is public may be shown too. A format that is not ``localised`` is
    written once, whatever the languages. ``needs`` names the optional package that it needs ("typst"), "" for none;
    ``write`` raises WriterMissing where that is not installed.
    """

    id: str
    name: str
    suffix: str
    media_type: str
    localised: bool
    carries: frozenset[str]
    write: Callable[[Publication, Phrasebook], bytes]
    facts: frozenset[str] = frozenset()
    concluded: frozenset[str] = CONCLUDED
    file: str = ""
    needs: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether all that it needs is installed."""
        return not self.needs or find_spec(self.needs) is not None

    def path(self, language: str = "") -> str:
        """The name of the file: "sub-processors.fi.csv", or that of the format itself ("ketju.yaml")."""
        if self.file:
            return self.file
        return f"{STEM}.{language}{self.suffix}" if self.localised and language else f"{STEM}{self.suffix}"


@cache
def writers() -> tuple[Writer, ...]:
    """Every output format: each stands in a module of ``outputs`` and is called ``WRITER`` there."""
    from ketju.formats.writers import outputs

    return tuple(declared(outputs, "WRITER", Writer))
