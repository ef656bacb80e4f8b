"""Reading a published file gives what was published, from the text that people see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.date import PartialDate
from ketju.core.model.register import DataCategory, Entry, Identifier, Place, Register, Transfer, Words
from ketju.core.register.canonical import canonical_bytes
from ketju.core.register.projection import public_register
from ketju.formats.publishing import next_publication
from ketju.formats.registerfile.reading import read_register
from ketju.formats.registerfile.register_json import read_json
from ketju.formats.writers.writer import Writer, writers
from ketju.text.render import LANGUAGES, phrasebook
from tests.core.register.registers import registers, relaxed
from tests.formats.writers.carried import differences, read_again
from tests.formats.writers.publications import SECOND_DAY, publication

ROOT = Path(__file__).parents[3]
LISTS = sorted(ROOT.glob("examples/*/list.txt")) + sorted(ROOT.glob("tests/data/lists/*/list*"))
SHARED = sorted((ROOT / ".." / "shared" / "corpus" / "lists").glob("*"))
BY_ID = {writer.id: writer for writer in writers()}
TEXTS = [BY_ID[id] for id in ("markdown", "csv")]
BINARY = [BY_ID[id] for id in ("xlsx", "pdf")]
"""Formats for people that Ketju reads; binary ones in a child process, which takes its time."""
READ = TEXTS + BINARY

NAMES = (
    "Acme Hosting GmbH", "Bolt Mail Inc.", "Lehtokuja Pilvet Oy", "Bergsjö Drift AB", "Πάγος Α.Ε.", "Борова ЕООД",
    "Farrowgate Cloud Ireland Ltd.", "Klitrose Hosting A/S", "Nordlys Data AS", "Orchard & Lane Ltd",
)  # fmt: skip
PURPOSES = (
    "Hosting of servers", "Sending of e-mail", "Customer support by chat", "Palvelimet ja varmuuskopiot",
    "Postens utskick", "Payments | cards", "Log-in of users *and* guests", "Analysis of <b>visits</b>",
)  # fmt: skip
DATA = (
    "names",
    "e-mail address",
    "IP address",
    "nimi",
    "namn",
    "telephone number",
    "messages (text, files)",
    "invoices, paid",
)


def entries() -> st.SearchStrategy[Entry]:
    dates = (
        st.none()
        | st.builds(PartialDate, st.integers(2000, 2030))
        | st.builds(PartialDate, st.integers(2000, 2030), st.integers(1, 12), st.integers(0, 28))
    )
    places = st.lists(
        st.builds(
            Place,
            st.sampled_from(("FI", "DE", "US", "AE", "HK", "SE", "GB", "EU", "EEA", "GLOBAL", "IN", "NO")),
            st.sampled_from(("processing", "storage", "backup", "remote access")),
        ),
        max_size=4,
        unique=True,
    ).map(tuple)
    data = st.lists(st.sampled_from(DATA), max_size=4, unique=True).map(lambda d: tuple(map(DataCategory, d)))
    purposes = st.sampled_from(PURPOSES).map(lambda text: Words((("en", text),)))
    transfers = st.none() | st.just(Transfer("Standard contractual clauses", ("SCC",), ("46(2)(c)",)))
    identifiers = st.sampled_from(((), (Identifier("1234567-1"),)))
    links = st.sampled_from(
        ((), ("https://a.example/x_y",), ("https://a.example/", "https://b.example/privacy"))
    )
    return st.builds(
        Entry, st.just(""), st.sampled_from(NAMES), purpose=purposes, data=data, places=places, transfer=transfers,
        outside_eea=st.sampled_from((None, True, False)), since=dates, until=dates, identifiers=identifiers, links=links,
    )  # fmt: skip


def lists() -> st.SearchStrategy[Register]:
    def numbered(found: list[Entry]) -> Register:
        entries = tuple(
            Entry(**{**{name: getattr(e, name) for name in e.__slots__}, "id": f"e{n}"})
            for n, e in enumerate(found)
        )
        return Register(publisher="Esimerkki Oy", tlp="TLP:CLEAR", entries=entries)

    return st.lists(entries(), min_size=2, max_size=8).map(numbered)


def published(register: Register):
    return next_publication((), public_register(register, register.tlp or "TLP:CLEAR"), date(2026, 3, 1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("writer", TEXTS, ids=lambda writer: writer.id)
@given(register=lists())
@settings(deadline=None, max_examples=15)
def test_any_list_comes_back_as_it_was_published(writer: Writer, language: str, register: Register) -> None:
    assert differences(published(register), writer, language) == []


@pytest.mark.parametrize("writer", BINARY, ids=lambda writer: writer.id)
@given(register=lists(), language=st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=5)
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
    made = published(read_again(path.read_bytes(), path.name))
    formats = READ if "examples" in path.parts else TEXTS

    assert {writer.id: found for writer in formats if (found := differences(made, writer, "fi"))} == {}


@pytest.mark.shared
@pytest.mark.soak
@pytest.mark.skipif(not SHARED, reason="needs the published lists")
@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.name)
def test_a_real_list_comes_back_from_every_format(path: Path) -> None:
    made = published(read_again(path.read_bytes(), path.name))

    assert {writer.id: found for writer in READ if (found := differences(made, writer, "sv"))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_and_date_come_back(language: str) -> None:
    again = read_again(BY_ID["markdown"].write(publication(), phrasebook(language)), "list.md")

    assert str(again.version_on) == SECOND_DAY.isoformat()
    assert str(again.title) in (
        "Sub-processors of Esimerkki Oy",
        "Esimerkki Oy:n alikäsittelijät",
        "Underbiträden: Esimerkki Oy",
    )
