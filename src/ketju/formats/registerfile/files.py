"""Register files among files: which ones they are, and the register in one of them."""

from __future__ import annotations

import re

from ketju.core.model.document import ReadProblem
from ketju.core.model.register import Register
from ketju.formats.format import Source

_YAML = re.compile(r"\ufeff?(?:---[ \t]*\n|[ \t]*(?:#[^\n]*)?\n)*ketju[ \t]*:")
_JSON = re.compile(r'\ufeff?\s*\{.*"ketju"\s*:\s*"?\d', re.S)
_LOOKED_AT = 1024
"""Bytes in which a file that is no text shows it."""


def is_register_file(source: Source) -> bool:
    """Whether the file is a register as Ketju writes it, rather than somebody's list.

    What has no extension, as standard input and pipes, is known by its beginning.
    """
    if source.suffix in (".yaml", ".yml"):
        return _YAML.match(source.text) is not None
    if source.suffix == ".json":
        return _JSON.match(source.text) is not None
    if source.suffix or b"\0" in source.data[:_LOOKED_AT]:
        return False
    return any(form.match(source.text) is not None for form in (_YAML, _JSON))


def register_from(source: Source) -> tuple[Register | None, tuple[ReadProblem, ...]]:
    """The register in a register file, YAML or JSON, and what is wrong with it.

    Entries in which something is wrong are not in the register; None when the file is no register at all.
    """
    if source.text.lstrip("\ufeff \t\n").startswith("{"):
        from ketju.formats.registerfile.register_json import read_json

        return read_json(source.text, source.name)
    from ketju.formats.registerfile.reading import read_register

    return read_register(source.text, source.name)
