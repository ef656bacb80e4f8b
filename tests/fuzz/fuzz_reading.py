"""Throw what atheris makes of the lists at each reader of text: ``make fuzz``, or run this file."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ketju.formats.reading import formats  # noqa: E402
from tests.fuzz.mutations import seeds, survive  # noqa: E402

SUFFIXES = [format.suffixes[0] for format in formats() if not format.binary and format.suffixes]


def test_one_input(data: bytes) -> None:
    """The first byte chooses the extension, the rest is the list."""
    if data:
        survive(data[1:], f"list{SUFFIXES[data[0] % len(SUFFIXES)]}")


def write_seeds(folder: Path) -> None:
    """The lists as a corpus to begin with."""
    for index, (name, data) in enumerate(seeds()):
        chosen = next(
            (i for i, suffix in enumerate(SUFFIXES) if name.endswith(suffix)), Random(index).randrange(9)
        )
        (folder / f"{index:03}").write_bytes(bytes([chosen]) + data)


def main() -> int:
    """Fuzz until atheris is told to stop; 0 without atheris."""
    try:
        import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        sys.stderr.write("atheris is not installed: `make fuzz` installs it\n")
        return 0
    with TemporaryDirectory() as folder:
        write_seeds(Path(folder))
        atheris.instrument_all()
        atheris.Setup([*sys.argv, folder], test_one_input)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
