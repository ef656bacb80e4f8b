"""Compile the catalogues of words: all ``.po`` files of a language into the one ``ketju.mo`` that the package loads.

``ketju.po`` holds what the program says, ``rules/<group>.po`` the sentences of the rules of a group, ``law/<part>.po``
what a part of the law engine says.

Run it with ``make data`` after a change to ``src/ketju/text/locale``; a test fails while a catalogue is out of date.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Compiled files tell no time, so that they change only with their words."""

LOCALE = Path(__file__).resolve().parent.parent / "src" / "ketju" / "text" / "locale"


def sources(language: str) -> list[Path]:
    """The catalogues of a language, that of the program first."""
    folder = LOCALE / language / "LC_MESSAGES"
    return [folder / "ketju.po", *sorted(folder.glob("*/*.po"))]


def catalogue_of(language: str) -> Catalog:
    """The words of a language, all in one. Raises PoFileError for a broken file, ValueError for a key in two files."""
    catalogue = Catalog()
    for number, source in enumerate(sources(language)):
        with source.open("rb") as file:
            read = read_po(file, locale=language, abort_invalid=True)
        if not number:
            catalogue = read
            continue
        for message in read:
            if message.id and catalogue.get(message.id):
                raise ValueError(f"{source}: {message.id} has words already")
            if message.id:
                catalogue[message.id] = message
    return catalogue


def compiled(language: str) -> bytes:
    """The compiled form of a language's catalogues; the same for the same text; raises as ``catalogue_of``."""
    catalogue = catalogue_of(language)
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> int:
    """Compile all; with ``--check`` only say which are out of date."""
    stale = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/ketju.po")):
        target, new = source.with_suffix(".mo"), compiled(source.parent.parent.name)
        if not target.exists() or target.read_bytes() != new:
            stale.append(target)
            if "--check" not in sys.argv:
                target.write_bytes(new)
    for target in stale:
        print(f"{'out of date' if '--check' in sys.argv else 'compiled'}: {target.relative_to(LOCALE)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
