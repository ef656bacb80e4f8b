"""Throw what atheris makes of good bytes at the readers: ``make fuzz``, or this file with the name of a target.

``--list`` prints the names; arguments after the name go to libFuzzer.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def fuzz(name: str, arguments: list[str]) -> None:
    """Fuzz until libFuzzer is told to stop, and end the process.

    Ketju's own code is watched, and loaded under watch: the seeds are read first, as readers load what they need late.
    """
    import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

    with TemporaryDirectory(prefix="ketju-fuzz-") as folder:
        with atheris.instrument_imports(include=["ketju.core.reading", "ketju.formats"]):
            from tests.fuzz.targets import targets

            target = targets()[name]
            for number, data in enumerate(target.seeds()):
                (Path(folder) / f"{number:03}").write_bytes(data)
                target.survive(data)
        atheris.Setup([sys.argv[0], *arguments, folder], target.survive)
        atheris.Fuzz()


def names() -> list[str]:
    """The names of the targets, found in a process of its own so that nothing is loaded here before it is watched."""
    told = "from tests.fuzz.targets import targets; import sys; sys.stdout.write(' '.join(sorted(targets())))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def main(arguments: list[str]) -> int:
    """Run the target that the first argument names; 2 without one, or without atheris."""
    known = names()
    if arguments == ["--list"]:
        sys.stdout.write("".join(f"{name}\n" for name in known))
        return 0
    if not arguments or arguments[0] not in known:
        sys.stderr.write(f"error: name a target: {', '.join(known)}\n")
        return 2
    try:
        fuzz(arguments[0], arguments[1:])
    except ImportError:
        sys.stderr.write("error: atheris is not installed: `make fuzz` installs it\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
