"""Folders that a command writes whole: everything in it, or nothing at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ketju.cli.output import OutputFailed
from ketju.cli.sources import file_reason
from ketju.core.model.publication import PublishedVersion
from ketju.core.problems.publishing import FolderForeign
from ketju.formats.publishing import RECORD, record_from, versions_from
from ketju.formats.writers.permanence import VERSIONS

SHOWN = 3
"""So many foreign files are named."""


def earlier_versions(folder: str, *, force: bool) -> list[PublishedVersion]:
    """The versions in a folder that Ketju made, none in one that is empty or not there.

    Raises FolderForeign for a folder with other files in it, or with files of ours that somebody changed, unless
    ``force``; HistoryBroken when the versions themselves are not whole; OutputFailed when it cannot be looked into.
    """
    root = Path(os.path.realpath(folder))
    try:
        if not root.exists():
            return []
        files = _files(root)
        record = record_from((root / RECORD).read_bytes(), folder) if RECORD in files else {"files": {}}
        foreign = [path for path in files if path != RECORD and not _is_ours(root, path, record["files"])]
        if foreign and not force:
            names = ", ".join(foreign[:SHOWN]) + (" …" if len(foreign) > SHOWN else "")
            raise FolderForeign(folder=folder, files=names)
        kept = {path: (root / path).read_bytes() for path in files if path.startswith(f"{VERSIONS}/")}
    except OSError as error:
        raise OutputFailed(file=folder, reason=file_reason(error)) from error
    return versions_from(record, kept, folder)


def replace_folder(folder: str, files: Mapping[str, bytes]) -> None:
    """Put ``files`` in place of what Ketju wrote there before; other files stay. Raises OutputFailed.

    The new folder is made beside the old one and takes its name in the end, so nobody ever sees half of it.
    """
    root = Path(os.path.realpath(folder))
    made = retired = None
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{root.name}.", dir=root.parent))
        if root.exists():
            _keep_foreign(root, made)
        for path, data in files.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_bytes(data)
        made.chmod(_mode_for(root))
        retired = _swap(made, root)
    except OSError as error:
        raise OutputFailed(file=folder, reason=file_reason(error)) from error
    finally:
        for left in (made, retired):
            if left:
                shutil.rmtree(left, ignore_errors=True)


def _swap(made: Path, root: Path) -> Path | None:
    """Give ``made`` the name of ``root``, and back out when that fails; what was there before is given back."""
    if not root.exists():
        made.rename(root)
        return None
    retired = Path(tempfile.mkdtemp(prefix=f".{root.name}.", dir=root.parent))
    root.rename(retired / root.name)
    try:
        made.rename(root)
    except OSError:
        (retired / root.name).rename(root)
        raise
    return retired


def _keep_foreign(root: Path, made: Path) -> None:
    """Copy what the record does not name: files of other tools, and folders of their own."""
    record = root / RECORD
    ours = {RECORD, *(record_from(record.read_bytes(), str(root))["files"] if record.exists() else ())}
    for path in _files(root):
        if path not in ours:
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / path, made / path, follow_symlinks=False)


def _files(root: Path) -> list[str]:
    """The paths of all files below a folder, with "/" between names."""
    found = []
    for above, folders, names in os.walk(root):
        folders.sort()
        links = [name for name in folders if Path(above, name).is_symlink()]
        found += [Path(above, name).relative_to(root).as_posix() for name in sorted([*names, *links])]
    return found


def _is_ours(root: Path, path: str, hashes: Mapping[str, str]) -> bool:
    """Whether a file is as Ketju wrote it."""
    full = root / path
    if path not in hashes or full.is_symlink() or not full.is_file():
        return False
    return hashlib.sha256(full.read_bytes()).hexdigest() == hashes[path]


def _mode_for(root: Path) -> int:
    """The mode of the folder that is replaced, else what a new one gets."""
    with suppress(OSError):
        return root.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask
