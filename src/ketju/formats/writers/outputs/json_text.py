"""The register as JSON for machines: canonical, with its hash."""

from __future__ import annotations

from ketju.core.model.publication import Publication
from ketju.core.model.register import Register
from ketju.core.register.projection import PUBLIC
from ketju.formats.registerfile.register_json import write_json
from ketju.formats.writers.writer import EVERYTHING, Writer
from ketju.text.render import Phrasebook


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    return write_json(publication.register, publication.current.digest, publication.dates).encode()


WRITER = Writer("json", "JSON", ".json", "application/json", False, EVERYTHING, _write, PUBLIC[Register])
