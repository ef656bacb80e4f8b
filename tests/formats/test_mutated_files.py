"""Files cut off and with bytes changed: a document or a Problem, never anything else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketju.core.problems import Problem
from ketju.formats.asides import texts_of
from ketju.formats.format import Format, Source
from ketju.formats.isolation import read_isolated
from ketju.formats.readers.docx import FORMAT as DOCX
from ketju.formats.readers.ods import FORMAT as ODS
from ketju.formats.readers.odt import FORMAT as ODT
from ketju.formats.readers.pdf import FORMAT as PDF
from ketju.formats.readers.xls import FORMAT as XLS
from ketju.formats.readers.xlsx import FORMAT as XLSX
from tests.formats.packages import zipped

DATA = Path(__file__).parents[1] / "data" / "formats"
SAMPLES = {
    "works.docx": DOCX,
    "works.odt": ODT,
    "works.xlsx": XLSX,
    "works.ods": ODS,
    "works.xls": XLS,
    "works-browser.pdf": PDF,
    "long-office.pdf": PDF,
}
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12)
cuts = st.none() | st.floats(0, 1)


def mutated(data: bytes, changes: list[tuple[float, int]], cut: float | None) -> bytes:
    changed = bytearray(data)
    for place, value in changes:
        changed[int(place * (len(changed) - 1))] = value
    return bytes(changed if cut is None else changed[: int(cut * len(changed))])


def assert_survives(format: Format, data: bytes, in_process: bool = True) -> None:
    source = Source(data, "list")
    assert 0.0 <= format.recognise(source) <= 1.0
    try:
        document = read_isolated(format, source, read_in_process=in_process)
    except Problem as problem:
        assert not problem.params.get("reason", "").startswith("reader-failed"), problem
        return
    for block in document.blocks:
        for text in texts_of(block):
            assert all(0 <= mark.start < mark.end <= len(text.text) for mark in text.marks), text


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits, cuts)
def test_changed_bytes_are_survived(name, changes, cut):
    assert_survives(SAMPLES[name], mutated((DATA / name).read_bytes(), changes, cut))


def unpacked(name: str) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(DATA / name) as archive:
        return {member: archive.read(member) for member in archive.namelist()}


@pytest.mark.parametrize("name", ["works.docx", "works.odt", "works.xlsx", "works.ods"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_changed_xml_inside_the_package_is_survived(name, data):
    parts = unpacked(name)
    part = data.draw(st.sampled_from([member for member in parts if member.endswith((".xml", ".rels"))]))
    text = parts[part]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        stop = min(len(text), start + data.draw(st.integers(0, 200)))
        other = data.draw(
            st.sampled_from(
                [b"", b"<w:p/>", b"9999999999", b'"', b">", b"</", text[start // 2 : start // 2 + 50]]
            )
        )
        text = text[:start] + other + text[stop:]
    assert_survives(SAMPLES[name], zipped({**parts, part: text}))


@pytest.mark.parametrize("name", ["works.docx", "works.odt", "works.xlsx", "works.ods"])
def test_attributes_with_senseless_numbers_are_survived(name):
    import re

    for value in (b"-1", b"999999999999", b"1e309", b"nan", b"", b"x", b"0"):
        parts = unpacked(name)
        changed = {
            member: re.sub(rb'"-?\d+(?:\.\d+)?"', b'"' + value + b'"', content)
            if member.endswith(".xml")
            else content
            for member, content in parts.items()
        }
        assert_survives(SAMPLES[name], zipped(changed))
