"""Published files from memory: what the public asks for, with what its browser has to know to ask again.

A process looks once a second which publishing of a register is live. Files of a publishing never change, so that they
are kept until too many are.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime
from threading import BoundedSemaphore, Lock
from time import monotonic
from urllib.parse import parse_qsl, urlencode

from ketju.web.apps.registers.models import PublishedFile, Publishing, Register
from ketju.web.apps.registers.writes.filing import live_publishing
from ketju.web.base.access.policy import day_at

ROOT = "/lists/"
FRESH = 1.0
"""Seconds for which a process knows which publishing is live."""
MOST = 64 << 20
"""So many bytes a process keeps."""
MOST_MADE = 400
"""So many pages that were made on request a process keeps."""
LONGEST = 400
"""A longer query is nobody's."""
_SHORT, _LONG = "public, max-age=60", "public, max-age=86400"
_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8", ".jsonld": "application/ld+json", ".json": "application/json",
    ".yaml": "application/yaml; charset=utf-8", ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8", ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml", ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip

Headers = list[tuple[str, str]]
Query = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader gets: status, headers of the answer itself, body."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in memory with its answers: packed, plain, and that it has not changed. ``size`` is what it takes."""

    status: int
    etags: tuple[str, str]
    packed: Answer | None
    plain: bytes | None
    plain_headers: Headers
    unchanged: Answer
    unchanged_plain: Answer
    size: int

    def answer(self, known: str, encodings: str) -> Answer:
        """The answer for a reader who knows some tags and takes some encodings."""
        takes = self.packed is not None and takes_gzip(encodings)
        if known and self.status == 200 and has_tag(known, self.etags):
            return self.unchanged if takes else self.unchanged_plain
        if takes:
            assert self.packed is not None
            return self.packed
        body = self.plain
        if body is None:
            assert self.packed is not None
            body = gzip.decompress(self.packed.body)
        return Answer(self.status, self.plain_headers, body)


@dataclass(slots=True)
class Shelf:
    """A register as a process knows it: ``live`` is None for one that the public does not see.

    ``day`` is the day where the processor is: pages that were made for it go when it is over.
    """

    register: Register | None
    live: Publishing | None
    looked: float
    day: date | None = None


Maker = Callable[[Publishing, str, str, Query], tuple[int, bytes] | None]
"""Makes a page on request: of what is live, in a language, of a name, with a query."""

makers: dict[str, Maker] = {}
"""Pages that are made on request by their names ("mine.html"); sites put theirs here."""
framed: set[str] = {"frame.html", "fragment.html"}
"""Names of pages that other sites may show within theirs."""

_shelves: dict[tuple[str, str], Shelf] = {}
_files: dict[tuple[int, str], Kept] = {}
_made: dict[tuple[int, str, str], Kept] = {}
_held = 0
_lock = Lock()
_making = BoundedSemaphore(4)
PATIENCE = 5
"""Seconds that a reader waits for a page to be made when many are."""


def in_memory(path: str, query: str, known: str, encodings: str) -> Answer | None:
    """The answer if this process has it and knows that it is live; it asks nobody."""
    parts = path[len(ROOT) :].split("/", 2)
    if len(parts) != 3:
        return None
    shelf = _shelves.get((parts[0], parts[1]))
    if shelf is None or shelf.live is None or monotonic() - shelf.looked > FRESH:
        return None
    rest = parts[2]
    if not rest or rest.endswith("/"):
        rest += "index.html"
    of_files = _files.get((shelf.live.pk, rest))  # a query says nothing to a file
    kept = of_files or _made.get((shelf.live.pk, rest, query))
    return kept.answer(known, encodings) if kept is not None else None


def answer_for(path: str, query: str, known: str, encodings: str) -> Answer | None:
    """The answer for an address below ``ROOT``; None for what the public does not see."""
    parts = path[len(ROOT) :].split("/", 2)
    if len(parts) != 3:
        return None
    shelf = _shelf(parts[0], parts[1])
    if shelf.live is None:
        return None
    rest = parts[2]
    if not rest or rest.endswith("/"):
        rest += "index.html"
    if rest.partition("/")[2] in makers:
        return _made_page(shelf.live, rest, query, known, encodings)
    kept = _file(shelf.live, rest)
    if kept is not None:
        return kept.answer(known, encodings)
    return _not_yet(shelf.live, rest)


def forget() -> None:
    """Forget everything, for tests and after a change of what is public."""
    global _held
    with _lock:
        _shelves.clear()
        _files.clear()
        _made.clear()
        _held = 0


def _shelf(processor: str, slug: str) -> Shelf:
    key = processor, slug
    found = _shelves.get(key)
    now = monotonic()
    if found is not None and now - found.looked <= FRESH:
        return found
    if found is not None:
        found.looked = now  # others are answered from what is known while this one looks
    held = Register.objects.select_related("processor").filter(is_public=True)
    register = held.filter(processor__slug=processor, slug=slug).first()
    day = day_at(register.processor) if register else None
    live = live_publishing(register) if register else None
    if found is not None and found.live:
        is_same = live is not None and live.pk == found.live.pk and found.day == day
        if not is_same:
            _drop(found.live.pk)
    made = Shelf(register, live, now, day)
    if live is not None:
        _shelves[key] = made  # what is not there is not kept: anybody can ask for any name
    else:
        _shelves.pop(key, None)
    return made


def _drop(publishing: int) -> None:
    global _held
    with _lock:
        for key in [key for key in _files if key[0] == publishing]:
            _held -= _files.pop(key).size
        for made in [key for key in _made if key[0] == publishing]:
            _made.pop(made)


def _file(live: Publishing, path: str) -> Kept | None:
    global _held
    key = live.pk, path
    if key in _files:
        return _files[key]
    held = PublishedFile.objects.select_related("publishing").filter(path=path[:200])
    row = held.filter(publishing=live).first()
    row = row or held.filter(register=live.register_id, is_lasting=True).first()
    if row is None:
        return None
    kept = _kept(row)
    with _lock:
        if key not in _files:
            while _files and _held + kept.size > MOST:
                _held -= _files.pop(next(iter(_files))).size
            _files[key] = kept
            _held += kept.size
    return kept


def _page(live: Publishing, path: str, query: str) -> Kept | None:
    """A page that is made on request, kept for this publishing under the address that was asked for."""
    key = live.pk, path, query
    if key in _made:
        return _made[key]
    if len(query) > LONGEST:
        return None
    language, _, name = path.partition("/")
    made = makers[name](live, language, name, _asked(query))
    if made is None:
        return None
    status, data = made
    kept = _kept_page(data, live, status, path)
    if status != 200:
        return kept
    with _lock:
        while len(_made) >= MOST_MADE:
            _made.pop(next(iter(_made)))
        _made[key] = kept
    return kept


def _made_page(live: Publishing, path: str, query: str, known: str, encodings: str) -> Answer | None:
    """The answer with a page that is made on request, a few at once so that files never wait for them."""
    kept = _made.get((live.pk, path, query))
    if kept is None:
        if not _making.acquire(timeout=PATIENCE):
            return _later(b"Many people ask for such pages now. Please try again in a minute.\n")
        try:
            kept = _page(live, path, query)
        finally:
            _making.release()
    return kept.answer(known, encodings) if kept is not None else None


def _later(said: bytes) -> Answer:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "30"), ("Cache-Control", "no-store"),
    ]  # fmt: skip
    return Answer(503, headers, said)


def _asked(query: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, max_num_fields=40):
        found.setdefault(name, []).append(value)
    return found


def _not_yet(live: Publishing, path: str) -> Answer | None:
    """A file that is being made: come again."""
    if path not in live.later:
        return None
    fresh = Publishing.objects.values_list("later", flat=True).get(pk=live.pk)
    if path not in fresh:
        live.later = fresh
        found = _file(live, path)
        return found.answer("", "") if found else None
    return _later(b"This file is being made. Please try again in a minute.\n")


def _kept(row: PublishedFile) -> Kept:
    data = bytes(row.data)
    cache = _LONG if row.is_lasting else _SHORT
    live_at = row.publishing.live_at
    modified = row.made_at if row.is_lasting or live_at is None else live_at
    return kept_from(row.path, data, row.etag[:32], row.is_packed, cache, modified, 200)


def _kept_page(data: bytes, live: Publishing, status: int, path: str) -> Kept:
    import hashlib

    etag = hashlib.sha256(data).hexdigest()[:32]
    packed = gzip.compress(data, 6, mtime=0)
    is_packed = len(packed) < len(data)
    assert live.live_at is not None
    return kept_from(path, packed if is_packed else data, etag, is_packed, _SHORT, live.live_at, status)


def kept_from(
    path: str, data: bytes, etag: str, is_packed: bool, cache: str, modified: datetime, status: int
) -> Kept:
    """A file in memory, with all its answers made beforehand."""
    plain, packed = f'"{etag}"', f'"{etag}-gz"'
    common = [("Cache-Control", cache), ("Vary", "Accept-Encoding")]
    common.append(("Last-Modified", format_datetime(modified.replace(microsecond=0), usegmt=True)))
    if path.rpartition("/")[2] in framed:
        common.append(("Access-Control-Allow-Origin", "*"))
    kind = media_type(path)
    full = [*common, ("Content-Type", kind)]
    of_plain = [*full, ("ETag", plain)]
    of_packed = [*full, ("ETag", packed), ("Content-Encoding", "gzip"), ("Content-Length", str(len(data)))]
    return Kept(
        status,
        (plain, packed),
        Answer(status, of_packed, data) if is_packed else None,
        None if is_packed else data,
        of_plain,
        Answer(304, [*common, ("ETag", packed)], b""),
        Answer(304, [*common, ("ETag", plain)], b""),
        len(data) + 1500,
    )


def media_type(path: str) -> str:
    """What a file is, by the end of its name."""
    end = path[path.rfind(".") :]
    return _TYPES.get(end) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def takes_gzip(encodings: str) -> bool:
    """Whether a reader takes gzip (RFC 9110, 12.5.3)."""
    if encodings.startswith("gzip") and encodings[4:5] in ("", ","):
        return True
    for one in encodings.split(","):
        name, _, weight = one.strip().partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def has_tag(known: str, etags: tuple[str, str]) -> bool:
    """Whether one of the tags that a reader knows is ours (RFC 9110, 13.1.2)."""
    if known in etags or known.strip() == "*":
        return True
    return any(one.strip().removeprefix("W/") in etags for one in known.split(","))


def query_of(**asked: str | tuple[str, ...]) -> str:
    """A query that can be kept as a bookmark: names in order, what is empty left out."""
    return urlencode([(name, value) for name, value in sorted(asked.items()) if value], doseq=True)
