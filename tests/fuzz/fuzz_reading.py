"""Throw what atheris makes of good bytes at the readers: ``make fuzz``, or this file with the name of a target.

``--list`` prints the names; arguments after the name go to libFuzzer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.fuzz.targets import Target, targets  # noqa: E402


def fuzz(target: Target, arguments: list[str]) -> None:
    """Fuzz until libFuzzer is told to stop, and end the process. The seeds are read first, so that code is loaded."""
    import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

    with TemporaryDirectory(prefix="ketju-fuzz-") as folder:
        for number, data in enumerate(target.seeds()):
            (Path(folder) / f"{number:03}").write_bytes(data)
            target.survive(data)
        atheris.instrument_all()
        atheris.Setup([sys.argv[0], *arguments, folder], target.survive)
        atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Run the target that the first argument names; 2 without one, or without atheris."""
    known = targets()
    if arguments == ["--list"]:
        sys.stdout.write("".join(f"{name}\n" for name in sorted(known)))
        return 0
    if not arguments or arguments[0] not in known:
        sys.stderr.write(f"error: name a target: {', '.join(sorted(known))}\n")
        return 2
    try:
        fuzz(known[arguments[0]], arguments[1:])
    except ImportError:
        sys.stderr.write("error: atheris is not installed: `make fuzz` installs it\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
