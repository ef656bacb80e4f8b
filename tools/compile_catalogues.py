"""Compile the catalogues of words: ``ketju.po`` of each language into the ``ketju.mo`` that the package loads.

Run it with ``make data`` after a change to ``src/ketju/text/locale``; a test fails while a catalogue is out of date.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Compiled files tell no time, so that they change only with their words."""

LOCALE = Path(__file__).resolve().parent.parent / "src" / "ketju" / "text" / "locale"


def compiled(source: Path) -> bytes:
    """The compiled form of a catalogue; the same for the same text. Raises PoFileError for a broken file."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> int:
    """Compile all; with ``--check`` only say which are out of date."""
    stale = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/ketju.po")):
        target, new = source.with_suffix(".mo"), compiled(source)
        if not target.exists() or target.read_bytes() != new:
            stale.append(target)
            if "--check" not in sys.argv:
                target.write_bytes(new)
    for target in stale:
        print(f"{'out of date' if '--check' in sys.argv else 'compiled'}: {target.relative_to(LOCALE)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
