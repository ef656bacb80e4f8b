"""Marked rows in files that are no text: a row or a record of the file itself, copied with another name in it."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from lxml import etree

from tests.core.reading.lists import read_bytes
from tests.core.reading.marking import MARKS, TOKEN, Fate

PARTS = {
    ".docx": "word/document.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
}
LONGEST_RECORD = 25
_ROWS = ("tr", "table-row", "row")


def fate_of(data: bytes, name: str) -> Fate:
    """What became of the mark in a file."""
    result = read_bytes(data, name)[1]
    if any(TOKEN in entry.name for entry in result.register.entries):
        return "entry"
    if any(TOKEN in part.text for part in result.unread):
        return "unread"
    excluded = [one for one in result.problems if one.code == "read.not-a-subprocessor"]
    return "problem" if any(TOKEN in value for one in excluded for _, value in one.params) else "lost"


def file_trials(path: Path, names: Sequence[str], count: int, seed: int) -> Iterator[tuple[Fate, str]]:
    """(fate, sentence that tells how to see it again) of ``count`` rows inserted into an office file."""
    chance = random.Random(f"{seed} {path}")
    part = PARTS[path.suffix]
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    shared = _shared(members.get("xl/sharedStrings.xml"))
    for _ in range(count):
        root = etree.fromstring(members[part])
        records = _records(root, names, shared)
        if not records:
            return
        record, places = chance.choice(records), [one for one in records if one[0].getparent() is not None]
        mark = chance.choice(MARKS)
        before = chance.choice([one for one in places if one[0].getparent() is record[0].getparent()])[0]
        copies = [deepcopy(element) for element in record]
        if not _rename(copies, names, mark, shared):
            continue
        for element in copies:
            before.addprevious(element)
        _renumber(root)
        data = _packed({**members, part: etree.tostring(root)})
        yield (
            fate_of(data, path.name),
            f"{path.parent.name}/{path.name}: {mark} before {_said(before, shared)[:50]!r}",
        )


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _said(element: etree._Element, shared: Sequence[str]) -> str:
    """The text of an element, that of shared strings too."""
    said = []
    for one in element.iter():
        if _local(one) == "v" and one.getparent().get("t") == "s":
            said.append(shared[int(one.text or 0)])
        elif _local(one) in ("t", "p", "span", "h", "a"):
            said += [one.text or "", one.tail or "" if _local(one) in ("span", "a") else ""]
    return " ".join(" ".join(said).split())


def _shared(data: bytes | None) -> list[str]:
    if data is None:
        return []
    return ["".join(item.itertext()) for item in etree.fromstring(data)]


def _records(root: etree._Element, names: Sequence[str], shared: Sequence[str]) -> list[list[etree._Element]]:
    """The elements of each entry: a row of a table, or a paragraph with a name up to the next one."""
    units = [one for one in root.iter() if _local(one) in _ROWS or _local(one) in ("p", "h")]
    units = [one for one in units if _local(one) in _ROWS or not _in_row(one)]
    starts = [
        at
        for at, one in enumerate(units)
        if any(_said(one, shared).startswith(n) or _holds(one, n, shared) for n in names)
    ]
    records = []
    for at, after in zip(starts, [*starts[1:], len(units)], strict=True):
        own = [units[at]] if _local(units[at]) in _ROWS else units[at:after]
        own = [one for one in own if one.getparent() is own[0].getparent()]
        if len(own) <= LONGEST_RECORD and after < len(units):
            records.append(own)
    return records


def _holds(element: etree._Element, name: str, shared: Sequence[str]) -> bool:
    return (
        _local(element) in _ROWS
        and re.search(rf"(?:^|\s){re.escape(name)}(?:\s|$)", _said(element, shared)) is not None
    )


def _in_row(element: etree._Element) -> bool:
    return any(_local(one) in _ROWS for one in element.iterancestors())


def _rename(copies: Sequence[etree._Element], names: Sequence[str], mark: str, shared: Sequence[str]) -> bool:
    """Put the mark in the place of the longest name that a text of the copies starts with."""
    for one in (inner for copy in copies for inner in copy.iter()):
        text = (
            shared[int(one.text or 0)]
            if _local(one) == "v" and one.getparent().get("t") == "s"
            else one.text or ""
        )
        name = max((n for n in names if text.strip().startswith(n)), key=len, default="")
        if name and _local(one) == "v":
            cell = one.getparent()
            cell.set("t", "inlineStr")
            cell.remove(one)
            inline = etree.SubElement(cell, one.tag[:-1] + "is")
            etree.SubElement(inline, one.tag[:-1] + "t").text = text.replace(name, mark, 1)
            return True
        if name:
            one.text = text.replace(name, mark, 1)
            return True
    return False


def _renumber(root: etree._Element) -> None:
    """Rows of a workbook count on after one was added; the gaps between them stay."""
    last, shift = 0, 0
    for row in (one for one in root.iter() if _local(one) == "row" and one.get("r")):
        number = int(row.get("r", "0")) + shift
        if number <= last:
            shift += last + 1 - number
            number = last + 1
        last = number
        row.set("r", str(number))
        for cell in row:
            cell.set("r", re.sub(r"\d+", str(number), cell.get("r", "")))


def _packed(members: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()
