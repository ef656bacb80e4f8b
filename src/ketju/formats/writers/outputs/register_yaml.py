"""The register as ``ketju.yaml``, for people who want to work on with it."""

from __future__ import annotations

from ketju.core.model.publication import Publication
from ketju.core.model.register import Register
from ketju.core.register.projection import PUBLIC
from ketju.formats.registerfile.writing import write_register
from ketju.formats.writers.writer import EVERYTHING, Writer
from ketju.text.render import Phrasebook


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    return write_register(publication.register).encode()


WRITER = Writer(
    "yaml",
    "ketju.yaml",
    ".yaml",
    "application/yaml",
    False,
    EVERYTHING,
    _write,
    PUBLIC[Register],
    file="ketju.yaml",
)
