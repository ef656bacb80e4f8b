"""Reading a published file gives what was published, from the text that people see: all that its format declares."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.publication import Publication
from ketju.core.model.register import Register
from ketju.core.register.canonical import canonical_bytes
from ketju.core.register.projection import public_register
from ketju.formats.publishing import next_publication
from ketju.formats.registerfile.reading import read_register
from ketju.formats.registerfile.register_json import read_json
from ketju.formats.writers.site import write_site
from ketju.formats.writers.site.rows import CARRIES, FACTS
from ketju.formats.writers.writer import Writer, writers
from ketju.text.render import LANGUAGES, Phrasebook, phrasebook
from tests.core.register.registers import registers, relaxed
from tests.formats.writers.carried import ON, called, differences, read_again
from tests.formats.writers.lists import lists, scoped_lists

ROOT = Path(__file__).parents[3]
LISTS = sorted(ROOT.glob("examples/*/list.txt")) + sorted(ROOT.glob("tests/data/lists/*/list*"))
SHARED = sorted((ROOT / ".." / "shared" / "corpus" / "lists").glob("*"))


def front(of: Publication, phrases: Phrasebook) -> bytes:
    return write_site(of, (phrases.language,), ())[f"{phrases.language}/index.html"]


BY_ID = {writer.id: writer for writer in writers()}
PAGE = Writer("html", "HTML", ".html", "text/html", True, CARRIES, front, FACTS)
TEXTS = [BY_ID["markdown"], BY_ID["csv"], PAGE, BY_ID["jsonld"], BY_ID["tilt"]]
BINARY = [BY_ID["xlsx"], BY_ID["pdf"]]
"""Formats that Ketju reads in a child process, which takes its time."""
WHOLE = {"json", "yaml"}
"""Formats that hold the register itself."""


def published(register: Register) -> Publication:
    return next_publication((), public_register(register, register.tlp or "TLP:CLEAR"), ON)


def told_apart(register: Register, writer: Writer) -> Register:
    """A list for a format: TILT names each recipient with all that it receives, so it has each company once."""
    if writer.id != "tilt":
        return register
    once = {called(entry, writer): entry for entry in register.entries}
    return replace(register, entries=tuple(once.values()))


EMOJI = re.compile("[\U0001f000-\U0001faff]")
"""No font of the PDF has these: it says their names."""


def from_list(register: Register, writer: Writer, language: str) -> list[str]:
    """What differs for a list that was read: its texts may say what their format has no place for."""
    if writer.id == "pdf" and EMOJI.search(canonical_bytes(register).decode()):
        return []
    return differences(published(told_apart(register, writer)), writer, language, concluded=True)


def test_every_format_that_has_a_reader_is_tried() -> None:
    """A feed is no list: it tells of changes."""
    assert {writer.id for writer in (*TEXTS, *BINARY)} - {"html"} | WHOLE == set(BY_ID) - {"atom"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("writer", TEXTS, ids=lambda writer: writer.id)
@given(register=lists())
@settings(deadline=None, max_examples=12)
def test_any_list_comes_back_as_it_was_published(writer: Writer, language: str, register: Register) -> None:
    assert differences(published(told_apart(register, writer)), writer, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("writer", TEXTS, ids=lambda writer: writer.id)
@given(register=scoped_lists())
@settings(deadline=None, max_examples=8)
def test_any_list_by_product_and_region_comes_back(writer: Writer, language: str, register: Register) -> None:
    assert differences(published(told_apart(register, writer)), writer, language) == []


@pytest.mark.parametrize("writer", BINARY, ids=lambda writer: writer.id)
@given(register=lists() | scoped_lists(), language=st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=6)
def test_any_list_comes_back_from_binary_formats(writer: Writer, language: str, register: Register) -> None:
    assert differences(published(register), writer, language) == []


@given(registers())
@relaxed
def test_any_register_comes_back_whole_from_json_and_yaml(register: Register) -> None:
    made = published(public_register(register, "RED"))
    phrases = phrasebook("en")
    from_json, wrong = read_json(BY_ID["json"].write(made, phrases).decode())
    from_yaml, faulty = read_register(BY_ID["yaml"].write(made, phrases).decode(), "ketju.yaml")

    assert not [p for p in (*wrong, *faulty) if p.severity == "error"]
    assert from_json is not None and canonical_bytes(from_json) == canonical_bytes(made.register)
    assert from_yaml is not None and canonical_bytes(from_yaml) == canonical_bytes(made.register)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_list_that_was_read_comes_back(path: Path) -> None:
    register = read_again(path.read_bytes(), path.name)
    formats = [*TEXTS, *BINARY] if "examples" in path.parts else TEXTS

    assert {w.id: found for w in formats if (found := from_list(register, w, "fi"))} == {}


@pytest.mark.shared
@pytest.mark.soak
@pytest.mark.skipif(not SHARED, reason="needs the published lists")
@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.name)
def test_a_real_list_comes_back_from_every_format(path: Path) -> None:
    register = read_again(path.read_bytes(), path.name)

    assert {w.id: found for w in (*TEXTS, *BINARY) if (found := from_list(register, w, "sv"))} == {}
