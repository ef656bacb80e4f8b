"""A publication as the files of a folder, and the record of its versions that the folder keeps.

The folder holds every file of ``publication_files`` and ``RECORD``, which says which versions there were, from when,
and what each file's hash is. Earlier versions stay as ``versions/<digest>.json``: the canonical form of what the
public saw, so the name of the file is the hash of its bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from importlib.util import find_spec
from typing import Any

from ketju.core.model.publication import Publication, PublishedVersion
from ketju.core.model.register import Register
from ketju.core.problems.publishing import HistoryBroken, WriterUnknown
from ketju.core.register.alignment import aligned
from ketju.core.register.canonical import (
    canonical_bytes,
    content_hash,
    register_from_data,
)
from ketju.core.register.nearest import nearest
from ketju.formats.registerfile.register_json import release_data
from ketju.formats.writers.permanence import VERSIONS, version_path
from ketju.formats.writers.writer import Writer, writers
from ketju.text.render import phrasebook

RECORD = "ketju-publication.json"
"""The file by which Ketju knows a folder that it made."""
FORM = 1
SITE = "ketju.formats.writers.site"
HTML = "html"
"""The id by which the pages are asked for, beside those of the writers."""


def format_ids() -> tuple[str, ...]:
    """Every format that a list can be published in, whether or not all that it needs is installed."""
    pages = (HTML,) if find_spec(SITE) else ()
    return (*pages, *(writer.id for writer in writers()))


def missing_formats() -> tuple[str, ...]:
    """Formats whose packages are not installed."""
    return tuple(writer.id for writer in writers() if not writer.is_ready)


def check_formats(asked: Sequence[str]) -> None:
    """Raise WriterUnknown for the first id that is no format's."""
    known = format_ids()
    for name in asked:
        if name not in known:
            raise WriterUnknown(found=name, suggestions=", ".join(nearest(name, known) or known))


def next_publication(
    earlier: Sequence[PublishedVersion], register: Register, on: date, *, title: str = "", base_url: str = ""
) -> Publication:
    """The publication in which ``register`` follows earlier versions.

    The same content as that of the last is no new version: that one then only gets the date and label of its release.
    """
    digest = content_hash(register)
    if earlier and earlier[-1].digest == digest:
        versions = (*earlier[:-1], replace(earlier[-1], register=register))
    else:
        versions = (*earlier, PublishedVersion(register, digest, len(earlier) + 1, on))
    registers = aligned([version.register for version in versions])
    versions = tuple(replace(v, register=own) for v, own in zip(versions, registers, strict=True))
    return Publication(versions, on, title, base_url)


def publication_files(
    publication: Publication, languages: Sequence[str], formats: Sequence[str] = ()
) -> dict[str, bytes]:
    """Every file of the publication by its path, ``RECORD`` included; the same for the same arguments.

    ``formats`` are ids of ``format_ids``; without any, all formats are written whose packages are installed. Raises
    WriterUnknown and WriterMissing.
    """
    files: dict[str, bytes] = {}
    for part in parts_of(publication, languages, formats):
        files |= part.make()
    return {**files, RECORD: _record(publication, files)}


@dataclass(frozen=True, slots=True)
class Part:
    """Files that are made together: one format, or the pages of one language. ``id`` is "csv", "html.fi" …"""

    id: str
    make: Callable[[], dict[str, bytes]]


def parts_of(
    publication: Publication, languages: Sequence[str], formats: Sequence[str] = (), later: Sequence[str] = ()
) -> tuple[Part, ...]:
    """Every file of the publication in parts that can be made one by one.

    ``later`` are formats that the pages link to already, though they are made at another time. Raises WriterUnknown.
    """
    check_formats(formats)
    chosen = formats or [name for name in format_ids() if name not in missing_formats()]
    versions = publication.versions[-1:] if publication.steps else publication.versions
    parts = [Part(VERSIONS, partial(_versions, versions))]
    paths = {version_path(version.digest) for version in versions}
    for writer in writers():
        if writer.id in chosen:
            parts.append(Part(writer.id, partial(written, writer, publication, languages)))
        if writer.id in (*chosen, *later):
            paths |= {*paths_of(writer, languages)}
    if HTML in chosen:
        parts += _pages(publication, languages, paths)
    return tuple(parts)


def lasting_parts(publication: Publication, languages: Sequence[str]) -> tuple[Part, ...]:
    """What stays of a version when others follow it: its content, and its page in each language."""
    from ketju.formats.writers.site import Site

    begun = cache(partial(Site, publication, tuple(languages), ()))

    def pages() -> dict[str, bytes]:
        found = {path: data for path, data in begun().shared().items() if is_lasting(path)}
        for language in languages:
            found |= begun().permalinks(language)
        return found

    return Part(VERSIONS, partial(_versions, publication.versions[-1:])), Part(HTML, pages)


def is_lasting(path: str) -> bool:
    """Whether a file tells of one version alone, so that it stays as it is when others follow."""
    return path.startswith((f"{VERSIONS}/", "v/"))


def paths_of(writer: Writer, languages: Sequence[str]) -> tuple[str, ...]:
    """Where the files of a format stand: one for each language, or one for all."""
    return tuple(map(writer.path, languages)) if writer.localised else (writer.path(),)


def _versions(versions: Sequence[PublishedVersion]) -> dict[str, bytes]:
    return {version_path(one.digest): canonical_bytes(one.register) for one in versions}


def written(writer: Writer, publication: Publication, languages: Sequence[str]) -> dict[str, bytes]:
    """The files of one format: one for each language, or one for all."""
    if not writer.localised:
        return {writer.path(): writer.write(publication, phrasebook(languages[0]))}
    return {writer.path(language): writer.write(publication, phrasebook(language)) for language in languages}


def record_from(data: bytes, folder: str) -> dict[str, Any]:
    """What a folder's record says. Raises HistoryBroken when it is none."""
    try:
        record = json.loads(data)
        if record["ketju-publication"] == FORM and isinstance(record["files"], dict):
            return dict(record)
    except (ValueError, KeyError, TypeError):
        pass
    raise HistoryBroken(folder=folder, file=RECORD)


def versions_from(
    record: Mapping[str, Any], files: Mapping[str, bytes], folder: str
) -> list[PublishedVersion]:
    """The versions that a folder keeps, oldest first. Raises HistoryBroken for one that was lost or changed."""
    found = []
    for number, kept in enumerate(record.get("versions", ()), 1):
        path = RECORD
        try:
            digest, on = str(kept["digest"]), date.fromisoformat(kept["on"])
            path = version_path(digest)
            data = files[path]
            if hashlib.sha256(data).hexdigest() != digest:
                raise ValueError(path)
            register = register_from_data({**json.loads(data), **kept.get("release", {})})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise HistoryBroken(folder=folder, file=path) from error
        found.append(PublishedVersion(register, digest, number, on))
    return found


def _pages(publication: Publication, languages: Sequence[str], paths: Collection[str]) -> list[Part]:
    """The HTML pages, language by language; ``paths`` are what they may link to. Nothing is done before it is asked."""
    from importlib import import_module

    begun = cache(partial(import_module(SITE).Site, publication, tuple(languages), frozenset(paths)))
    editions = [Part(f"{HTML}.{one}", partial(_edition, begun, one)) for one in languages]
    return [Part(HTML, lambda: begun().shared()), *editions]


def _edition(begun: Callable[[], Any], language: str) -> dict[str, bytes]:
    pages: dict[str, bytes] = begun().edition(language)
    return pages


def _record(publication: Publication, files: Mapping[str, bytes]) -> bytes:
    record = {
        "ketju-publication": FORM,
        "versions": [
            {"digest": v.digest, "on": v.on.isoformat(), "release": release_data(v.register)}
            for v in publication.versions
        ],
        "files": {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())},
    }
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
